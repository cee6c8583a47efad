import { createRequire } from 'node:module';
import { readFile } from 'node:fs/promises';
import type { Feature, FeatureCollection, MultiPolygon, Point, Polygon, Position } from 'geojson';
import polylabel from 'polylabel';
import { feature } from 'topojson-client';
import { presimplify, quantile, simplify } from 'topojson-simplify';
import type { GeometryCollection, Topology } from 'topojson-specification';
import type { Plugin } from 'vite';

type World = Topology<{ countries: GeometryCollection<{ name: string }> }>;
type Country = Feature<Polygon | MultiPolygon, { name: string }>;

/** ISO 3166 numeric codes whose outlines stand beside the municipalities on screen and so keep every vertex. */
const NEAR_MEXICO = new Set([
  '484',
  '840',
  '320',
  '084',
  '340',
  '222',
  '192',
  '558',
  '188',
  '591',
  '388',
  '044',
]);
const ANTARCTICA = '010';
/** Share of the remaining vertices that far countries keep: they are seen at world scale only. */
const FAR_VERTEX_SHARE = 0.3;
/** 0.01° is about 1 km: below a pixel up to zoom 6, where municipalities cover Mexico's own outline. */
const DECIMALS = 2;

export interface Basemap {
  countries: FeatureCollection<Polygon | MultiPolygon, { iso: string }>;
  labels: FeatureCollection<Point, { iso: string; rank: number }>;
}

/** Countries of the world as GeoJSON, made from Natural Earth's 1:50m outlines as packed by `world-atlas`. */
export async function prepareBasemap(): Promise<Basemap> {
  const path = createRequire(import.meta.url).resolve('world-atlas/countries-50m.json');
  const world = JSON.parse(await readFile(path, 'utf8')) as World;
  const full = outlines(world);
  const weighted = presimplify(world);
  const light = outlines(simplify(weighted, quantile(weighted, FAR_VERTEX_SHARE)) as World);
  const shapes = full.map((c, i) => (NEAR_MEXICO.has(String(c.id)) ? c : (light[i] ?? c)));
  return {
    countries: collection(
      shapes
        .filter((c) => c.id !== ANTARCTICA)
        .map((c) => ({ type: 'Feature', properties: { iso: alpha2(c) }, geometry: rounded(c.geometry) })),
    ),
    labels: collection(
      full.filter(hasCode).map((c) => {
        const { rings, area } = largest(c.geometry);
        const [x = 0, y = 0] = polylabel(rings, 0.1);
        return {
          type: 'Feature',
          properties: { iso: alpha2(c), rank: Math.round(-Math.log2(area)) },
          geometry: { type: 'Point', coordinates: [round(x), round(y)] },
        };
      }),
    ),
  };
}

function outlines(world: World): Country[] {
  return feature(world, world.objects.countries).features as Country[];
}

/** Natural Earth draws some disputed territories without a code: they are land, and carry no label here. */
function hasCode(country: Country): boolean {
  return country.id !== undefined && country.id !== ANTARCTICA;
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

function rounded<G extends Polygon | MultiPolygon>(geometry: G): G {
  const text = JSON.stringify(geometry, (_, value: unknown) =>
    typeof value === 'number' ? round(value) : value,
  );
  return JSON.parse(text) as G;
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
