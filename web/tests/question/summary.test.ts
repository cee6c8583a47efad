import { describe, expect, it } from 'vitest';
import type { CollectionField } from '../../src/api/contract';
import { Reader } from '../../src/i18n/reader.svelte';
import { summaryFacts } from '../../src/question/summary';

const high = { value: 'high', label_es: 'Alta', label_en: 'High' };
const band: CollectionField = {
  name: 'band',
  type: 'text',
  title_es: 'Nivel',
  title_en: 'Band',
  choices: [high],
};
const titles = (summary: Record<string, unknown>, ...columns: CollectionField[]) =>
  summaryFacts(new Reader(), summary, columns).map(({ title, value }) => `${title}: ${value}`);

describe('the figures of a summary', () => {
  it('are called after the column of that name, or by words that questions share', () => {
    const members = { name: 'members', type: 'integer', title_es: 'Integrantes', title_en: 'Members' };
    expect(titles({ members: 3, records: 1200 }, members)).toEqual(['Integrantes: 3', 'Registros: 1,200']);
  });

  it('are called after the column that has the coded word which they count', () => {
    expect(titles({ high: 4 }, band)).toEqual(['Nivel: Alta: 4']);
    const vulnerability = { ...band, name: 'vulnerability', title_es: 'Vulnerabilidad' };
    expect(titles({ high: 0 }, vulnerability)).toEqual(['Vulnerabilidad: Alta: 0']);
  });

  it('are left out where nothing names them', () => {
    expect(titles({ high: 4, risk_atlas_yes: 20, missing: null })).toEqual([]);
  });
});
