/** Which columns of an answer a table shows, in which order, and how one of its cells is sorted. */
import type { CollectionField, FeatureKey, Question, Row } from '../api/contract';
import type { Language } from '../i18n/language';

export interface Column extends CollectionField {
  /** The property of a row in each language; the same where the text is written once. */
  property: Readonly<Record<Language, string>>;
}

/** Columns that name a row, the likeliest first. */
const NAMES = ['name', 'label', 'title', 'territory', 'partner_name', 'partner', 'group_name'];

/** The columns of a question: a text in two languages is one column, and the one that names a row comes first. */
export function tableColumns(fields: readonly CollectionField[], key: FeatureKey | null): Column[] {
  const names = new Set(fields.map(({ name }) => name));
  const columns: Column[] = [];
  for (const field of fields) {
    const stem = /^(.*)_(es|en)$/.exec(field.name);
    const isPair = stem?.[1] && names.has(`${stem[1]}_es`) && names.has(`${stem[1]}_en`);
    if (isPair && stem[2] === 'en') continue;
    columns.push({
      ...field,
      ...(isPair ? pairTitle(fields, stem[1] ?? '') : {}),
      name: isPair ? (stem[1] ?? field.name) : field.name,
      property: isPair ? { es: field.name, en: `${stem[1]}_en` } : { es: field.name, en: field.name },
    });
  }
  const isCode = (column: Column): boolean =>
    column.name === key?.column || /^(?:cvegeo|cve_ent|id|key|code|\w+_id)$/.test(column.name);
  const naming =
    NAMES.flatMap((name) => columns.filter((c) => c.name === name))[0] ??
    columns.find((c) => c.type === 'text' && !isCode(c)) ??
    columns[0];
  const others = columns.filter((c) => c !== naming);
  // Codes are for joining with other tables: they stand after what people read.
  return [...(naming ? [naming] : []), ...others.filter((c) => !isCode(c)), ...others.filter(isCode)];
}

/** «Nombre en español» says nothing that the language of the page does not say. */
function pairTitle(fields: readonly CollectionField[], stem: string): { title_es: string; title_en: string } {
  const es = fields.find(({ name }) => name === `${stem}_es`);
  const en = fields.find(({ name }) => name === `${stem}_en`);
  return {
    title_es: (es?.title_es ?? stem).replace(/ en español$/, ''),
    title_en: (en?.title_en ?? stem).replace(/ in English$/, ''),
  };
}

/** The property in which a row holds a column that a chart names, in the reader's language. */
export function propertyOf(rows: readonly Row[], name: string, language: Language): string {
  const spoken = `${name}_${language}`;
  return rows.some((row) => name in row) ? name : rows.some((row) => spoken in row) ? spoken : name;
}

/** The `sort` that orders by a column, as the question offers it; null when it does not. */
export function sortOf(question: Question, column: Column, isDescending: boolean): string | null {
  const offered = question.parameters.find(({ name }) => name === 'sort')?.choices?.map(({ value }) => value);
  const sign = isDescending ? '-' : '';
  const found = [column.name, column.property.es, column.property.en].map((name) => sign + name);
  return found.find((value) => offered?.includes(value)) ?? null;
}

/** Code of what a row speaks of; the key that the row has itself where its question names no collection. */
export function codeOf(row: Row, key: FeatureKey | null): string | null {
  const own = row['key'] ?? (membersOf(row).length > 0 ? row['id'] : null);
  const value = key ? row[key.column] : own;
  return typeof value === 'string' ? value : null;
}

/** Codes of the municipalities that a row speaks of: those that it lists, where it speaks of a group. */
export function membersOf(row: Row): readonly string[] {
  for (const value of Object.values(row)) {
    const parts: unknown[] = Array.isArray(value) ? value : [];
    if (parts.length > 0 && parts.every((part) => typeof part === 'string' && /^\d{5}$/.test(part))) {
      return parts as string[];
    }
  }
  return [];
}

/** A key that tells rows apart within a page. */
export function rowKey(row: Row, index: number, key: FeatureKey | null): string {
  const value = (key ? row[key.column] : null) ?? row['id'] ?? row['code'] ?? row['group'];
  return typeof value === 'string' || typeof value === 'number' ? `${value}#${index}` : String(index);
}
