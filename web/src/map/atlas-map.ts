import { type GeoJSONSource, Map as MapLibreMap, ScaleControl, setWorkerUrl } from 'maplibre-gl';
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url';
import 'maplibre-gl/dist/maplibre-gl.css';
import type { Feature, FeatureCollection, LineString, Point } from 'geojson';
import type { Bounds, LonLat, PlacedAgreement, PlacedOffice } from '../api/contract';
import type { Camera } from '../state/address';
import type { Ring } from '../question/polygon';
import type { Painting } from '../state/painting';
import { AnswerPainter } from './answer-painter';
import { boundsOf, positionsOf } from './bounds';
import { CountryNames } from './country-names';
import { pause, whenPainted } from './first-picture';
import { mapImage } from './images';
import { COUNTRY_LABELS } from './layers/countries';
import { filterSelected, MUNICIPALITIES, MUNICIPALITY_FILL, SELECTED_LAYERS } from './layers/municipalities';
import { filterKinds, officeFeatures, OFFICES } from './layers/offices';
import { partnerFeatures, PARTNERS } from './layers/partners';
import { stateLabels, STATE_LABELS } from './layers/states';
import { MunicipalityLabels } from './municipality-labels';
import { MapPointer, type PointerHandlers } from './pointer';
import { type MapData, mapStyle, overlays } from './style';

setWorkerUrl(workerUrl);

export const MEXICO: Bounds = [-117.6, 14.2, -86.4, 32.9];
const FIT_MARGIN = 24;

export interface Padding {
  top: number;
  right: number;
  bottom: number;
  left: number;
}

export interface MapHandlers extends PointerHandlers {
  onPainted(): void;
  onCamera(camera: Camera): void;
  /** A source whose tiles or data could not be loaded. */
  onLayerFailed(layer: string): void;
}

/** The drawn map: the rest of the page tells it what to show and hears of it only through the handlers. */
export class AtlasMap {
  readonly #map: MapLibreMap;
  readonly #pointer: MapPointer;
  readonly #handlers: MapHandlers;
  #partners: FeatureCollection<LineString | Point> | null = null;
  readonly #countries = new CountryNames();
  readonly #painter: AnswerPainter;
  #drawing: AbortController | null = null;
  #isComplete = false;
  #hasDrawn = false;
  #isGone = false;
  readonly #waiting: (() => void)[] = [];

