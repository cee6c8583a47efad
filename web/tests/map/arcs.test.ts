import { describe, expect, it } from 'vitest';
import { greatCircle } from '../../src/map/arcs';

describe('greatCircle', () => {
  it('follows the equator and the meridian', () => {
    expect(greatCircle([0, 0], [90, 0], 2)[1]).toEqual([expect.closeTo(45, 9), expect.closeTo(0, 9)]);
    expect(greatCircle([10, 0], [10, 60], 2)[1]).toEqual([expect.closeTo(10, 9), expect.closeTo(30, 9)]);
  });

  it('bends towards the pole between two places of one latitude', () => {
    const middle = greatCircle([-100, 40], [0, 40], 2)[1];
    expect(middle?.[0]).toBeCloseTo(-50, 6);
    // tan(lat) = tan 40° / cos 50° half way.
    expect(middle?.[1]).toBeCloseTo(
      (Math.atan(Math.tan((40 * Math.PI) / 180) / Math.cos((50 * Math.PI) / 180)) * 180) / Math.PI,
      6,
    );
  });

  it('crosses the Pacific in one piece, from Tijuana to Busan', () => {
    const arc = greatCircle([-117, 32.5], [129, 35.1]);
    const jumps = arc.slice(1).map(([lon], i) => Math.abs(lon - (arc[i]?.[0] ?? 0)));
    expect(Math.max(...jumps)).toBeLessThan(10);
    expect(arc.at(-1)?.[0]).toBeCloseTo(129 - 360, 6);
  });

  it('is a point when both ends are one', () => {
    expect(greatCircle([5, 5], [5, 5])).toEqual([
      [5, 5],
      [5, 5],
    ]);
  });
});
