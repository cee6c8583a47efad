import type { Feature } from 'geojson';
import type { GeoJSONSource, Map as MapLibreMap } from 'maplibre-gl';
import type { Ring } from '../question/polygon';
import type { Painting } from '../state/painting';
import { type AreaState, UNPAINTED } from './choropleth';
import {
  ANSWER_FEATURES,
  answerFeatureLayers,
  answerFeatureSource,
  ASKED_AREA,
  askedAreaLayers,
  askedAreaSource,
  drawnFeatures,
  STATE_FILL,
  STATE_FILL_LAYERS,
  stateFillLayers,
} from './layers/answer';
import { MUNICIPALITIES } from './layers/municipalities';
import { STATES } from './layers/states';

type AreaCollection = typeof MUNICIPALITIES | typeof STATES;

/** Puts answers on the map: colours of areas by their state, features of the answer's own in a source. */
export class AnswerPainter {
  readonly #painted: Record<AreaCollection, readonly string[]> = { municipalities: [], states: [] };

  #drawn: readonly Feature[] = [];

  constructor(private readonly map: MapLibreMap) {}

  /** Colours the areas; with null municipalities go by their legend again. */
  paintAreas(painting: Painting | null): void {
    const states = new Map<string, AreaState>();
    const classes = new Map(painting?.classes.map((each) => [each.key, each]));
    for (const [id, key] of painting?.classOf ?? []) {
      const found = classes.get(key);
      states.set(id, { fill: found?.color ?? '#f3f1ea', hatch: found?.isHatched ?? false, answer: key });
    }
    // Codes of states have two digits: the others are municipalities.
    const isState = (id: string): boolean => id.length === 2;
    this.#paint(MUNICIPALITIES, new Map([...states].filter(([id]) => !isState(id))));
    const hasStates = painting?.collection === STATES && this.map.getSource(STATES) !== undefined;
    if (hasStates) this.#addStateFill();
    for (const layer of STATE_FILL_LAYERS) {
      if (this.map.getLayer(layer)) {
        this.map.setLayoutProperty(layer, 'visibility', hasStates ? 'visible' : 'none');
      }
    }
    if (hasStates) this.#paint(STATES, new Map([...states].filter(([id]) => isState(id))));
  }

  #addStateFill(): void {
    if (this.map.getLayer(STATE_FILL)) return;
    for (const layer of stateFillLayers) this.map.addLayer(layer, 'state-lines');
  }

  #paint(collection: AreaCollection, states: ReadonlyMap<string, AreaState>): void {
    const area = (id: string) => ({ source: collection, sourceLayer: collection, id });
    for (const id of this.#painted[collection]) {
      if (!states.has(id)) this.map.setFeatureState(area(id), UNPAINTED);
    }
    for (const [id, state] of states) this.map.setFeatureState(area(id), state);
    this.#painted[collection] = [...states.keys()];
  }

  /** Draws the features of the answer's own. */
  drawFeatures(painting: Painting | null, language: 'es' | 'en', column: string | null): void {
    const colors = new Map(painting?.classes.map(({ key, color }) => [key, color]));
    const data = drawnFeatures(painting?.features ?? [], colors, language, column);
    if (data.features.length > 0 && !this.map.getSource(ANSWER_FEATURES)) {
      this.map.addSource(ANSWER_FEATURES, answerFeatureSource);
      for (const layer of answerFeatureLayers) this.map.addLayer(layer);
    }
    this.#drawn = data.features;
    this.map.getSource<GeoJSONSource>(ANSWER_FEATURES)?.setData(data);
  }

  /** The features of the answer's own that have that key. */
  drawn(key: string): readonly Feature[] {
    return this.#drawn.filter(({ properties }) => properties?.['feature'] === key);
  }

  /** Outlines the polygon that the question is limited to. */
  outline(ring: Ring | null): void {
    if (ring && !this.map.getSource(ASKED_AREA)) {
      this.map.addSource(ASKED_AREA, askedAreaSource);
      for (const layer of askedAreaLayers) this.map.addLayer(layer);
    }
    this.map.getSource<GeoJSONSource>(ASKED_AREA)?.setData({
      type: 'FeatureCollection',
      features: ring
        ? [{ type: 'Feature', properties: {}, geometry: { type: 'Polygon', coordinates: [[...ring]] } }]
        : [],
    });
  }

  /** Class that the map shows of an area; empty when it shows none. */
  answerOf(id: string): string {
    const source = id.length === 2 ? STATES : MUNICIPALITIES;
    const state = this.map.getFeatureState({ source, sourceLayer: source, id });
    return String((state as Partial<AreaState> | undefined)?.answer ?? '');
  }
}