  constructor(
    container: HTMLElement,
    data: MapData,
    view: { camera: Camera | null; padding: Padding },
    handlers: MapHandlers,
  ) {
    this.#handlers = handlers;
    this.#map = new MapLibreMap({
      container,
      style: mapStyle(data),
      attributionControl: false,
      minZoom: 1,
      maxZoom: 14,
      dragRotate: false,
      pitchWithRotate: false,
      touchPitch: false,
      fadeDuration: 0,
      validateStyle: import.meta.env.DEV,
    });
    // The padding stays with the map, so that "centre" always means the middle of what is not covered.
    this.#map.setPadding(view.padding);
    if (view.camera) this.jump(view.camera);
    else this.fit(MEXICO, false);
    this.#map.touchZoomRotate.disableRotation();
    this.#map.keyboard.disableRotation();
    this.#map.addControl(new ScaleControl({ unit: 'metric', maxWidth: 110 }), 'bottom-right');
    this.#map.setMissingStyleImageResolver((id) => {
      const image = mapImage(id);
      if (image) this.#map.addImage(id, image.data, { pixelRatio: image.pixelRatio });
    });
    this.#pointer = new MapPointer(this.#map, handlers);
    this.#painter = new AnswerPainter(this.#map);
    this.#map.on('moveend', () => handlers.onCamera(this.camera));
    this.#map.on('error', (event) => {
      const source = (event as { sourceId?: string }).sourceId;
      handlers.onLayerFailed(source ?? event.error.message);
    });
    whenPainted(this.#map, MUNICIPALITIES, () => {
      handlers.onPainted();
      void this.#addOverlays();
    });
  }

  /** Adds names, points and lines one at a time, so that the cursor is answered between them. */
  async #addOverlays(): Promise<void> {
    for (const [id, source] of Object.entries(overlays.sources)) this.#map.addSource(id, source);
    for (const layer of overlays.layers) this.#map.addLayer(layer);
    new MunicipalityLabels(this.#map);
    this.#map.triggerRepaint();
    // Nothing is in the sources yet. Each that fills makes the graphics card compile how to draw it.
    for (let act = this.#waiting.shift(); act; act = this.#waiting.shift()) {
      await this.#map.once('idle');
      await pause();
      if (this.#isGone) return;
      act();
      this.#map.triggerRepaint();
    }
    this.#isComplete = true;
  }

  /** Acts on what stands in the first picture. */
  #whenStyled(act: () => void): void {
    if (this.#map.getLayer(MUNICIPALITY_FILL)) act();
    else void this.#map.once('style.load', act);
  }

  /** Acts on the overlays now, or as soon as they are there. */
  #whenComplete(act: () => void): void {
    if (this.#isComplete) act();
    else this.#waiting.push(act);
  }

  get camera(): Camera {
    const { lng, lat } = this.#map.getCenter().wrap();
    return { lon: lng, lat, zoom: this.#map.getZoom() };
  }

  jump({ lon, lat, zoom }: Camera): void {
    this.#map.jumpTo({ center: [lon, lat], zoom });
  }

  fit(bounds: Bounds, isAnimated = true, leftPx = 0): void {
    this.#map.fitBounds(bounds, {
      padding: { top: FIT_MARGIN, right: FIT_MARGIN, bottom: FIT_MARGIN, left: FIT_MARGIN + leftPx },
      maxZoom: 9.5,
      ...(isAnimated ? {} : { duration: 0 }),
    });
  }

  /** Brings a place into view when it is not, and leaves the zoom alone when it is. */
  reveal(point: LonLat): void {
    const { x, y } = this.#map.project(point);
    const { top, right, bottom, left } = this.#map.getPadding() as Padding;
    const { clientWidth, clientHeight } = this.#map.getContainer();
    const isInView = x > left && x < clientWidth - right && y > top && y < clientHeight - bottom;
    if (!isInView) this.#map.easeTo({ center: point });
  }

  zoomBy(levels: number): void {
    this.#map.easeTo({ zoom: this.#map.getZoom() + levels });
  }

  setPadding(padding: Padding): void {
    this.#map.easeTo({ padding, duration: 250 });
  }

  setLabel(label: string): void {
    this.#map.getCanvas().setAttribute('aria-label', label);
  }

  /** Marks areas or features of the answer by their codes. */
  hover(keys: readonly string[]): void {
    this.#pointer.hover(keys);
  }

  /** Codes of what the map marks as being under the cursor. */
  get hovered(): readonly string[] {
    return this.#pointer.hovered;
  }

  select(cvegeo: string | null): void {
    this.#whenStyled(() => {
      for (const layer of SELECTED_LAYERS) this.#map.setFilter(layer, filterSelected(cvegeo));
    });
  }

  /** Paints the answer, and draws its own features; with null the legend of the layer speaks again. */
  showAnswer(painting: Painting | null, language: 'es' | 'en', column: string | null): void {
    this.#whenStyled(() => this.#painter.paintAreas(painting));
    if (this.#hasDrawn || painting?.features.length) {
      this.#hasDrawn = true;
      this.#whenComplete(() => this.#painter.drawFeatures(painting, language, column));
    }
  }

  /** What the map shows of an area in an answer; empty when it shows none. */
  answerOf(id: string): string {
    return this.#painter.answerOf(id);
  }

  /** Outlines the polygon that the question is limited to. */
  outline(ring: Ring | null): void {
    this.#whenComplete(() => this.#painter.outline(ring));
  }

  /** Lets the reader draw a polygon; null when it was given up, by the reader or by the page. */
  async drawPolygon(): Promise<Ring | null> {
    const drawing = (this.#drawing = new AbortController());
    const tool = await import('./drawing').catch(() => null);
    // A part of the page that does not arrive is the network's fault, and the page must say so.
    if (!tool) this.#handlers.onLayerFailed('drawing');
    if (!tool || drawing.signal.aborted) return null;
    this.#pointer.pause();
    const ring = await tool.drawnPolygon(this.#map, drawing.signal);
    this.#pointer.resume();
    return ring;
  }

  giveUpDrawing(): void {
    this.#drawing?.abort();
  }

  showPartners(from: LonLat | null, agreements: readonly PlacedAgreement[]): void {
    this.#partners = from ? partnerFeatures(from, agreements) : { type: 'FeatureCollection', features: [] };
    this.#setData(PARTNERS, this.#partners);
  }

  /** Brings what the answer draws of its own into view, beside what covers the map on its left. */
  fitFeatures(features: readonly Feature[], leftPx: number): void {
    const lines = features.filter(({ geometry }) => geometry?.type.endsWith('LineString'));
    // Lines say what belongs together; points alone may be candidates all over the world.
    const shown = lines.length > 0 ? lines : features;
    const positions = shown.flatMap(({ geometry }) => positionsOf(geometry));
    if (positions.length === 0) return;
    const bounds = boundsOf(positions);
    const zoom = this.#map.cameraForBounds(bounds)?.zoom ?? 0;
    // On a small screen no zoom may show all of it: then its middle may be any sea, and Mexico says more.
    if (zoom < this.#map.getMinZoom()) {
      const [west, south, east, north] = MEXICO;
      this.#map.easeTo({ center: [(west + east) / 2, (south + north) / 2], zoom: this.#map.getMinZoom() });
    } else this.fit(bounds, true, leftPx);
  }

  /** Brings one feature of the answer into view by its key. */
  fitFeature(key: string): void {
    const positions = this.#painter.drawn(key).flatMap(({ geometry }) => positionsOf(geometry));
    const [first] = positions;
    if (positions.length === 1 && first) this.reveal(first);
    else if (positions.length > 1) this.fit(boundsOf(positions));
  }

  /** Steps back until every line to a partner is in view. */
  fitPartners(): void {
    const lines = (this.#partners?.features ?? []).flatMap(({ geometry }) =>
      geometry.type === 'LineString' ? (geometry.coordinates as LonLat[]) : [],
    );
    if (lines.length) this.fit(boundsOf(lines));
  }

  home(): void {
    this.fit(MEXICO);
  }

  showOffices(offices: readonly PlacedOffice[]): void {
    this.#setData(OFFICES, officeFeatures(offices));
  }

  hideKinds(kinds: readonly string[]): void {
    this.#whenComplete(() => this.#map.setFilter(OFFICES, filterKinds(kinds)));
  }

  nameStates(names: Readonly<Record<string, string>>): void {
    this.#setData(STATE_LABELS, stateLabels(names));
  }

  /** Fetches where the names of countries stand and writes them. */
  async placeCountries(): Promise<void> {
    if (!(await this.#countries.load())) return this.#handlers.onLayerFailed(COUNTRY_LABELS);
    this.#setData(COUNTRY_LABELS, this.#countries.labels());
  }

  nameCountries(name: (iso: string) => string): void {
    this.#countries.name = name;
    this.#setData(COUNTRY_LABELS, this.#countries.labels());
  }

  /** Resolves when everything that was asked for stands on screen. */
  async settled(): Promise<void> {
    while (!this.#isComplete) await pause();
    if (!this.#map.loaded() || this.#map.isMoving()) await this.#map.once('idle');
  }

  destroy(): void {
    this.#isGone = true;
    this.#map.remove();
  }

  #setData(source: string, data: FeatureCollection): void {
    this.#whenComplete(() => void this.#map.getSource<GeoJSONSource>(source)?.setData(data));
  }
}
