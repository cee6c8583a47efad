import type { TileJson } from '../api/contract';
import { ApiProblem } from '../api/problem';
import type { Camera } from '../state/address';
import type { Atlas } from '../state/atlas.svelte';
import type { AtlasMap, MapHandlers, Padding } from './atlas-map';

/** What keeps the map, or a part of it, from being drawn. */
export type MapTrouble =
  { kind: 'no_webgl' } | { kind: 'failed'; problem: ApiProblem | null } | { kind: 'layer'; layer: string };

interface Loaded {
  map: AtlasMap | null;
  trouble: MapTrouble | null;
}

/** The map, drawn into its container: the library and what it needs of the API come side by side. */
export async function loadMap(
  atlas: Atlas,
  container: HTMLElement,
  view: { camera: Camera | null; padding: Padding },
  handlers: MapHandlers,
): Promise<Loaded> {
  if (!hasWebGL()) return { map: null, trouble: { kind: 'no_webgl' } };
  try {
    const [library, municipalities, municipalityTiles, stateTiles] = await Promise.all([
      import('./atlas-map'),
      atlas.vocabularies.load('municipalities'),
      atlas.api.tiles('municipalities'),
      withoutProblem(atlas.api.tiles('states')),
    ]);
    const legend = municipalities?.legend;
    if (!legend) {
      const { problem } = atlas.vocabularies.collection('municipalities');
      return { map: null, trouble: { kind: 'failed', problem } };
    }
    const map = new library.AtlasMap(container, { legend, municipalityTiles, stateTiles }, view, handlers);
    return { map, trouble: stateTiles ? null : { kind: 'layer', layer: 'states' } };
  } catch (error) {
    if (error instanceof ApiProblem) return { map: null, trouble: { kind: 'failed', problem: error } };
    // A chunk of the page itself that does not arrive is the network's fault; the rest is ours and must be seen.
    if (error instanceof TypeError && /import/i.test(error.message)) {
      return { map: null, trouble: { kind: 'failed', problem: new ApiProblem('unreachable', null, null) } };
    }
    throw error;
  }
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

function hasWebGL(): boolean {
  return document.createElement('canvas').getContext('webgl2') !== null;
}
