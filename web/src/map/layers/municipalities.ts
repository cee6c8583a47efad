import type { LayerSpecification, SourceSpecification, VectorSourceSpecification } from 'maplibre-gl';
import type { Legend, TileJson } from '../../api/contract';
import { fillColor, hatchFilter, hatchOpacity } from '../choropleth';
import { MAP_FONT, PALETTE } from '../palette';
import { tileSource } from './tiles';

export const MUNICIPALITIES = 'municipalities';
export const MUNICIPALITY_FILL = 'municipality-fill';
export const SELECTED_LAYERS = ['municipality-selected-casing', 'municipality-selected'];
export const MUNICIPALITY_LABELS = 'municipality-labels';
export const LABEL_MINZOOM = 7.5;
export const HATCH_IMAGE = 'hatch';

export const municipalitySource = (tiles: TileJson): VectorSourceSpecification => tileSource(tiles, 'cvegeo');

const base = { source: MUNICIPALITIES, 'source-layer': MUNICIPALITIES } as const;

export function municipalityLayers(legend: Legend): LayerSpecification[] {
  return [
    {
      id: MUNICIPALITY_FILL,
      type: 'fill',
      ...base,
      // The outlines below are drawn anyway: smoothing each polygon's edge as well would draw them twice.
      paint: { 'fill-color': fillColor(legend), 'fill-antialias': false },
    },
    {
      id: 'municipality-hatch',
      type: 'fill',
      ...base,
      filter: hatchFilter(legend),
      paint: { 'fill-pattern': HATCH_IMAGE, 'fill-opacity': hatchOpacity(), 'fill-antialias': false },
    },
    {
      id: 'municipality-lines',
      type: 'line',
      ...base,
      paint: {
        'line-color': [
          'case',
          ['boolean', ['feature-state', 'hover'], false],
          PALETTE.selected,
          PALETTE.municipalityLine,
        ],
        'line-opacity': ['interpolate', ['linear'], ['zoom'], 3, 0.15, 5, 0.45, 8, 0.9],
        'line-width': [
          'interpolate',
          ['linear'],
          ['zoom'],
          4,
          ['case', ['boolean', ['feature-state', 'hover'], false], 2.5, 0.4],
          9,
          ['case', ['boolean', ['feature-state', 'hover'], false], 3, 1],
        ],
      },
    },
  ];
}

/** Outline of the selected municipality, above everything of its kind; `filterSelected` says which. */
export const selectionLayers: LayerSpecification[] = [
  {
    id: 'municipality-selected-casing',
    type: 'line',
    ...base,
    filter: filterSelected(null),
    layout: { 'line-join': 'round' },
    paint: { 'line-color': '#ffffff', 'line-width': 5 },
  },
  {
    id: 'municipality-selected',
    type: 'line',
    ...base,
    filter: filterSelected(null),
    layout: { 'line-join': 'round' },
    paint: { 'line-color': PALETTE.selected, 'line-width': 2.4 },
  },
];

export function filterSelected(cvegeo: string | null): ['==', ['get', string], string] {
  return ['==', ['get', 'cvegeo'], cvegeo ?? ''];
}

export const municipalityLabelSource: SourceSpecification = {
  type: 'geojson',
  data: { type: 'FeatureCollection', features: [] },
};

export const municipalityLabelLayers: LayerSpecification[] = [
  {
    id: MUNICIPALITY_LABELS,
    type: 'symbol',
    source: MUNICIPALITY_LABELS,
    minzoom: LABEL_MINZOOM,
    layout: {
      'text-field': ['get', 'name'],
      'text-font': MAP_FONT,
      'text-size': ['interpolate', ['linear'], ['zoom'], 8, 10.5, 11, 14],
      'text-max-width': 8,
      'text-padding': 6,
    },
    paint: { 'text-color': PALETTE.ink, 'text-halo-color': PALETTE.halo, 'text-halo-width': 1.4 },
  },
];
