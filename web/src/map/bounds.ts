import type { Geometry } from 'geojson';
import type { Bounds, LonLat } from '../api/contract';

/** Every position of a geometry, in no order that matters. */
export function positionsOf(geometry: Geometry | null): LonLat[] {
  if (!geometry) return [];
  if (geometry.type === 'GeometryCollection') return geometry.geometries.flatMap(positionsOf);
  return flattened(geometry.coordinates);
}

function flattened(coordinates: unknown): LonLat[] {
  if (!Array.isArray(coordinates)) return [];
  const parts = coordinates as unknown[];
  return typeof parts[0] === 'number' ? [[parts[0], Number(parts[1])]] : parts.flatMap(flattened);
}

/** West, south, east and north of positions. */
export function boundsOf(positions: readonly LonLat[]): Bounds {
  const bounds: Bounds = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [lon, lat] of positions) {
    bounds[0] = Math.min(bounds[0], lon);
    bounds[1] = Math.min(bounds[1], lat);
    bounds[2] = Math.max(bounds[2], lon);
    bounds[3] = Math.max(bounds[3], lat);
  }
  return bounds;
}
