import { render, screen } from '@testing-library/svelte';
import { describe, expect, it } from 'vitest';
import ChartKey from '../../src/charts/ChartKey.svelte';

const NORTH = { color: 'rgb(0, 0, 255)', label: 'Norte' };
const SOUTH = { color: 'rgb(255, 0, 0)', label: 'Sur' };

describe('the key of a chart', () => {
  it('tells each group with its colour and the mark of the chart', () => {
    render(ChartKey, { entries: [NORTH, SOUTH], mark: 'dot' });
    const items = screen.getAllByRole('listitem');
    expect(items.map(({ textContent }) => textContent)).toEqual(['Norte', 'Sur']);
    const marks = items.map((item) => item.querySelector('i'));
    expect(marks.map((mark) => mark?.style.background)).toEqual([NORTH.color, SOUTH.color]);
    for (const mark of marks) expect(mark).toHaveClass('dot');
  });

  it('is left out where there is one group', () => {
    render(ChartKey, { entries: [NORTH], mark: 'line' });
    expect(screen.queryByRole('list')).toBeNull();
  });
});
