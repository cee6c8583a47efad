import { describe, expect, it } from 'vitest';
import type { Chart } from '../../src/api/contract';
import { bins, crossCounts, leastSquares, pointsOf } from '../../src/charts/chart';
import { graphOf } from '../../src/charts/network';

const CHART: Chart = {
  kind: 'ranking',
  title_es: '',
  title_en: '',
  table: 'data',
  x: 'x',
  y: 'y',
  label: 'label',
  group: null,
};

describe('what charts draw', () => {
  it('leaves out rows that lack a figure, and speaks the reader’s language', () => {
    const rows = [
      { x: 1, y: 2, label_es: 'uno', label_en: 'one' },
      { x: null, y: 2, label_es: 'dos', label_en: 'two' },
    ];
    expect(pointsOf({ chart: CHART, rows }, 'en').map(({ x, y, label }) => [x, y, label])).toEqual([
      [1, 2, 'one'],
    ]);
  });

  it('counts every value in one bin', () => {
    const counts = bins([0, 4.9, 5, 10], [0, 5, 10]).map(({ count }) => count);
    expect(counts).toEqual([2, 2]);
  });

  it('finds the slope that Moran’s I is', () => {
    const fit = leastSquares([
      { x: -1, y: 0 },
      { x: 0, y: 0.5 },
      { x: 1, y: 1 },
    ]);
    expect(fit).toEqual({ slope: 0.5, intercept: 0.5 });
    expect(leastSquares([{ x: 1, y: 1 }])).toBeNull();
  });

  it('adds up the counts of a cross table, or counts rows', () => {
    const rows = [
      { x: 'a', y: 'b', n: 2 },
      { x: 'a', y: 'b', n: 3 },
      { x: 'c', y: 'b', n: 1 },
    ];
    const counted = (label: string | null) =>
      Object.fromEntries(crossCounts({ chart: { ...CHART, label }, rows }, 'es'));
    expect(counted('n')).toEqual({ 'b|a': 5, 'b|c': 1 });
    expect(counted(null)).toEqual({ 'b|a': 2, 'b|c': 1 });
  });

  it('lays a graph out within its box, the same each time', () => {
    const rows = [
      { source: 'a', target: 'b' },
      { source: 'b', target: 'c' },
      { source: 'd', target: null },
    ];
    const columns = { source: 'source', target: 'target', weight: null };
    const size = { width: 300, height: 200 };
    const graph = graphOf(rows, columns, size);
    expect(graph.edges.map(({ source, target }) => source.id + target.id)).toEqual(['ab', 'bc']);
    expect(graph.nodes.find(({ id }) => id === 'b')?.degree).toBe(2);
    for (const { x, y } of graph.nodes) {
      expect(x).toBeGreaterThanOrEqual(0);
      expect(x).toBeLessThanOrEqual(300);
      expect(y).toBeGreaterThanOrEqual(0);
      expect(y).toBeLessThanOrEqual(200);
    }
    expect(graphOf(rows, columns, size).nodes.map(({ x }) => x)).toEqual(graph.nodes.map(({ x }) => x));
  });
});
