import type { AtlasApi, RequestOptions } from '../api/client';
import type { Citation, Collection } from '../api/contract';

export interface CitedSource {
  id: string;
  title: string;
  url: string | null;
  /** Records of the answer's collections that cite it. */
  records: number;
}

export interface AnswerSources {
  cited: readonly CitedSource[];
  /** Collections whose records cite no source of their own: each is one publication. */
  publications: readonly Collection[];
}

/** What stands behind the collections that an answer was computed from. */
export async function sourcesOf(
  api: AtlasApi,
  collections: readonly Collection[],
  options?: RequestOptions,
): Promise<AnswerSources> {
  const cites = (collection: Collection): boolean =>
    collection.fields.some(({ name }) => name === 'source_id');
  const records = await Promise.all(
    collections.filter(cites).map((collection) => api.citations(collection, options)),
  );
  return {
    cited: counted(records.flat()),
    publications: collections.filter((collection) => !cites(collection)),
  };
}

/** Each source once, those of most records first. */
export function counted(citations: readonly Citation[]): CitedSource[] {
  const found = new Map<string, CitedSource>();
  for (const { source_id: id, source_title: title, source_url: url } of citations) {
    const source = found.get(id) ?? { id, title, url, records: 0 };
    source.records += 1;
    found.set(id, source);
  }
  return [...found.values()].sort((a, b) => b.records - a.records || a.title.localeCompare(b.title));
}
