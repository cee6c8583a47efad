import { describe, expect, it } from 'vitest';
import { groupAgreements } from '../../src/card/agreement-groups';
import { agreement } from '../fixtures/agreements';

describe('groupAgreements', () => {
  it('puts records of one partner and instrument side by side, and keeps instruments apart', () => {
    const groups = groupAgreements([
      agreement({ id: 'a', signed_year: 1995 }),
      agreement({ id: 'b', signed_year: 1993 }),
      agreement({ id: 'c', instrument: 'memorandum', signed_year: 2014 }),
    ]);
    expect(groups.map((g) => g.records.map((r) => r.id))).toEqual([['c'], ['b', 'a']]);
  });

  it('says in which fields sources contradict each other', () => {
    const [group] = groupAgreements([
      agreement({ id: 'a', signed_year: 1993, status: 'in_force' }),
      agreement({ id: 'b', signed_year: 1995, status: 'expired' }),
    ]);
    expect(group?.differing).toEqual(['signed_year', 'status']);
  });

  it('takes neither a renewal nor a missing year for a contradiction', () => {
    const [group] = groupAgreements([
      agreement({ id: 'a', signed_year: 2014 }),
      agreement({ id: 'b', signed_year: 2017, note: 'Renovación; año deducido.' }),
      agreement({ id: 'c', signed_year: null }),
    ]);
    expect(group?.records).toHaveLength(3);
    expect(group?.differing).toEqual([]);
  });

  it('tells partners without an identifier apart by country and name', () => {
    const groups = groupAgreements([
      agreement({ id: 'a', partner_id: null, partner_name: 'Córdoba', partner_country: 'ES' }),
      agreement({ id: 'b', partner_id: null, partner_name: 'Córdoba', partner_country: 'AR' }),
    ]);
    expect(groups).toHaveLength(2);
  });
});
