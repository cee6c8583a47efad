// @vitest-environment node
import { beforeAll, describe, expect, it } from 'vitest';
import { prepareBasemap, type Basemap } from '../../build/basemap';

describe('the basemap', () => {
  let basemap: Basemap;
  beforeAll(async () => {
    basemap = await prepareBasemap();
  });

  it('gives every country a code that can be named in both languages', () => {
    for (const language of ['es', 'en']) {
      const names = new Intl.DisplayNames(language, { type: 'region', fallback: 'none' });
      const unnamed = basemap.labels.features.filter((f) => !names.of(f.properties.iso));
      expect(unnamed).toEqual([]);
    }
  });

  it('puts the label of Mexico inside its bounding box', () => {
    const mexico = basemap.labels.features.find((f) => f.properties.iso === 'MX');
    const [lon = NaN, lat = NaN] = mexico?.geometry.coordinates ?? [];
    expect(lon).toBeGreaterThan(-117.2);
    expect(lon).toBeLessThan(-86.7);
    expect(lat).toBeGreaterThan(14.5);
    expect(lat).toBeLessThan(32.8);
  });

  it('draws no outline across the whole map where a country reaches over ±180°', () => {
    const rings = basemap.countries.features.flatMap(({ geometry }) =>
      geometry.type === 'Polygon' ? geometry.coordinates : geometry.coordinates.flat(),
    );
    const longest = Math.max(
      ...rings.flatMap((ring) => ring.slice(1).map(([lon = 0], i) => Math.abs(lon - (ring[i]?.[0] ?? 0)))),
    );
    expect(longest).toBeLessThan(60);
  });

  it('keeps the neighbours of Mexico and leaves Antarctica out', () => {
    const codes = basemap.countries.features.map((f) => f.properties.iso);
    expect(codes).toEqual(expect.arrayContaining(['MX', 'US', 'GT', 'BZ', 'CN', 'DE']));
    expect(codes).not.toContain('AQ');
  });
});
