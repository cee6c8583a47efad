import { createRequire } from 'node:module';
import { readFile } from 'node:fs/promises';
import type { Feature, FeatureCollection, MultiPolygon, Point, Polygon, Position } from 'geojson';
import polylabel from 'polylabel';
import { feature } from 'topojson-client';
import { filter, filterWeight, presimplify, simplify } from 'topojson-simplify';
import type { GeometryCollection, Topology } from 'topojson-specification';
import type { Plugin } from 'vite';

type World = Topology<{ countries: GeometryCollection<{ name: string }> }>;
type Country = Feature<Polygon | MultiPolygon, { name: string }>;

const ANTARCTICA = '010';
/**
 * Around Mexico the outlines stand beside municipalities on screen and keep their detail; elsewhere they are seen
 * at the scale of continents. Square degrees of the smallest triangle that a vertex may stand for.
 */
const NEAR_MEXICO = { west: -119, south: 12.5, east: -84.5, north: 34 };
const SMALLEST_NEAR = 0.00002;
const SMALLEST_FAR = 0.04;
/** 0.001° is about 100 m: a pixel at zoom 10. */
const DECIMALS = 3;

export interface Basemap {
  countries: FeatureCollection<Polygon | MultiPolygon, { iso: string }>;
  labels: FeatureCollection<Point, { iso: string; rank: number }>;
}

/** Countries of the world as GeoJSON, made from Natural Earth's 1:10m outlines as packed by `world-atlas`. */
export async function prepareBasemap(): Promise<Basemap> {
  const path = createRequire(import.meta.url).resolve('world-atlas/countries-10m.json');
  const world = generalised(JSON.parse(await readFile(path, 'utf8')) as World);
  const countries = (feature(world, world.objects.countries).features as Country[]).filter(
    ({ id }) => id !== ANTARCTICA,
  );
  return {
    countries: collection(
      countries.map((country) => ({
        type: 'Feature',
        properties: { iso: alpha2(country) },
        geometry: drawable(country.geometry),
      })),
    ),
    labels: collection(
      countries.filter(hasCode).map((country) => {
        const { rings, area } = largest(country.geometry);
        const [x = 0, y = 0] = polylabel(rings, 0.1);
        return {
          type: 'Feature',
          properties: { iso: alpha2(country), rank: Math.round(-Math.log2(area)) },
          geometry: { type: 'Point', coordinates: [round(x), round(y)] },
        };
      }),
    ),
  };
}

/** The same borders with fewer vertices; what two countries share, they still share. */
function generalised(world: World): World {
  const weighted = presimplify(world);
  for (const vertex of weighted.arcs.flat() as [number, number, number][]) {
    // Any weight above the far limit keeps the vertex.
    if (isNearMexico(vertex) && vertex[2] >= SMALLEST_NEAR) vertex[2] = Infinity;
  }
  const kept = simplify(weighted, SMALLEST_FAR);
  return filter(kept, filterWeight(kept, SMALLEST_FAR)) as World;
}

function isNearMexico([lon, lat]: readonly [number, number, number]): boolean {
  return (
    lon > NEAR_MEXICO.west && lon < NEAR_MEXICO.east && lat > NEAR_MEXICO.south && lat < NEAR_MEXICO.north
  );
}

/** Natural Earth draws some disputed territories without a code: they are land, and carry no label here. */
function hasCode(country: Country): boolean {
  return country.id !== undefined;
}

/** ISO 3166 alpha-2 from the numeric code: what `Intl.DisplayNames` names in any language. */
function alpha2(country: Country): string {
  return country.id === undefined
    ? ''
    : (new Intl.Locale(`und-${String(country.id)}`).maximize().region ?? '');
}

function largest(geometry: Polygon | MultiPolygon): { rings: Position[][]; area: number } {
  const polygons = geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates;
  let best = { rings: polygons[0] ?? [], area: 0 };
  for (const rings of polygons) {
    const area = Math.abs(ringArea(rings[0] ?? []));
    if (area > best.area) best = { rings, area };
  }
  return best;
}

/** Area in square degrees, by the shoelace formula: only ranks labels. */
function ringArea(ring: Position[]): number {
  return (
    ring.reduce((sum, [x = 0, y = 0], i) => {
      const [nextX = 0, nextY = 0] = ring[(i + 1) % ring.length] ?? [];
      return sum + x * nextY - nextX * y;
    }, 0) / 2
  );
}

function round(value: number): number {
  return Number(value.toFixed(DECIMALS));
}

/** The outline as a plane map can draw it: rounded, and running on past ±180° instead of jumping across the map. */
function drawable(geometry: Polygon | MultiPolygon): Polygon | MultiPolygon {
  const polygon = (rings: Position[][]): Position[][] => rings.map(unwrapped);
  return geometry.type === 'Polygon'
    ? { type: 'Polygon', coordinates: polygon(geometry.coordinates) }
    : { type: 'MultiPolygon', coordinates: geometry.coordinates.map(polygon) };
}

function unwrapped(ring: Position[]): Position[] {
  let previous = ring[0]?.[0] ?? 0;
  return ring.map(([lon = 0, lat = 0]) => {
    previous = lon + 360 * Math.round((previous - lon) / 360);
    return [round(previous), round(lat)];
  });
}

function collection<F extends Feature>(features: F[]): { type: 'FeatureCollection'; features: F[] } {
  return { type: 'FeatureCollection', features };
}

/** Serves `/basemap/*.json` in development and writes them into the build. */
export function basemap(): Plugin {
  let files: Promise<Record<string, string>> | undefined;
  const prepared = (): Promise<Record<string, string>> =>
    (files ??= prepareBasemap().then(({ countries, labels }) => ({
      'basemap/countries.json': JSON.stringify(countries),
      'basemap/labels.json': JSON.stringify(labels),
    })));
  return {
    name: 'atlas-basemap',
    configureServer(server) {
      server.middlewares.use((request, response, next) => {
        const name = (request.url ?? '').slice(1);
        if (!name.startsWith('basemap/')) return next();
        prepared().then((all) => {
          response.setHeader('content-type', 'application/json');
          response.end(all[name] ?? '');
        }, next);
      });
    },
    async generateBundle() {
      for (const [fileName, source] of Object.entries(await prepared())) {
        this.emitFile({ type: 'asset', fileName, source });
      }
    },
  };
}
