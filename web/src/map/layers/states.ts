import type { FeatureCollection, Point } from 'geojson';
import type { LayerSpecification, SourceSpecification, VectorSourceSpecification } from 'maplibre-gl';
import type { TileJson } from '../../api/contract';
import { MAP_FONT, PALETTE } from '../palette';
import { tileSource } from './tiles';

export const STATES = 'states';
export const STATE_LABELS = 'state-labels';

export const stateSource = (tiles: TileJson): VectorSourceSpecification => tileSource(tiles, 'cve_ent');

export const stateLabelSource: SourceSpecification = {
  type: 'geojson',
  data: { type: 'FeatureCollection', features: [] },
};

export const stateLayers: LayerSpecification[] = [
  {
    id: 'state-lines',
    type: 'line',
    source: STATES,
    'source-layer': STATES,
    paint: {
      'line-color': PALETTE.stateLine,
      'line-width': ['interpolate', ['linear'], ['zoom'], 3, 0.5, 5, 0.9, 9, 2],
      'line-opacity': 0.85,
    },
  },
];

export const stateLabelLayers: LayerSpecification[] = [
  {
    id: STATE_LABELS,
    type: 'symbol',
    source: STATE_LABELS,
    minzoom: 4.2,
    maxzoom: 8,
    layout: {
      'text-field': ['get', 'name'],
      'text-font': MAP_FONT,
      'text-size': ['interpolate', ['linear'], ['zoom'], 4, 10.5, 8, 16],
      'text-max-width': 7,
      'text-padding': 4,
    },
    paint: { 'text-color': PALETTE.ink, 'text-halo-color': PALETTE.halo, 'text-halo-width': 1.6 },
  },
];

/**
 * Where each state's name stands, placed by eye where there is room for it on the national map: vector tiles
 * would repeat a label on each side of a tile's edge.
 */
const LABEL_POSITIONS: Readonly<Record<string, readonly [lon: number, lat: number]>> = {
  '01': [-102.36, 22.0],
  '02': [-115.1, 30.6],
  '03': [-112.0, 25.9],
  '04': [-90.4, 18.9],
  '05': [-102.0, 27.3],
  '06': [-103.9, 19.1],
  '07': [-92.5, 16.5],
  '08': [-106.4, 28.8],
  '09': [-99.14, 19.3],
  '10': [-104.9, 24.9],
  '11': [-101.0, 20.9],
  '12': [-99.9, 17.6],
  '13': [-98.9, 20.5],
  '14': [-103.6, 20.5],
  '15': [-99.65, 19.4],
  '16': [-101.9, 19.2],
  '17': [-99.05, 18.75],
  '18': [-104.85, 21.8],
  '19': [-99.9, 25.6],
  '20': [-96.5, 17.0],
  '21': [-97.9, 18.9],
  '22': [-99.85, 20.85],
  '23': [-88.3, 19.6],
  '24': [-100.4, 22.6],
  '25': [-107.4, 24.9],
  '26': [-110.7, 29.7],
  '27': [-92.7, 17.95],
  '28': [-98.6, 24.3],
  '29': [-98.17, 19.43],
  '30': [-96.4, 19.4],
  '31': [-89.0, 20.7],
  '32': [-102.7, 23.3],
};

/** Labels of the states by code; a state without a position here goes unlabelled, and a test looks for one. */
export function stateLabels(
  names: Readonly<Record<string, string>>,
): FeatureCollection<Point, { name: string }> {
  return {
    type: 'FeatureCollection',
    features: Object.entries(names).flatMap(([code, name]) => {
      const position = LABEL_POSITIONS[code];
      if (!position) return [];
      return [
        { type: 'Feature', properties: { name }, geometry: { type: 'Point', coordinates: [...position] } },
      ];
    }),
  };
}
