import type { Feature, FeatureCollection, Point, Polygon, Position } from 'geojson';
import type { GeoJSONSource, Map as MapLibreMap } from 'maplibre-gl';
import polylabel from 'polylabel';
import { LABEL_MINZOOM, MUNICIPALITIES, MUNICIPALITY_LABELS } from './layers/municipalities';

interface Anchor {
  name: string;
  position: Position;
  /** Of the piece that the anchor stands in, in square degrees. */
  area: number;
}

/** Precision of an anchor in degrees, some 500 m: finer than a letter at the zooms of these labels. */
const PRECISION = 0.005;
/** A piece must be this much larger to take the label over: names should not wander while the map is moved. */
const LARGER = 1.3;

/** One place for each municipality's name, however many tiles it is cut by: where its largest piece is widest. */
export class MunicipalityLabels {
  readonly #anchors = new Map<string, Anchor>();

  constructor(private readonly map: MapLibreMap) {
    map.on('idle', () => this.#place());
  }

  #place(): void {
    if (this.map.getZoom() < LABEL_MINZOOM) return;
    const pieces = this.map.querySourceFeatures(MUNICIPALITIES, { sourceLayer: MUNICIPALITIES });
    if (addAnchors(this.#anchors, pieces)) {
      this.map.getSource<GeoJSONSource>(MUNICIPALITY_LABELS)?.setData(labels(this.#anchors));
    }
  }
}

/** Adds the anchors that pieces of municipalities call for; tells whether there are any new ones. */
export function addAnchors(anchors: Map<string, Anchor>, pieces: readonly Feature[]): boolean {
  let isChanged = false;
  for (const { geometry, properties } of pieces) {
    if (geometry.type !== 'Polygon' && geometry.type !== 'MultiPolygon') continue;
    const { cvegeo, name } = properties as { cvegeo: string; name: string };
    const { rings, area } = largest(
      geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates,
    );
    if (area <= (anchors.get(cvegeo)?.area ?? 0) * LARGER) continue;
    const [lon = 0, lat = 0] = polylabel(rings, PRECISION);
    anchors.set(cvegeo, { name, area, position: [lon, lat] });
    isChanged = true;
  }
  return isChanged;
}

function labels(
  anchors: ReadonlyMap<string, Anchor>,
): FeatureCollection<Point, { name: string; cvegeo: string }> {
  return {
    type: 'FeatureCollection',
    features: [...anchors].map(([cvegeo, { name, position }]) => ({
      type: 'Feature',
      properties: { name, cvegeo },
      geometry: { type: 'Point', coordinates: position },
    })),
  };
}

function largest(polygons: Polygon['coordinates'][]): { rings: Position[][]; area: number } {
  let best = { rings: polygons[0] ?? [], area: 0 };
  for (const rings of polygons) {
    const area = boxArea(rings[0] ?? []);
    if (area > best.area) best = { rings, area };
  }
  return best;
}

/** Area of the box around a ring: enough to tell the main piece from a sliver. */
function boxArea(ring: Position[]): number {
  const lons = ring.map(([lon = 0]) => lon);
  const lats = ring.map(([, lat = 0]) => lat);
  return (Math.max(...lons) - Math.min(...lons)) * (Math.max(...lats) - Math.min(...lats));
}
