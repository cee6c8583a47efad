import { ApiProblem, isAbort } from './problem';
import type {
  Agreement,
  Answer,
  AnswerIds,
  AnswerMap,
  Citation,
  Collection,
  Health,
  Items,
  Municipality,
  LoadableSource,
  LonLat,
  Neighbour,
  Office,
  Place,
  Question,
  Source,
  TileJson,
} from './contract';
import type { Feature, Point } from 'geojson';

export type Query = Readonly<Record<string, string | number | readonly string[]>>;

export interface RequestOptions {
  signal?: AbortSignal;
}

// One page holds every row of the register that a place can have.
const ALL_ROWS = 1000;

// No page has more.
const MOST_ROWS = 10_000;

// How often a busy server is asked again before the reader is told.
const PATIENCE = 2;

function wait(seconds: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, seconds * 1000);
    signal?.addEventListener('abort', () => {
      clearTimeout(timer);
      reject(new DOMException('given up', 'AbortError'));
    });
  });
}

/** The path under which page and API stand together, without its last slash: empty at the root of a host. */
function besidePage(): string {
  return new URL('.', document.baseURI).pathname.replace(/\/$/, '');
}

/** The API of the Atlas: one method a resource, each with the answer's type. */
export class AtlasApi {
  /** Language in which the server writes its problems. */
  language = 'es';

  constructor(
    private readonly base = besidePage(),
    private readonly fetcher: typeof fetch = (input, init) => fetch(input, init),
  ) {}

  health(options?: RequestOptions): Promise<Health> {
    return this.get('/health', {}, options);
  }

  async collections(options?: RequestOptions): Promise<Collection[]> {
    return (await this.get<{ collections: Collection[] }>('/collections', {}, options)).collections;
  }

  /** Address of a record as a page to read. */
  recordAddress(collection: string, id: string): string {
    return this.address(`/collections/${collection}/items/${encodeURIComponent(id)}`, { f: 'html' });
  }

  collection(id: string, options?: RequestOptions): Promise<Collection> {
    return this.get(`/collections/${id}`, {}, options);
  }

  tiles(id: string, options?: RequestOptions): Promise<TileJson> {
    return this.get(`/collections/${id}/tiles/WebMercatorQuad`, {}, options);
  }

  async questions(options?: RequestOptions): Promise<Question[]> {
    return (await this.get<{ questions: Question[] }>('/questions', {}, options)).questions;
  }

  answer(question: string, query: Query, options?: RequestOptions): Promise<Answer> {
    return this.get(`/questions/${question}`, query, options);
  }

  answerIds(question: string, query: Query, options?: RequestOptions): Promise<AnswerIds> {
    return this.get(`/questions/${question}`, { ...query, f: 'ids' }, options);
  }

  answerMap(question: string, query: Query, options?: RequestOptions): Promise<AnswerMap> {
    return this.get(`/questions/${question}`, { ...query, f: 'map' }, options);
  }

  /** Address of an answer, for whoever wants the data themselves. */
  answerAddress(question: string, query: Query): string {
    return this.address(`/questions/${question}`, query);
  }

  municipality(cvegeo: string, options?: RequestOptions): Promise<Feature<null, Municipality>> {
    // The map has its shape already.
    const query = { skipGeometry: 'true' };
    return this.get(`/collections/municipalities/items/${cvegeo}`, query, options);
  }

  /** A point in each of these municipalities. */
  async municipalityPoints(codes: readonly string[], options?: RequestOptions): Promise<LonLat[]> {
    const query = { cvegeo: codes, skipGeometry: 'true', properties: 'cvegeo,lon,lat', limit: ALL_ROWS };
    const items = await this.get<Items<{ lon: number; lat: number }>>(
      '/collections/municipalities/items',
      query,
      options,
    );
    return items.features.map(({ properties: { lon, lat } }) => [lon, lat]);
  }

  agreements(
    query: { cvegeo: string } | { cve_ent: string; level: 'state' },
    options?: RequestOptions,
  ): Promise<Items<Agreement, Point | null>> {
    return this.get('/collections/agreements/items', { ...query, limit: ALL_ROWS }, options);
  }

  neighbours(cvegeo: string, options?: RequestOptions): Promise<{ neighbours: Neighbour[] }> {
    return this.get(`/municipalities/${cvegeo}/neighbours`, {}, options);
  }

  offices(options?: RequestOptions): Promise<Items<Office, Point | null>> {
    return this.get('/collections/offices/items', { limit: ALL_ROWS }, options);
  }

  sources(query: Query, options?: RequestOptions): Promise<Items<Source, null>> {
    return this.get('/collections/sources/items', query, options);
  }

  /** Of every record of a collection, the source that it cites. */
  async citations(collection: Collection, options?: RequestOptions): Promise<Citation[]> {
    const found: Citation[] = [];
    for (;;) {
      const query = {
        properties: 'source_id,source_title,source_url',
        limit: MOST_ROWS,
        offset: found.length,
        // Only a collection with shapes knows how to leave them out.
        ...(collection.geometry ? { skipGeometry: 'true' } : {}),
      };
      const path = `/collections/${collection.id}/items`;
      const { features, numberMatched } = await this.get<Items<Citation, null>>(path, query, options);
      found.push(...features.map((feature) => feature.properties));
      if (features.length === 0 || found.length >= numberMatched) return found;
    }
  }

  /** ISO codes of the countries where any partner is, each once. */
  async partnerCountries(options?: RequestOptions): Promise<string[]> {
    const places = await this.get<Items<{ country: string | null }>>(
      '/collections/partner_places/items',
      { limit: ALL_ROWS },
      options,
    );
    return [...new Set(places.features.flatMap((f) => f.properties.country ?? []))];
  }

  /** Where everything about a government stands on one page, or in one file. */
  profileAddress(government: string, form: 'html' | 'pdf', language: string): string {
    return this.address(`/profiles/${government}`, { f: form, lang: language });
  }

  async places(text: string, options?: RequestOptions): Promise<Place[]> {
    const { places } = await this.get<{ places: Place[] }>('/places/search', { q: text, limit: 8 }, options);
    return places;
  }

  /** Published sources that this release lacks. */
  async loadable(options?: RequestOptions): Promise<LoadableSource[]> {
    return (await this.get<{ loadable: LoadableSource[] }>('/sources', {}, options)).loadable;
  }

  private address(path: string, query: Query): string {
    const pairs = Object.entries(query).flatMap(([name, value]) =>
      (Array.isArray(value) ? (value as readonly string[]) : [String(value)]).map((v) => [name, v]),
    );
    const text = new URLSearchParams(pairs).toString();
    return this.base + path + (text ? `?${text}` : '');
  }

  /** Asks, and asks a busy server again as long after as it says. */
  private async get<T>(path: string, query: Query, options: RequestOptions = {}): Promise<T> {
    for (let patience = PATIENCE; ; patience--) {
      try {
        return await this.ask<T>(path, query, options);
      } catch (error) {
        if (!(error instanceof ApiProblem) || error.kind !== 'busy' || patience === 0) throw error;
        await wait(error.retryAfter ?? 5, options.signal);
      }
    }
  }

  private async ask<T>(path: string, query: Query, options: RequestOptions): Promise<T> {
    let response: Response;
    try {
      response = await this.fetcher(this.address(path, query), {
        headers: { Accept: 'application/json, application/geo+json', 'Accept-Language': this.language },
        ...options,
      });
    } catch (error) {
      if (isAbort(error)) throw error;
      throw new ApiProblem('unreachable', null, null);
    }
    if (!response.ok) throw await ApiProblem.of(response);
    return (await response.json()) as T;
  }
}
