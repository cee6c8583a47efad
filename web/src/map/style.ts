import type { LayerSpecification, SourceSpecification, StyleSpecification } from 'maplibre-gl';
import type { Legend, TileJson } from '../api/contract';
import { countryLabelLayers, countryLayers, countrySources } from './layers/countries';
import {
  municipalityLabelLayers,
  municipalityLayers,
  municipalitySource,
  MUNICIPALITIES,
  selectionLayers,
} from './layers/municipalities';
import { OFFICES, officeLayers, officeSource } from './layers/offices';
import { partnerLayers, PARTNERS, partnerSource } from './layers/partners';
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

/** The whole style of the map, from ground to lettering. It names no other host, no fonts and no sprite. */
export function mapStyle(data: MapData): StyleSpecification {
  const sources: Record<string, SourceSpecification> = {
    ...countrySources,
    [MUNICIPALITIES]: municipalitySource(data.municipalityTiles),
    [STATE_LABELS]: stateLabelSource,
    [PARTNERS]: partnerSource,
    [OFFICES]: officeSource,
  };
  if (data.stateTiles) sources[STATES] = stateSource(data.stateTiles);
  const layers: LayerSpecification[] = [
    ...countryLayers,
    ...municipalityLayers(data.legend),
    ...(data.stateTiles ? stateLayers : []),
    ...selectionLayers,
    ...countryLabelLayers,
    ...municipalityLabelLayers,
    ...stateLabelLayers,
    ...officeLayers,
    ...partnerLayers,
  ];
  return { version: 8, sources, layers };
}
