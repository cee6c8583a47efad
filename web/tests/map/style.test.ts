import { validateStyleMin } from '@maplibre/maplibre-gl-style-spec';
import { describe, expect, it } from 'vitest';
import { stateLabels } from '../../src/map/layers/states';
import { OFFICE_KINDS, officeSymbol } from '../../src/map/office-symbols';
import { mapStyle, overlays } from '../../src/map/style';
import { MUNICIPALITIES } from '../fixtures/server';

const tiles = { tiles: ['/collections/x/tiles/WebMercatorQuad/{z}/{y}/{x}'], minzoom: 0, maxzoom: 10 };
const legend = MUNICIPALITIES.legend;
if (!legend) throw new Error('The fixture declares a legend.');
const first = mapStyle({ legend, municipalityTiles: tiles, stateTiles: tiles });
const whole = {
  ...first,
  sources: { ...first.sources, ...overlays.sources },
  layers: [...first.layers, ...overlays.layers],
};

describe('the style of the map', () => {
  it('is valid', () => {
    expect(validateStyleMin(whole as never)).toEqual([]);
  });

  it('names no host, no fonts to fetch and no sprite', () => {
    expect(JSON.stringify(whole)).not.toMatch(/https?:|"glyphs"|"sprite"/);
  });

  it('does without the lines of states when their tiles could not be had', () => {
    const { sources, layers } = mapStyle({ legend, municipalityTiles: tiles, stateTiles: null });
    expect(sources).not.toHaveProperty('states');
    expect(layers.some((layer) => 'source' in layer && layer.source === 'states')).toBe(false);
  });

  it('has a place for the name of each of the 32 states', () => {
    const codes = Array.from({ length: 32 }, (_, i) => String(i + 1).padStart(2, '0'));
    const { features } = stateLabels(Object.fromEntries(codes.map((code) => [code, code])));
    expect(features.map((f) => f.properties.name).sort()).toEqual(codes);
  });

  it('gives each kind of office a symbol of its own', () => {
    const drawn = OFFICE_KINDS.map((kind) => officeSymbol(kind).path);
    expect(new Set(drawn).size).toBe(OFFICE_KINDS.length);
  });
});
