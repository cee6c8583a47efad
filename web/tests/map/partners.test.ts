import type { Feature, Point } from 'geojson';
import { describe, expect, it } from 'vitest';
import type { Agreement } from '../../src/api/contract';
import { partnerFeatures } from '../../src/map/layers/partners';
import { agreement } from '../fixtures/agreements';

function placed(changes: Partial<Agreement>, at: [number, number] | null): Feature<Point | null, Agreement> {
  return {
    type: 'Feature',
    properties: agreement(changes),
    geometry: at ? { type: 'Point', coordinates: at } : null,
  };
}

describe('partnerFeatures', () => {
  it('draws one line a partner abroad, however many records name it', () => {
    const { features } = partnerFeatures(
      [-117, 32.5],
      [
        placed({ id: 'a', partner_id: 'p1' }, [-117.1, 32.7]),
        placed({ id: 'b', partner_id: 'p1' }, [-117.1, 32.7]),
        placed({ id: 'c', partner_id: 'p2', partner_name: 'Busan' }, [129, 35]),
        placed({ id: 'd', partner_id: 'p3', scope: 'domestic' }, [-100, 25]),
        placed({ id: 'e', partner_id: 'p4' }, null),
      ],
    );
    expect(features.filter((f) => f.geometry.type === 'LineString')).toHaveLength(2);
    expect(features.filter((f) => f.geometry.type === 'Point').map((f) => f.properties.name)).toEqual([
      'San Diego',
      'Busan',
    ]);
  });
});
