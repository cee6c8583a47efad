import { describe, expect, it } from 'vitest';
import type { Parameter } from '../../src/api/contract';
import { foldText } from '../../src/question/folding';
import { control, formParameters, isWithin, withValues } from '../../src/question/parameters';
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
    expect([...first, ...others].map((p) => p.name)).toEqual(['state', 'us_border_km_max', 'scope']);
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
