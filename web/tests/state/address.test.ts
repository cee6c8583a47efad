import { describe, expect, it } from 'vitest';
import { EMPTY_VIEW, formatAddress, parseAddress, type View } from '../../src/state/address';

describe('the address of a view', () => {
  it('brings back what it was made of', () => {
    const view: View = {
      language: 'en',
      question: 'concentration',
      showing: 'chart',
      camera: { lon: -107.12, lat: 29.5, zoom: 5.25 },
      municipality: '02004',
      office: null,
      filters: { state: ['02', '08'], us_border_km_max: ['100'] },
      hiddenKinds: ['border_crossing', 'ofam_state'],
    };
    expect(parseAddress(formatAddress(view))).toEqual(view);
  });

  it('can be read by people', () => {
    const view = { ...EMPTY_VIEW, camera: { lon: -102.5, lat: 23.6, zoom: 4.6 }, filters: { state: ['02'] } };
    expect(formatAddress(view)).toBe('#at=23.60,-102.50,4.60&q.state=02');
  });

  it('names a question only when it is not the one that the page opens with', () => {
    expect(formatAddress({ ...EMPTY_VIEW, question: 'trend' })).toBe('#question=trend');
    expect(parseAddress('#question=without-agreements').question).toBe(EMPTY_VIEW.question);
    expect(parseAddress('#question=../etc&show=film')).toEqual(EMPTY_VIEW);
  });

  it('leaves out what was not understood', () => {
    expect(parseAddress('#lang=fr&at=99,0,5&municipality=2004&q.=x')).toEqual({
      ...EMPTY_VIEW,
      filters: { '': ['x'] },
    });
    expect(parseAddress('#at=23,oops,4').camera).toBeNull();
    expect(parseAddress('#at=23,-102,4,9').camera).toBeNull();
    expect(parseAddress('')).toEqual(EMPTY_VIEW);
  });
});
