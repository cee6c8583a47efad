/** What the figures of a summary are called: by the column of that name, or by words that many questions share. */
import type { CollectionField } from '../api/contract';
import type { Reader } from '../i18n/reader.svelte';
import { written } from './values';

type Words = readonly [es: string, en: string];

const WORDS: Readonly<Record<string, Words>> = {
  agreements: ['Acuerdos conocidos', 'Known agreements'],
  records: ['Registros', 'Records'],
  dated: ['Con año', 'With a year'],
  undated: ['Sin año', 'Without a year'],
  renewals: ['Renovaciones', 'Renewals'],
  lapsed: ['Terminados', 'Lapsed'],
  municipalities: ['Municipios', 'Municipalities'],
  members: ['Miembros', 'Members'],
  groups: ['Grupos', 'Groups'],
  regions: ['Regiones', 'Regions'],
  governments: ['Gobiernos', 'Governments'],
  partners: ['Contrapartes', 'Partners'],
  candidates: ['Candidatas', 'Candidates'],
  nodes: ['Nodos', 'Nodes'],
  edges: ['Enlaces', 'Links'],
  components: ['Componentes', 'Components'],
  communities: ['Comunidades', 'Communities'],
  islands: ['Islas (sin vecinos)', 'Islands (no neighbours)'],
  with_agreements: ['Con acuerdos', 'With agreements'],
  none_known: ['Ninguno conocido', 'None known'],
  not_researched: ['No investigado', 'Not researched'],
  gini: ['Gini', 'Gini'],
  herfindahl: ['Herfindahl–Hirschman', 'Herfindahl–Hirschman'],
  moran_i: ['I de Moran', "Moran's I"],
  p_value: ['Valor p', 'p-value'],
  mean: ['Media', 'Mean'],
  beyond: ['Lejos', 'Far'],
  on_transit_route: ['En ruta de tránsito', 'On a transit route'],
  transit_without_service: ['En ruta y sin servicio', 'On a route, without service'],
  claims: ['Cifras publicadas', 'Published figures'],
};

/** Figures that have a name in the reader's language, in the order of the answer. */
export function summaryFacts(
  reader: Reader,
  summary: Readonly<Record<string, unknown>>,
  columns: readonly CollectionField[],
): { name: string; title: string; value: string }[] {
  return Object.entries(summary).flatMap(([name, value]) => {
    if (value === null || typeof value === 'object') return [];
    const column = columns.find((each) => each.name === name);
    const words = WORDS[name];
    const title = column
      ? reader.pick(column, 'title')
      : (words?.[reader.language === 'es' ? 0 : 1] ?? choiceTitle(reader, name, columns));
    const text = written(reader, value, column ?? { name });
    return title && text !== null ? [{ name, title, value: text }] : [];
  });
}

/** A count of rows by a coded word is called after the column that has the word: “Vulnerability: high”. */
function choiceTitle(reader: Reader, name: string, columns: readonly CollectionField[]): string | null {
  for (const column of columns) {
    const choice = column.choices?.find(({ value }) => value === name);
    if (choice) return `${reader.pick(column, 'title')}: ${reader.pick(choice, 'label')}`;
  }
  return null;
}
