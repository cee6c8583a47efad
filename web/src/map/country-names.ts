import type { FeatureCollection, Point } from 'geojson';

type CountryPoints = FeatureCollection<Point, { iso: string; rank: number }>;
const COUNTRY_POINTS = 'basemap/labels.json';

/** Where the names of countries stand, and how the reader's language calls them. */
export class CountryNames {
  #points: CountryPoints | null = null;
  name: (iso: string) => string = (iso) => iso;

  constructor(private readonly fetcher: typeof fetch = (input, init) => fetch(input, init)) {}

  /** Fetches the points, once; false when they could not be had, and the map goes on without these names. */
  async load(): Promise<boolean> {
    if (this.#points) return true;
    try {
      const response = await this.fetcher(COUNTRY_POINTS);
      if (response.ok) this.#points = (await response.json()) as CountryPoints;
    } catch (error) {
      // No network, or a body that is cut off or is no JSON; any other error is ours and must be seen.
      if (!(error instanceof TypeError || error instanceof SyntaxError)) throw error;
    }
    return this.#points !== null;
  }

  labels(): FeatureCollection<Point> {
    const features = (this.#points?.features ?? []).map((point) => ({
      ...point,
      properties: { ...point.properties, name: this.name(point.properties.iso) },
    }));
    return { type: 'FeatureCollection', features };
  }
}
