import { describe, expect, it } from 'vitest';
import { ringOf, wktOf } from '../../src/question/polygon';

describe('a polygon', () => {
  const ring = [
    [-99, 19],
    [-98, 19],
    [-98, 20],
    [-99, 19],
  ];

  it('is read from WKT and from GeoJSON, closed or not', () => {
    expect(ringOf('POLYGON ((-99 19, -98 19, -98 20, -99 19))')).toEqual(ring);
    const geometry = { type: 'Polygon', coordinates: [ring.slice(0, 3)] };
    expect(ringOf(JSON.stringify(geometry))).toEqual(ring);
    expect(ringOf(JSON.stringify({ type: 'Feature', geometry }))).toEqual(ring);
  });

  it('is written so that it is read again', () => {
    const corners = [[-99.123456, 19.000049], ...ring.slice(1, 3), [-99.123456, 19.000049]] as [
      number,
      number,
    ][];
    expect(wktOf(corners)).toBe('POLYGON((-99.1235 19, -98 19, -98 20, -99.1235 19))');
    expect(ringOf(wktOf(corners))?.length).toBe(4);
  });

  it.each(['POINT(1 2)', 'POLYGON((1 2, 3 4))', '{"type":', 'POLYGON((-99 190, -98 19, -98 20))', ''])(
    'is none in %j',
    (text) => expect(ringOf(text)).toBeNull(),
  );
});
