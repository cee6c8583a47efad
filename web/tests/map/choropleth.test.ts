import { createExpression } from '@maplibre/maplibre-gl-style-spec';
import type { ExpressionSpecification } from 'maplibre-gl';
import { describe, expect, it } from 'vitest';
import {
  ANSWER_CLASSES,
  answerColor,
  fillColor,
  hatchFilter,
  hatchOpacity,
  shownColor,
  swatches,
} from '../../src/map/choropleth';
import type { Legend } from '../../src/api/contract';
import { MUNICIPALITIES } from '../fixtures/server';

const legend = MUNICIPALITIES.legend as Legend;

function drawn(expression: ExpressionSpecification, properties: object, state: object = {}): unknown {
  const parsed = createExpression(expression, 'layers[0].paint');
  if (parsed.result === 'error') throw new Error(JSON.stringify(parsed.value));
  const feature = {
    type: 'Polygon' as const,
    properties: properties as Record<string, string>,
    geometry: [],
  };
  return parsed.value.evaluate({ zoom: 5 }, feature as never, state as never);
}

function labelOf(count: number, research: string): string {
  const color = drawn(fillColor(legend), { agreement_count: count, research });
  return swatches(legend).find((swatch) => swatch.color === color)?.label_es ?? 'in no swatch of the legend';
}

describe('paint and legend', () => {
  it('say the same of every count', () => {
    expect([0, 1, 2, 4, 5, 40].map((count) => labelOf(count, 'researched'))).toEqual([
      'Ninguno conocido',
      '1',
      '2 a 4',
      '2 a 4',
      '5 o más',
      '5 o más',
    ]);
  });

  it('never paint as none known what nobody looked at', () => {
    expect(labelOf(0, 'not_researched')).toBe('No investigado');
    expect(drawn(hatchFilter(legend), { agreement_count: 0, research: 'not_researched' })).toBe(true);
    expect(drawn(hatchFilter(legend), { agreement_count: 0, research: 'researched' })).toBe(false);
    expect(drawn(hatchOpacity(), {})).toBe(1);
    expect(drawn(hatchOpacity(), {}, { fill: '#b9b4ab', hatch: true })).toBe(1);
    expect(drawn(hatchOpacity(), {}, { fill: '#f3f1ea', hatch: false })).toBe(0);
  });

  it.each(ANSWER_CLASSES)('paint %s of a filtered answer in its own colour, whatever the count', (answer) => {
    const state = { fill: answerColor(answer) };
    const painted = drawn(fillColor(legend), { agreement_count: 3, research: 'researched' }, state);
    expect(painted).toBe(answerColor(answer));
    expect(shownColor(answer, legend, true)).toBe(answerColor(answer));
  });

  it('speak of the answer in the legend’s colours while nothing is filtered', () => {
    expect(shownColor('none_known', legend, false)).toBe('#eeeeee');
    expect(shownColor('not_researched', legend, false)).toBe('#bbbbbb');
  });
});
