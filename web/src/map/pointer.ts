import type { Map as MapLibreMap, MapMouseEvent, PointLike } from 'maplibre-gl';
import { ANSWER_FEATURES, FEATURE_LAYERS, STATE_FILL } from './layers/answer';
import { MUNICIPALITIES, MUNICIPALITY_FILL } from './layers/municipalities';
import { OFFICES, type OfficePoint } from './layers/offices';
import { STATES } from './layers/states';

/** What tiles carry of a municipality: enough to name it under the cursor. */
export interface TileMunicipality {
  cvegeo: string;
  name: string;
  state_name: string;
  agreement_count: number;
  research: string;
}

export interface TileState {
  cve_ent: string;
  name: string;
}

/** A feature that the answer draws of its own, with what the page put into it. */
export interface DrawnFeature {
  feature: string;
  class: string;
  label: string;
}

export type Hovered =
  | { kind: 'municipality'; municipality: TileMunicipality; x: number; y: number }
  | { kind: 'state'; state: TileState; x: number; y: number }
  | { kind: 'feature'; feature: DrawnFeature; x: number; y: number }
  | { kind: 'office'; office: OfficePoint; x: number; y: number };

type Placeless<T> = T extends unknown ? Omit<T, 'x' | 'y'> : never;

interface Under {
  key?: string;
  hovered: Placeless<Hovered>;
}

export interface PointerHandlers {
  onHover(hovered: Hovered | null): void;
  onSelectMunicipality(cvegeo: string): void;
  onSelectOffice(id: string): void;
  /** A state, or a feature of the answer's own, that has no card. */
  onSelectOther(key: string): void;
}

/** A finger covers more than a cursor: points answer within this many pixels. */
const TOUCH_TOLERANCE = 8;

/** So long after a drawing ends, its last click may still come. */
const LAST_CLICK_MS = 300;

/** What lies under the cursor or the finger, and the outline that says so. */
export class MapPointer {
  #hovered: readonly string[] = [];
  #isPaused = false;
  #resumed = -Infinity;

  constructor(
    private readonly map: MapLibreMap,
    private readonly handlers: PointerHandlers,
  ) {
    map.on('mousemove', (event) => this.#move(event));
    map.on('mouseout', () => this.#leave());
    map.on('click', (event) => this.#click(event));
  }

  /** While something is drawn on the map, clicks are not for what lies under it. */
  pause(): void {
    this.hover([]);
    this.handlers.onHover(null);
    this.#isPaused = true;
  }

  resume(): void {
    this.#isPaused = false;
    this.#resumed = performance.now();
  }

  get hovered(): readonly string[] {
    return this.#hovered;
  }

  hover(keys: readonly string[]): void {
    if (keys.join() === this.#hovered.join()) return;
    for (const key of this.#hovered) this.#setHover(key, false);
    this.#hovered = keys;
    for (const key of keys) this.#setHover(key, true);
  }

  #setHover(id: string, hover: boolean): void {
    const area = id.length === 2 ? STATES : MUNICIPALITIES;
    if (this.map.getSource(area)) {
      this.map.setFeatureState({ source: area, sourceLayer: area, id }, { hover });
    }
    if (this.map.getSource(ANSWER_FEATURES)) {
      this.map.setFeatureState({ source: ANSWER_FEATURES, id }, { hover });
    }
  }

  #move(event: MapMouseEvent): void {
    if (this.#isPaused) return;
    const { x, y } = event.point;
    const found = this.#under(event.point, event.point);
    this.map.getCanvas().style.cursor = found ? 'pointer' : '';
    this.hover(found?.key ? [found.key] : []);
    this.handlers.onHover(found ? { ...found.hovered, x, y } : null);
  }

  /** What lies at a point, the smallest kind of thing first; offices and features in the area around it, too. */
  #under(point: PointLike, around: PointLike | [PointLike, PointLike]): Under | null {
    const office = this.#first<OfficePoint>(OFFICES, around);
    if (office) return { hovered: { kind: 'office', office } };
    for (const layer of FEATURE_LAYERS) {
      const feature = this.#first<DrawnFeature>(layer, around);
      if (feature) return { key: feature.feature, hovered: { kind: 'feature', feature } };
    }
    const state = this.#first<TileState>(STATE_FILL, point);
    if (state) return { key: state.cve_ent, hovered: { kind: 'state', state } };
    const municipality = this.#first<TileMunicipality>(MUNICIPALITY_FILL, point);
    return municipality && { key: municipality.cvegeo, hovered: { kind: 'municipality', municipality } };
  }

  #leave(): void {
    if (this.#isPaused) return;
    this.hover([]);
    this.handlers.onHover(null);
  }

  #click(event: MapMouseEvent): void {
    // The click that ends a drawing is told after the drawing has ended.
    if (this.#isPaused || event.originalEvent.timeStamp < this.#resumed + LAST_CLICK_MS) return;
    const { x, y } = event.point;
    const around: [PointLike, PointLike] = [
      [x - TOUCH_TOLERANCE, y - TOUCH_TOLERANCE],
      [x + TOUCH_TOLERANCE, y + TOUCH_TOLERANCE],
    ];
    const found = this.#under(event.point, around);
    if (found?.hovered.kind === 'office') this.handlers.onSelectOffice(found.hovered.office.id);
    else if (found?.hovered.kind === 'municipality') {
      this.handlers.onSelectMunicipality(found.hovered.municipality.cvegeo);
    } else if (found?.key) this.handlers.onSelectOther(found.key);
  }

  #first<P>(layer: string, where: PointLike | [PointLike, PointLike]): P | null {
    if (!this.map.getLayer(layer)) return null;
    const [feature] = this.map.queryRenderedFeatures(where, { layers: [layer] });
    return feature ? (feature.properties as P) : null;
  }
}
