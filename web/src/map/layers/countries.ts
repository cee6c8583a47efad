import type { LayerSpecification, SourceSpecification } from 'maplibre-gl';
import { MAP_FONT, PALETTE } from '../palette';

export const COUNTRIES = 'countries';
export const COUNTRY_LABELS = 'country-labels';

export const countrySources: Record<string, SourceSpecification> = {
  [COUNTRIES]: { type: 'geojson', data: 'basemap/countries.json', tolerance: 0.4 },
};

export const countryLabelSource: SourceSpecification = {
  type: 'geojson',
  data: { type: 'FeatureCollection', features: [] },
};

/**
 * Water is the page's own background behind the map, and land has no smoothed edge: either would cost a program of
 * the graphics card more before the first picture.
 */
export const countryLayers: LayerSpecification[] = [
  {
    id: 'land',
    type: 'fill',
    source: COUNTRIES,
    // By feature, though all are alike, so that land shares the municipalities' program.
    paint: { 'fill-color': ['case', ['has', 'iso'], PALETTE.land, PALETTE.land], 'fill-antialias': false },
  },
  {
    id: 'country-lines',
    type: 'line',
    source: COUNTRIES,
    // Mexico's outline is that of its states, which is finer; its borders are also its neighbours'.
    filter: ['!=', ['get', 'iso'], 'MX'],
    paint: {
      'line-color': PALETTE.countryLine,
      'line-width': ['interpolate', ['linear'], ['zoom'], 2, 0.5, 6, 1.2],
    },
  },
];

/** Mexico's own name is left out: the page is about it, and its states carry theirs. */
export const countryLabelLayers: LayerSpecification[] = [
  {
    id: COUNTRY_LABELS,
    type: 'symbol',
    source: COUNTRY_LABELS,
    filter: ['all', ['!=', ['get', 'iso'], 'MX'], ['<=', ['get', 'rank'], ['+', ['*', 2, ['zoom']], -12]]],
    layout: {
      'text-field': ['get', 'name'],
      'text-font': MAP_FONT,
      'text-size': ['interpolate', ['linear'], ['zoom'], 2, 10, 6, 14],
      'text-transform': 'uppercase',
      'text-letter-spacing': 0.12,
      'text-max-width': 7,
      'symbol-sort-key': ['get', 'rank'],
    },
    paint: { 'text-color': PALETTE.mutedInk, 'text-halo-color': PALETTE.halo, 'text-halo-width': 1.2 },
  },
];
