import { describe, expect, it } from 'vitest';
import { classesOf } from '../../src/state/answer-classes';
import { RELEASE } from '../fixtures/server';

describe('classesOf', () => {
  it('puts every municipality into one class, and those not named outside', () => {
    const ids = {
      release: RELEASE,
      none_known: ['01001'],
      not_researched: ['02001'],
      with_agreements: ['01002'],
    };
    const everything = { ...ids, none_known: ['01001', '03001'], with_agreements: ['01002'] };
    expect(Object.fromEntries(classesOf(ids, everything))).toEqual({
      '01001': 'none_known',
      '02001': 'not_researched',
      '01002': 'with_agreements',
      '03001': 'outside',
    });
  });
});
