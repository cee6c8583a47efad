import { describe, expect, it } from 'vitest';
import { OUTSIDE, paintingOfIds, paintingOfMap } from '../../src/state/painting';
import { RELEASE } from '../fixtures/server';

const IDS = {
  release: RELEASE,
  none_known: ['01001'],
  not_researched: ['02001'],
  with_agreements: ['01002'],
};
const EVERYTHING = { ...IDS, none_known: ['01001', '03001'] };
const SWATCH = { color: '#112233', label_es: 'Lejos', label_en: 'Far' };

describe('what the map paints of an answer', () => {
  it('puts every municipality into one class, and those not named outside', () => {
    const { classOf, classes } = paintingOfIds(IDS, EVERYTHING);
    expect(Object.fromEntries(classOf)).toEqual({
      '01001': 'none_known',
      '02001': 'not_researched',
      '01002': 'with_agreements',
      '03001': OUTSIDE,
    });
    expect(classes.find(({ key }) => key === 'none_known')?.count).toBe(1);
  });

  it('counts areas and features of each declared class', () => {
    const properties = { class: 'far' };
    const point = {
      type: 'Feature' as const,
      geometry: { type: 'Point' as const, coordinates: [0, 0] },
      properties,
    };
    const line = { ...point, geometry: { type: 'LineString' as const, coordinates: [[0, 0]] } };
    const map = {
      release: RELEASE,
      collection: 'municipalities',
      classes: { far: ['01001'], near: [] },
      legend: [
        { ...SWATCH, value: 'far' },
        { ...SWATCH, value: 'near' },
      ],
      // A line leads to each point.
      features: [line, line, point, point],
    };
    const painting = paintingOfMap(map, EVERYTHING);
    expect(painting.classes.map(({ key, count }) => [key, count])).toEqual([
      ['far', 3],
      ['near', 0],
      [OUTSIDE, null],
    ]);
    expect(painting.classOf.get('01001')).toBe('far');
    expect(painting.classOf.get('03001')).toBe(OUTSIDE);
  });

  it('leaves the municipalities plain where states are coloured', () => {
    const map = {
      release: RELEASE,
      collection: 'states',
      classes: { high: ['01'] },
      legend: [{ ...SWATCH, value: 'high' }],
      features: [],
    };
    const painting = paintingOfMap(map, EVERYTHING);
    expect(painting.classOf.get('01')).toBe('high');
    expect(painting.classOf.get('01001')).toBe(OUTSIDE);
    expect(painting.classes.map(({ key }) => key)).toEqual(['high']);
  });
});
