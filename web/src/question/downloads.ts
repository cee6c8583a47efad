import type { Answer, Question } from '../api/contract';

export interface Download {
  form: string;
  label: string;
}

/** Forms that every answer has; those with places only where its rows speak of places. */
const TABLES: readonly Download[] = [
  { form: 'csv', label: 'CSV' },
  { form: 'xlsx', label: 'Excel (XLSX)' },
];
const PLACES: readonly Download[] = [
  { form: 'geojson', label: 'GeoJSON' },
  { form: 'gpkg', label: 'GeoPackage' },
];
const PARQUET: Download = { form: 'parquet', label: 'GeoParquet' };
const OFFERED: Readonly<Record<string, string>> = {
  graphml: 'GraphML',
  gexf: 'GEXF',
  nodelink: 'JSON (node-link)',
  edges: 'CSV (edges)',
  kml: 'KML',
};
/** Forms by which the page itself asks. */
const INTERNAL = new Set(['ids', 'map', 'html', 'json']);

/** The files that an answer can be had as; a question offers further ones by its links. */
export function downloadsOf(question: Question | null, answer: Answer): Download[] {
  const hasPlaces = (answer.feature_key ?? question?.feature_key) != null;
  const known = [...TABLES, ...(hasPlaces ? PLACES : []), PARQUET];
  const further = [...(question?.links ?? []), ...answer.links].flatMap(({ rel, href, title }) => {
    const form = rel === 'alternate' ? /[?&]f=([a-z0-9_-]+)/.exec(href)?.[1] : undefined;
    if (!form || INTERNAL.has(form) || known.some((each) => each.form === form)) return [];
    return [{ form, label: OFFERED[form] ?? title ?? form }];
  });
  return [...known, ...new Map(further.map((each) => [each.form, each])).values()];
}
