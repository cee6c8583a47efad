/** What an answer draws besides the colours of municipalities: states, and features of its own. */
import type { Feature, FeatureCollection } from 'geojson';
import type { ExpressionSpecification, LayerSpecification, SourceSpecification } from 'maplibre-gl';
import { MAP_FONT, PALETTE } from '../palette';
import { STATES } from './states';

export const ANSWER_FEATURES = 'answer-features';
export const ASKED_AREA = 'asked-area';
export const STATE_FILL = 'answer-state-fill';
export const STATE_FILL_LAYERS = [STATE_FILL, 'answer-state-lines'];
/** Layers whose features answer the cursor, the topmost kind first. */
export const FEATURE_LAYERS = ['answer-points', 'answer-lines', 'answer-areas'];

const EMPTY: SourceSpecification = { type: 'geojson', data: { type: 'FeatureCollection', features: [] } };
export const answerFeatureSource: SourceSpecification = { ...EMPTY, promoteId: 'feature' };
export const askedAreaSource: SourceSpecification = EMPTY;

const states = { source: STATES, 'source-layer': STATES } as const;
const hovered: ExpressionSpecification = ['boolean', ['feature-state', 'hover'], false];

/** States in the colours of an answer, over the municipalities: added when an answer first speaks of states. */
export const stateFillLayers: LayerSpecification[] = [
  {
    id: STATE_FILL,
    type: 'fill',
    ...states,
    paint: {
      'fill-color': ['to-color', ['to-string', ['feature-state', 'fill']], PALETTE.land],
      'fill-antialias': false,
    },
  },
  {
    id: 'answer-state-lines',
    type: 'line',
    ...states,
    paint: { 'line-color': PALETTE.selected, 'line-width': ['case', hovered, 2.5, 0] },
  },
];

const isPolygon: ExpressionSpecification = [
  'in',
  ['geometry-type'],
  ['literal', ['Polygon', 'MultiPolygon']],
];
const isLine: ExpressionSpecification = [
  'in',
  ['geometry-type'],
  ['literal', ['LineString', 'MultiLineString']],
];
const isPoint: ExpressionSpecification = ['in', ['geometry-type'], ['literal', ['Point', 'MultiPoint']]];
const color: ExpressionSpecification = ['to-color', ['get', 'color'], PALETTE.partner];

export const answerFeatureLayers: LayerSpecification[] = [
  {
    id: 'answer-areas',
    type: 'fill',
    source: ANSWER_FEATURES,
    filter: isPolygon,
    paint: { 'fill-color': color, 'fill-opacity': ['case', hovered, 0.55, 0.3] },
  },
  {
    id: 'answer-outlines',
    type: 'line',
    source: ANSWER_FEATURES,
    filter: isPolygon,
    paint: { 'line-color': color, 'line-width': ['case', hovered, 3, 1.4] },
  },
  {
    id: 'answer-lines',
    type: 'line',
    source: ANSWER_FEATURES,
    filter: isLine,
    layout: { 'line-cap': 'round' },
    paint: { 'line-color': color, 'line-width': ['case', hovered, 3.5, 1.4], 'line-opacity': 0.75 },
  },
  {
    id: 'answer-points',
    type: 'circle',
    source: ANSWER_FEATURES,
    filter: isPoint,
    paint: {
      'circle-radius': ['case', hovered, 8, 5],
      'circle-color': color,
      'circle-stroke-color': '#ffffff',
      'circle-stroke-width': 1.4,
    },
  },
  {
    id: 'answer-labels',
    type: 'symbol',
    source: ANSWER_FEATURES,
    filter: ['all', isPoint, ['has', 'label']],
    layout: {
      'text-field': ['get', 'label'],
      'text-font': MAP_FONT,
      'text-size': 11.5,
      'text-variable-anchor': ['left', 'right', 'top', 'bottom'],
      'text-radial-offset': 0.8,
      'text-justify': 'auto',
      'text-max-width': 10,
    },
    paint: { 'text-color': PALETTE.ink, 'text-halo-color': '#ffffff', 'text-halo-width': 1.5 },
  },
];

/** The polygon that a question is limited to, outlined. */
export const askedAreaLayers: LayerSpecification[] = [
  {
    id: ASKED_AREA,
    type: 'line',
    source: ASKED_AREA,
    layout: { 'line-join': 'round' },
    paint: { 'line-color': PALETTE.selected, 'line-width': 2.2, 'line-dasharray': [2, 1.5] },
  },
];

/** Name of a feature in a language: `label_es`, `name_es`, `label` or `name`, whichever it has. */
export function featureLabel(feature: Feature, language: 'es' | 'en'): string | null {
  const properties = feature.properties ?? {};
  for (const name of [`label_${language}`, `name_${language}`, 'label', 'name', 'title']) {
    const value: unknown = properties[name];
    if (typeof value === 'string' && value) return value;
  }
  return null;
}

/** Key of a feature, as rows of the answer name it; its number in the answer where it has none. */
export function featureId(feature: Feature, index: number, column: string | null): string {
  const properties = feature.properties ?? {};
  const named: unknown =
    (column ? properties[column] : null) ?? properties['key'] ?? properties['id'] ?? feature.id;
  return typeof named === 'string' || typeof named === 'number' ? String(named) : `feature-${index}`;
}

/** Features as they are drawn: each with its key, the colour of its class and its name in the reader's language. */
export function drawnFeatures(
  features: readonly Feature[],
  colors: ReadonlyMap<string, string>,
  language: 'es' | 'en',
  column: string | null,
): FeatureCollection {
  return {
    type: 'FeatureCollection',
    features: features
      .filter((feature) => feature.geometry)
      .map((feature, index) => ({
        type: 'Feature',
        geometry: feature.geometry,
        properties: {
          feature: featureId(feature, index, column),
          class: String(feature.properties?.['class'] ?? ''),
          color: colors.get(String(feature.properties?.['class'] ?? '')) ?? PALETTE.partner,
          label: featureLabel(feature, language) ?? '',
        },
      })),
  };
}
