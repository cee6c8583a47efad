import { describe, expect, it } from 'vitest';
import type { Parameter } from '../../src/api/contract';
import { foldText } from '../../src/question/folding';
import {
  carriedOver,
  codesIn,
  control,
  formParameters,
  isTaken,
  isWithin,
  placesOf,
  withValues,
} from '../../src/question/parameters';
import { QUESTION } from '../fixtures/server';

function parameter(name: string): Parameter {
  const found = QUESTION.parameters.find((p) => p.name === name);
  if (!found) throw new Error(`The fixture has no parameter ${name}.`);
  return found;
}

describe('the form of a question', () => {
  it('is made from the types of its parameters', () => {
    expect(['state', 'us_border_km_max', 'scope'].map((name) => control(parameter(name)))).toEqual([
      'several_of',
      'number',
      'one_of',
    ]);
    const [state] = QUESTION.parameters as [Parameter];
    expect(control({ ...state, type: 'date', choices: null })).toBe('date');
  });

  it('shows every parameter once, save those that the list sets', () => {
    const { first, others } = formParameters(QUESTION.parameters);
    const all = [first, ...others].flatMap((group) => group.parameters);
    expect(all.map((p) => p.name)).toEqual(['state', 'us_border_km_max', 'scope']);
  });

  it('keeps parameters of one heading together, and says which stand open', () => {
    const heading = { text_es: 'Pesos', text_en: 'Weights' };
    const named = (name: string, group: typeof heading | null): Parameter => ({
      ...parameter('us_border_km_max'),
      name,
      group,
    });
    const all = [
      named('w1', heading),
      ...['a', 'b', 'c', 'd', 'e'].map((n) => named(n, null)),
      named('w2', heading),
    ];
    const told = (parameters: Parameter[]): string[] => {
      const { first, others } = formParameters(parameters);
      return [first, ...others].map((group) =>
        [group.heading?.text_en ?? '-', ...group.parameters.map(({ name }) => name)].join(' '),
      );
    };
    expect(told(all)).toEqual(['Weights w1 w2', '- a b c d e']);
    expect(told(all.slice(1))).toEqual(['- a b c d', '- e', 'Weights w2']);
  });

  it('asks for municipalities and polygons by means of their own', () => {
    const text = { ...parameter('us_border_km_max'), type: 'text' as const };
    expect(control({ ...text, keys_of: 'municipalities' })).toBe('places');
    expect(placesOf({ ...text, pattern: String.raw`\d{2}|\d{5}` })).toEqual(['municipality', 'state']);
    expect(placesOf({ ...text, pattern: String.raw`\d{2}` })).toEqual([]);
    const indicator = { ...text, pattern: String.raw`[a-z0-9_]{1,60}\.[a-z0-9_]{1,60}` };
    expect(control(indicator)).toBe('indicator');
    expect(control({ ...text, type: 'polygon' })).toBe('polygon');
  });

  it('takes over to another question what that question understands', () => {
    const to = [
      parameter('state'),
      { ...parameter('scope'), choices: [{ value: 'any', label_es: '', label_en: '' }] },
    ];
    const filters = { state: ['02'], scope: ['international'], us_border_km_max: ['100'], sort: ['name'] };
    expect(carriedOver(filters, QUESTION.parameters, to)).toEqual({ state: ['02'] });
  });

  it('takes partial dates, and texts of the form that is declared', () => {
    const date = { ...parameter('us_border_km_max'), type: 'date' as const };
    expect(['', '2024', '2024-05', '2024-05-31'].every((text) => isTaken(date, text))).toBe(true);
    expect(['24', '2024-13', 'May'].some((text) => isTaken(date, text))).toBe(false);
    const code = { ...date, type: 'text' as const, pattern: '[A-Z]{2}' };
    expect([isTaken(code, 'US'), isTaken(code, 'USA')]).toEqual([true, false]);
  });

  it('finds the codes in a pasted list, each once', () => {
    expect(codesIn('02004, 23005;14039\n02004 tel. 5512345678')).toEqual(['02004', '23005', '14039']);
  });

  it('keeps a default out of the filters', () => {
    expect(withValues({ scope: ['any'] }, parameter('scope'), ['international'])).toEqual({});
    expect(withValues({}, parameter('scope'), ['any'])).toEqual({ scope: ['any'] });
    expect(withValues({ state: ['01'] }, parameter('state'), [])).toEqual({});
  });

  it('takes numbers within bounds only', () => {
    const distance = parameter('us_border_km_max');
    expect(['', '0', '100.5', '5000'].every((text) => isWithin(distance, text))).toBe(true);
    expect(['-1', '5001', 'far', '1e'].some((text) => isWithin(distance, text))).toBe(false);
  });
});

describe('foldText', () => {
  it('finds words without their accents', () => {
    expect(foldText(' Michoacán DE OCAMPO')).toBe('michoacan de ocampo');
  });
});
