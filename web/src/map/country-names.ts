import type { FeatureCollection, Point } from 'geojson';

type CountryPoints = FeatureCollection<Point, { iso: string; rank: number }>;
const COUNTRY_POINTS = 'basemap/labels.json';

/** Where the names of countries stand, and how the reader's language calls them. */
export class CountryNames {
  #points: CountryPoints | null = null;
  name: (iso: string) => string = (iso) => iso;

  /** Fetches the points, once; false when they could not be had. */
  async load(): Promise<boolean> {
    if (this.#points) return true;
    const response = await fetch(COUNTRY_POINTS);
    if (response.ok) this.#points = (await response.json()) as CountryPoints;
    return response.ok;
  }

  labels(): FeatureCollection<Point> {
    const features = (this.#points?.features ?? []).map((point) => ({
      ...point,
      properties: { ...point.properties, name: this.name(point.properties.iso) },
    }));
    return { type: 'FeatureCollection', features };
  }
}
