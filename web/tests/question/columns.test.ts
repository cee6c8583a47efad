import { describe, expect, it } from 'vitest';
import type { CollectionField } from '../../src/api/contract';
import { Reader } from '../../src/i18n/reader.svelte';
import { codeOf, sortOf, tableColumns } from '../../src/question/columns';
import { written } from '../../src/question/values';
import { QUESTION } from '../fixtures/server';

const field = (name: string, type = 'text'): CollectionField => ({
  name,
  type,
  title_es: `${name} es`,
  title_en: `${name} en`,
});

describe('the columns of a table', () => {
  it('begin with the one that names a row, and end with codes', () => {
    const fields = [field('cvegeo'), field('count', 'integer'), field('name'), field('cve_ent')];
    const key = { collection: 'municipalities', column: 'cvegeo' };
    expect(tableColumns(fields, key).map(({ name }) => name)).toEqual(['name', 'count', 'cvegeo', 'cve_ent']);
  });

  it('write a text in two languages once', () => {
    const [label, ...others] = tableColumns([field('group'), field('label_es'), field('label_en')], null);
    expect(label?.property).toEqual({ es: 'label_es', en: 'label_en' });
    expect(others.map(({ name }) => name)).toEqual(['group']);
  });

  it('are ordered as the question offers it, and only so', () => {
    const choices = ['name', '-name'].map((value) => ({ value, label_es: value, label_en: value }));
    const sort = {
      name: 'sort',
      type: 'choice' as const,
      multiple: false,
      title_es: '',
      title_en: '',
      choices,
    };
    const question = { ...QUESTION, parameters: [sort] };
    const [name, border] = tableColumns([field('name'), field('us_border_km')], null);
    expect(name && sortOf(question, name, true)).toBe('-name');
    expect(border && sortOf(question, border, true)).toBeNull();
  });

  it('find the code that a row is linked with the map by', () => {
    expect(codeOf({ cvegeo: '02004' }, { collection: 'municipalities', column: 'cvegeo' })).toBe('02004');
    expect(codeOf({ key: 'partner-1' }, null)).toBe('partner-1');
    expect(codeOf({ year: 1999 }, null)).toBeNull();
  });
});

describe('a value of an answer', () => {
  const reader = new Reader();
  reader.language = 'es';

  it('is written as its column and the language want it', () => {
    expect(written(reader, 1234.567, { name: 'area_km2' })).toBe('1,235');
    expect(written(reader, 0.041522, { name: 'gini' })).toBe('0.0415');
    expect(written(reader, 1999, { name: 'first_year' })).toBe('1999');
    expect(written(reader, false, { name: 'is_island' })).toBe('No');
    expect(written(reader, 'US', { name: 'partner_country' })).toBe('Estados Unidos');
    const choices = [{ value: 'a', label_es: 'Alta', label_en: 'High' }];
    expect(written(reader, ['a', 'b'], { name: 'band', choices })).toBe('Alta, b');
  });

  it('is null where nothing is known', () => {
    expect([null, undefined, '', []].map((value) => written(reader, value, { name: 'x' }))).toEqual([
      null,
      null,
      null,
      null,
    ]);
  });
});
