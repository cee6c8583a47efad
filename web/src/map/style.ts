import type { LayerSpecification, SourceSpecification, StyleSpecification } from 'maplibre-gl';
import type { Legend, TileJson } from '../api/contract';
import {
  COUNTRY_LABELS,
  countryLabelLayers,
  countryLabelSource,
  countryLayers,
  countrySources,
} from './layers/countries';
import {
  MUNICIPALITY_LABELS,
  municipalityLabelLayers,
  municipalityLabelSource,
  municipalityLayers,
  municipalitySource,
  MUNICIPALITIES,
  selectionLayers,
} from './layers/municipalities';
import { OFFICES, officeLayers, officeSource } from './layers/offices';
import { partnerLineLayers, partnerPointLayers, PARTNERS, partnerSource } from './layers/partners';
import {
  stateLabelLayers,
  stateLabelSource,
  stateLayers,
  STATE_LABELS,
  STATES,
  stateSource,
} from './layers/states';

export interface MapData {
  legend: Legend;
  municipalityTiles: TileJson;
  /** Null when the layer of states could not be had: the map then does without its lines. */
  stateTiles: TileJson | null;
}

/**
 * What stands on screen first: ground, municipalities, states' lines. It names no other host, fonts or sprite.
 * Lettering and points follow in `overlays`: each kind of drawing costs the graphics card a program to compile.
 */
export function mapStyle(data: MapData): StyleSpecification {
  const sources: Record<string, SourceSpecification> = {
    ...countrySources,
    [MUNICIPALITIES]: municipalitySource(data.municipalityTiles),
  };
  if (data.stateTiles) sources[STATES] = stateSource(data.stateTiles);
  const layers: LayerSpecification[] = [
    ...countryLayers,
    ...municipalityLayers(data.legend),
    ...(data.stateTiles ? stateLayers : []),
    // Nothing is selected yet; added later, these would have every tile read anew.
    ...selectionLayers,
  ];
  return { version: 8, sources, layers };
}

/** What is drawn over the first picture: names, points and the lines to partners. */
export const overlays: { sources: Record<string, SourceSpecification>; layers: LayerSpecification[] } = {
  sources: {
    [COUNTRY_LABELS]: countryLabelSource,
    [STATE_LABELS]: stateLabelSource,
    [MUNICIPALITY_LABELS]: municipalityLabelSource,
    [PARTNERS]: partnerSource,
    [OFFICES]: officeSource,
  },
  layers: [
    ...partnerLineLayers,
    ...countryLabelLayers,
    ...municipalityLabelLayers,
    ...stateLabelLayers,
    ...officeLayers,
    ...partnerPointLayers,
  ],
};
