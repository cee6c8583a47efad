import type { Feature, FeatureCollection, LineString, Point } from 'geojson';
import type { LayerSpecification, SourceSpecification } from 'maplibre-gl';
import type { LonLat, PlacedAgreement } from '../../api/contract';
import { greatCircle } from '../arcs';
import { MAP_FONT, PALETTE } from '../palette';

export const PARTNERS = 'partners';

export const partnerSource: SourceSpecification = {
  type: 'geojson',
  data: { type: 'FeatureCollection', features: [] },
};

/** Lines lie under the lettering, and the places that they lead to above it. */
export const partnerLineLayers: LayerSpecification[] = [
  {
    id: 'partner-line-casing',
    type: 'line',
    source: PARTNERS,
    filter: ['==', ['geometry-type'], 'LineString'],
    layout: { 'line-cap': 'round' },
    paint: { 'line-color': '#ffffff', 'line-width': 4, 'line-opacity': 0.75 },
  },
  {
    id: 'partner-lines',
    type: 'line',
    source: PARTNERS,
    filter: ['==', ['geometry-type'], 'LineString'],
    layout: { 'line-cap': 'round' },
    paint: { 'line-color': PALETTE.partner, 'line-width': 1.8 },
  },
];

export const partnerPointLayers: LayerSpecification[] = [
  {
    id: 'partner-points',
    type: 'circle',
    source: PARTNERS,
    filter: ['==', ['geometry-type'], 'Point'],
    paint: {
      'circle-radius': 5,
      'circle-color': PALETTE.partner,
      'circle-stroke-color': '#ffffff',
      'circle-stroke-width': 1.6,
    },
  },
  {
    id: 'partner-labels',
    type: 'symbol',
    source: PARTNERS,
    filter: ['==', ['geometry-type'], 'Point'],
    layout: {
      'text-field': ['get', 'name'],
      'text-font': MAP_FONT,
      'text-size': 12,
      'text-variable-anchor': ['left', 'right', 'top', 'bottom'],
      'text-radial-offset': 0.8,
      'text-justify': 'auto',
      'text-max-width': 10,
    },
    paint: { 'text-color': PALETTE.partner, 'text-halo-color': '#ffffff', 'text-halo-width': 1.6 },
  },
];

/** Great-circle lines from a municipality to each of its placed partners abroad, one a partner, and their points. */
export function partnerFeatures(
  from: LonLat,
  agreements: readonly PlacedAgreement[],
): FeatureCollection<LineString | Point, { name: string }> {
  const features = new Map<string, Feature<LineString | Point, { name: string }>[]>();
  for (const { geometry, properties } of agreements) {
    if (!geometry || properties.scope !== 'international') continue;
    const key = properties.partner_id ?? properties.id;
    if (features.has(key)) continue;
    const arc = greatCircle(from, geometry.coordinates as LonLat);
    const name = { name: properties.partner_name };
    features.set(key, [
      { type: 'Feature', properties: name, geometry: { type: 'LineString', coordinates: arc } },
      { type: 'Feature', properties: name, geometry: { type: 'Point', coordinates: arc.at(-1) ?? from } },
    ]);
  }
  return { type: 'FeatureCollection', features: [...features.values()].flat() };
}
