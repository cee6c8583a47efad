import type { LonLat } from '../api/contract';

/** Corners of a polygon without holes, the first repeated at the end. */
export type Ring = readonly LonLat[];

const NUMBER = String.raw`[-+]?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?`;
const WKT = new RegExp(String.raw`^\s*POLYGON\s*\(\(\s*((?:${NUMBER}\s+${NUMBER}\s*,?\s*)+)\)\)\s*$`, 'i');

/** The ring of a polygon written as WKT or GeoJSON (geometry or feature); null when the text is no such thing. */
export function ringOf(text: string): Ring | null {
  const corners = text.trim().startsWith('{') ? ofGeoJson(text) : ofWkt(text);
  const isWhole = corners?.every(
    (corner) => corner.length === 2 && Math.abs(corner[0]) <= 180 && Math.abs(corner[1]) <= 90,
  );
  if (!corners || !isWhole) return null;
  const closed = isClosed(corners) ? corners : [...corners, corners[0] as LonLat];
  return closed.length >= 4 ? closed : null;
}

/** The polygon as WKT with four decimals, some ten metres: short enough for an address. */
export function wktOf(ring: Ring): string {
  return `POLYGON((${ring.map(([lon, lat]) => `${rounded(lon)} ${rounded(lat)}`).join(', ')}))`;
}

function rounded(degrees: number): number {
  return Math.round(degrees * 1e4) / 1e4;
}

function isClosed(corners: Ring): boolean {
  const [first, last] = [corners[0], corners.at(-1)];
  return first !== undefined && last !== undefined && first[0] === last[0] && first[1] === last[1];
}

function ofWkt(text: string): LonLat[] | null {
  const inside = WKT.exec(text)?.[1];
  return inside ? inside.split(',').map((pair) => pair.trim().split(/\s+/).map(Number) as LonLat) : null;
}

function ofGeoJson(text: string): LonLat[] | null {
  try {
    const parsed = JSON.parse(text) as { geometry?: unknown };
    const { type, coordinates } = (parsed.geometry ?? parsed) as { type?: string; coordinates?: LonLat[][] };
    return type === 'Polygon' ? (coordinates?.[0]?.map(([lon, lat]) => [lon, lat] as LonLat) ?? null) : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
