import type { Choice, Collection } from '../api/contract';

export interface IndicatorGroup {
  id: string;
  title_es: string;
  title_en: string;
  choices: Choice[];
}

const KEY = 'cvegeo';
const NUMBERS = new Set(['integer', 'real']);

/** The figures that a release has of each municipality, by collection: those of collections that have its code as key. */
export function indicatorsOf(collections: readonly Collection[]): IndicatorGroup[] {
  return collections
    .filter(({ fields }) => fields[0]?.name === KEY)
    .map(({ id, title_es, title_en, fields }) => ({
      id,
      title_es,
      title_en,
      choices: fields
        .filter(({ type, name }) => NUMBERS.has(type) && !/^(?:lon|lat)$/.test(name))
        .map((field) => ({
          value: `${id}.${field.name}`,
          label_es: field.title_es + (field.unit ? ` (${field.unit})` : ''),
          label_en: field.title_en + (field.unit ? ` (${field.unit})` : ''),
        })),
    }))
    .filter(({ choices }) => choices.length > 0);
}
