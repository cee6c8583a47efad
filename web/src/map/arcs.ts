import type { LonLat } from '../api/contract';

const RADIANS = Math.PI / 180;

/**
 * The shortest way over the globe from one point to another, as positions in degrees. Longitudes run on past
 * ±180° instead of jumping, so that a line to Asia crosses the Pacific in one piece.
 */
export function greatCircle(from: LonLat, to: LonLat, segments = 64): LonLat[] {
  const a = unitVector(from);
  const b = unitVector(to);
  const angle = Math.acos(Math.min(1, Math.max(-1, dot(a, b))));
  if (angle < 1e-9) return [from, from];
  const positions: LonLat[] = [];
  let previous = from[0];
  for (let i = 0; i <= segments; i++) {
    const share = i / segments;
    const wa = Math.sin((1 - share) * angle) / Math.sin(angle);
    const wb = Math.sin(share * angle) / Math.sin(angle);
    const [x, y, z] = [wa * a[0] + wb * b[0], wa * a[1] + wb * b[1], wa * a[2] + wb * b[2]];
    const lon = unwrap(Math.atan2(y, x) / RADIANS, previous);
    positions.push([lon, Math.atan2(z, Math.hypot(x, y)) / RADIANS]);
    previous = lon;
  }
  return positions;
}

type Vector = readonly [number, number, number];

function unitVector([lon, lat]: LonLat): Vector {
  const [phi, lambda] = [lat * RADIANS, lon * RADIANS];
  return [Math.cos(phi) * Math.cos(lambda), Math.cos(phi) * Math.sin(lambda), Math.sin(phi)];
}

function dot(a: Vector, b: Vector): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

function unwrap(lon: number, previous: number): number {
  return lon + 360 * Math.round((previous - lon) / 360);
}
