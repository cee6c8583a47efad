import type { FeatureCollection, Point } from 'geojson';
import type { FilterSpecification, LayerSpecification, SourceSpecification } from 'maplibre-gl';
import type { PlacedOffice } from '../../api/contract';
import { OFFICE_KINDS } from '../office-symbols';

export const OFFICES = 'offices';

export const officeSource: SourceSpecification = {
  type: 'geojson',
  data: { type: 'FeatureCollection', features: [] },
};

export function officeImage(kind: string): string {
  return `office-${kind}`;
}

const OTHER_IMAGE = officeImage('other');

export const officeLayers: LayerSpecification[] = [
  {
    id: OFFICES,
    type: 'symbol',
    source: OFFICES,
    // On a map of the world they would hide the country that they are about.
    minzoom: 2.8,
    layout: {
      'icon-image': [
        'match',
        ['get', 'kind'],
        [...OFFICE_KINDS],
        ['concat', 'office-', ['get', 'kind']],
        OTHER_IMAGE,
      ],
      'icon-size': ['interpolate', ['linear'], ['zoom'], 3, 0.28, 5, 0.5, 7, 0.8, 9, 1],
      'icon-allow-overlap': true,
      // Names of states and countries matter more than room around a symbol.
      'icon-ignore-placement': true,
      'icon-padding': 0,
    },
  },
];

export interface OfficePoint {
  id: string;
  kind: string;
  name: string;
}

export function officeFeatures(offices: readonly PlacedOffice[]): FeatureCollection<Point, OfficePoint> {
  return {
    type: 'FeatureCollection',
    features: offices.flatMap(({ geometry, properties: { id, kind, name } }) =>
      geometry ? [{ type: 'Feature', properties: { id, kind, name }, geometry }] : [],
    ),
  };
}

export function filterKinds(hidden: readonly string[]): FilterSpecification {
  return ['!', ['in', ['get', 'kind'], ['literal', [...hidden]]]];
}
