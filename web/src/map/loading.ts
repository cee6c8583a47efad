import type { TileJson } from '../api/contract';
import { ApiProblem } from '../api/problem';
import type { Camera } from '../state/address';
import type { Atlas } from '../state/atlas.svelte';
import type { AtlasMap, MapHandlers, Padding } from './atlas-map';
import type { MapData } from './style';

/** What keeps the map, or a part of it, from being drawn. */
export type MapTrouble =
  { kind: 'no_webgl' } | { kind: 'failed'; problem: ApiProblem | null } | { kind: 'layer'; layer: string };

interface Loaded {
  map: AtlasMap | null;
  trouble: MapTrouble | null;
}

export interface MapRequest {
  library: Promise<typeof import('./atlas-map')>;
  data: Promise<MapData | ApiProblem | null>;
}

/** Asks for the library and for what it needs of the API, side by side and as early as the page can. */
export function requestMap(atlas: Atlas): MapRequest {
  return { library: import('./atlas-map'), data: requestData(atlas) };
}

async function requestData(atlas: Atlas): Promise<MapData | ApiProblem | null> {
  try {
    const [municipalities, municipalityTiles, stateTiles] = await Promise.all([
      atlas.vocabularies.load('municipalities'),
      atlas.api.tiles('municipalities'),
      withoutProblem(atlas.api.tiles('states')),
    ]);
    const legend = municipalities?.legend;
    if (!legend) return atlas.vocabularies.collection('municipalities').problem;
    return { legend, municipalityTiles, stateTiles };
  } catch (error) {
    if (error instanceof ApiProblem) return error;
    throw error;
  }
}

/** The map, drawn into its container, or what keeps it from being drawn. */
export async function drawMap(
  request: MapRequest,
  container: HTMLElement,
  view: { camera: Camera | null; padding: Padding },
  handlers: MapHandlers,
): Promise<Loaded> {
  const data = await request.data;
  if (data === null || data instanceof ApiProblem) return failed(data);
  try {
    const { AtlasMap } = await request.library;
    const map = new AtlasMap(container, data, view, handlers);
    return { map, trouble: data.stateTiles ? null : { kind: 'layer', layer: 'states' } };
  } catch (error) {
    if (error instanceof Error && error.name === 'GPUInitializationError') {
      return { map: null, trouble: { kind: 'no_webgl' } };
    }
    // A part of the page that does not arrive is the network's fault; any other error is ours and must be seen.
    if (error instanceof TypeError && /import/i.test(error.message)) {
      return failed(new ApiProblem('unreachable', null, null));
    }
    throw error;
  }
}

function failed(problem: ApiProblem | null): Loaded {
  return { map: null, trouble: { kind: 'failed', problem } };
}

/** The states' lines are worth having, and the map is of use without them. */
async function withoutProblem(tiles: Promise<TileJson>): Promise<TileJson | null> {
  try {
    return await tiles;
  } catch (error) {
    if (error instanceof ApiProblem) return null;
    throw error;
  }
}
