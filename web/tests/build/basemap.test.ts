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

  it('keeps the neighbours of Mexico and leaves Antarctica out', () => {
    const codes = basemap.countries.features.map((f) => f.properties.iso);
    expect(codes).toEqual(expect.arrayContaining(['MX', 'US', 'GT', 'BZ', 'CN', 'DE']));
    expect(codes).not.toContain('AQ');
  });
});
