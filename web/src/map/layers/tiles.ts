import type { VectorSourceSpecification } from 'maplibre-gl';
import type { TileJson } from '../../api/contract';

/** Tiles of a collection, its features known by that property. */
export function tileSource(tiles: TileJson, promoteId: string): VectorSourceSpecification {
  return {
    type: 'vector',
    tiles: tiles.tiles,
    minzoom: tiles.minzoom,
    maxzoom: tiles.maxzoom,
    ...(tiles.bounds ? { bounds: tiles.bounds } : {}),
    promoteId,
  };
}
