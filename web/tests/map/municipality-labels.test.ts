import type { Feature } from 'geojson';
import { describe, expect, it } from 'vitest';
import { addAnchors } from '../../src/map/municipality-labels';

function piece(cvegeo: string, west: number, width: number): Feature {
  const ring = [
    [west, 0],
    [west + width, 0],
    [west + width, 1],
    [west, 1],
    [west, 0],
  ];
  return {
    type: 'Feature',
    properties: { cvegeo, name: cvegeo },
    geometry: { type: 'Polygon', coordinates: [ring] },
  };
}

describe('addAnchors', () => {
  it('names a municipality once, in the largest of the pieces that tiles cut it into', () => {
    const anchors = new Map();
    expect(addAnchors(anchors, [piece('01001', 0, 1), piece('01001', 1, 3), piece('01002', 4, 1)])).toBe(
      true,
    );
    expect([...anchors.keys()]).toEqual(['01001', '01002']);
    const [lon] = anchors.get('01001').position;
    expect(lon).toBeGreaterThan(1);
    expect(lon).toBeLessThan(4);
  });

  it('keeps a name where it is when other tiles bring no larger piece', () => {
    const anchors = new Map();
    addAnchors(anchors, [piece('01001', 0, 2)]);
    expect(addAnchors(anchors, [piece('01001', 2, 2.2)])).toBe(false);
  });
});
