/** What the charts share: how they read columns of rows, and the colours of groups. */
import type { Chart, CollectionField, Row } from '../api/contract';
import type { Language } from '../i18n/language';
import type { Reader } from '../i18n/reader.svelte';
import { propertyOf } from '../question/columns';

export interface ChartProps {
  chart: Chart;
  rows: readonly Row[];
}

/** Told apart in every common colour blindness (Okabe and Ito 2008), the page's own blue first. */
export const GROUP_COLORS = [
  '#0b5470',
  '#d9953c',
  '#8a1c4a',
  '#3f86b8',
  '#4f7a28',
  '#6d675d',
  '#b0532a',
  '#7d5ba6',
];

export interface Point {
  x: number;
  y: number;
  label: string;
  group: string;
  row: Row;
}

/** A column as numbers; a row that has none there is left out by whoever draws. */
export function numberIn(row: Row, column: string): number | null {
  const value = row[column];
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

/** A column as text in the reader's language. */
export function textIn(rows: readonly Row[], row: Row, column: string | null, language: Language): string {
  if (!column) return '';
  const value = row[propertyOf(rows, column, language)];
  return value === null || value === undefined ? '' : String(value as string | number);
}

/** The rows that have both figures, as points; what the others lack is counted by whoever draws. */
export function pointsOf({ chart, rows }: ChartProps, language: Language): Point[] {
  return rows.flatMap((row) => {
    const [x, y] = [numberIn(row, chart.x), numberIn(row, chart.y)];
    if (x === null || y === null) return [];
    const group = textIn(rows, row, chart.group, language);
    return [{ x, y, label: textIn(rows, row, chart.label, language), group, row }];
  });
}

/** The groups of points in the order in which they come. */
export function groupsOf(points: readonly Point[]): Map<string, Point[]> {
  const groups = new Map<string, Point[]>();
  for (const point of points) {
    const group = groups.get(point.group);
    if (group) group.push(point);
    else groups.set(point.group, [point]);
  }
  return groups;
}

export function colorOf(index: number): string {
  return GROUP_COLORS[index % GROUP_COLORS.length] ?? '#0b5470';
}

/** What a column is called: as the question declares it, or else its name with spaces. */
export function columnTitle(reader: Reader, fields: readonly CollectionField[], name: string): string {
  const field =
    fields.find((f) => f.name === name) ?? fields.find((f) => f.name === `${name}_${reader.language}`);
  if (!field) return name.replaceAll('_', ' ').replace(/ pct$/, ' (%)').replace(/ km$/, ' (km)');
  const unit = field.unit ? ` (${field.unit})` : '';
  return reader.pick(field, 'title') + unit;
}

/** The word for a coded value, where the question declares one. */
export function wordOf(
  reader: Reader,
  fields: readonly CollectionField[],
  column: string | null,
  value: string,
): string {
  const choice = fields.find((f) => f.name === column)?.choices?.find((c) => c.value === value);
  return choice ? reader.pick(choice, 'label') : value;
}

export interface Bin {
  from: number;
  to: number;
  count: number;
}

/** Counts between round limits, each value in the bin that begins at or before it; the last bin has its end, too. */
export function bins(values: readonly number[], limits: readonly number[]): Bin[] {
  const found = limits.slice(0, -1).map((from, i) => ({ from, to: limits[i + 1] ?? from, count: 0 }));
  for (const value of values) {
    const bin = found.findLast(({ from }) => value >= from) ?? found[0];
    if (bin) bin.count += 1;
  }
  return found;
}

/** Slope and intercept of the line of least squares; null where all x are one. */
export function leastSquares(
  points: readonly Pick<Point, 'x' | 'y'>[],
): { slope: number; intercept: number } | null {
  const n = points.length;
  const meanX = points.reduce((sum, { x }) => sum + x, 0) / n;
  const meanY = points.reduce((sum, { y }) => sum + y, 0) / n;
  let [xy, xx] = [0, 0];
  for (const { x, y } of points) {
    xy += (x - meanX) * (y - meanY);
    xx += (x - meanX) ** 2;
  }
  return xx > 0 ? { slope: xy / xx, intercept: meanY - (xy / xx) * meanX } : null;
}

/** Sums of a cross table by `y|x`: of the column that the chart names as its label, or else of rows. */
export function crossCounts({ chart, rows }: ChartProps, language: Language): Map<string, number> {
  const found = new Map<string, number>();
  for (const row of rows) {
    const key = `${textIn(rows, row, chart.y, language)}|${textIn(rows, row, chart.x, language)}`;
    const count = chart.label ? (numberIn(row, chart.label) ?? 0) : 1;
    found.set(key, (found.get(key) ?? 0) + count);
  }
  return found;
}

/** Texts without repetition, the one that comes most often first. */
export function mostFrequent(texts: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1]).map(([text]) => text);
}
