/** How municipalities are coloured: one list of swatches makes the paint and the legend, so neither can lie. */
import type { ExpressionSpecification } from 'maplibre-gl';
import type { Legend, LegendClass } from '../api/contract';

export interface Swatch {
  key: string;
  color: string;
  /** Hatched swatches say that nothing is known, which is no shade of a count. */
  isHatched: boolean;
  label_es: string;
  label_en: string;
}

interface TestedSwatch extends Swatch {
  test: ExpressionSpecification;
}

/** What a filtered answer can say of a municipality; the values of the feature state `answer`. */
export type AnswerClass = 'none_known' | 'not_researched' | 'with_agreements' | 'outside';

/**
 * Ochre against blue is told apart in every common colour blindness, and the municipalities asked for are the
 * strongest on the page.
 */
const ANSWER_COLORS: Record<AnswerClass, string> = {
  none_known: '#d9953c',
  not_researched: '#b9b4ab',
  with_agreements: '#3f86b8',
  outside: '#f3f1ea',
};

export const ANSWER_CLASSES = Object.keys(ANSWER_COLORS) as readonly AnswerClass[];

export const UNKNOWN_COLOR = '#ffffff';

export function answerColor(answer: AnswerClass): string {
  return ANSWER_COLORS[answer];
}

export function isHatchedAnswer(answer: AnswerClass): boolean {
  return answer === 'not_researched';
}

/** The swatches of a declared legend, in its order. */
export function swatches(legend: Legend): Swatch[] {
  return tested(legend).map(({ test: _test, ...swatch }) => swatch);
}

function tested(legend: Legend): TestedSwatch[] {
  return legend.classes.map((declared) => ({
    key: declared.value ?? `${declared.min ?? ''}-${declared.max ?? ''}`,
    color: declared.color,
    isHatched: declared.value != null,
    label_es: declared.label_es,
    label_en: declared.label_en,
    test: test(legend, declared),
  }));
}

function test(legend: Legend, { min, max, value }: LegendClass): ExpressionSpecification {
  if (value != null) return ['==', ['get', legend.value_field ?? legend.field], value];
  const bounds: ExpressionSpecification[] = [];
  if (min != null) bounds.push(['>=', ['get', legend.field], min]);
  if (max != null) bounds.push(['<=', ['get', legend.field], max]);
  return ['all', ...bounds];
}

/** Classes by value come first: a count says nothing of a municipality that nobody looked at. */
function byPrecedence(legend: Legend): TestedSwatch[] {
  const all = tested(legend);
  return [...all.filter((s) => s.isHatched), ...all.filter((s) => !s.isHatched)];
}

/** Colour that the answer gives an area, as its feature state; empty where no answer is painted. */
const FILL: ExpressionSpecification = ['to-string', ['feature-state', 'fill']];

/** What the state of an area holds: colour, hatching, and the class for whoever asks the map what it shows. */
export interface AreaState {
  fill: string;
  hatch: boolean;
  answer: string;
}

export const UNPAINTED: AreaState = { fill: '', hatch: false, answer: '' };

/**
 * Colour of a class of the answer as the map shows it now: by the legend while nothing is filtered, so that the
 * list beside the map speaks in the map's own colours.
 */
export function shownColor(answer: AnswerClass, legend: Legend | null, isFiltered: boolean): string {
  if (isFiltered || !legend) return ANSWER_COLORS[answer];
  const known = legend.classes.filter((c) => c.value == null);
  const byAnswer: Record<AnswerClass, LegendClass | undefined> = {
    none_known: known.find((c) => c.max === 0),
    not_researched: legend.classes.find((c) => c.value === 'not_researched'),
    with_agreements: known.filter((c) => (c.min ?? 0) > 0).at(-2) ?? known.at(-1),
    outside: undefined,
  };
  return byAnswer[answer]?.color ?? ANSWER_COLORS[answer];
}

/** Fill colour of a municipality: by the answer that is painted, else by the legend. */
export function fillColor(legend: Legend): ExpressionSpecification {
  const cases = byPrecedence(legend).flatMap((s) => [s.test, s.color]);
  const national = ['case', ...cases, UNKNOWN_COLOR] as unknown as ExpressionSpecification;
  return ['case', ['==', FILL, ''], national, FILL];
}

/** Which municipalities can be hatched at all: those of a hatched class. */
export function hatchFilter(legend: Legend): ExpressionSpecification {
  return ['any', ...byPrecedence(legend).flatMap((s) => (s.isHatched ? [s.test] : []))];
}

/** Opacity of the hatching where it applies: 0 where an answer says something else. */
export function hatchOpacity(): ExpressionSpecification {
  return ['case', ['==', FILL, ''], 1, ['boolean', ['feature-state', 'hatch'], false], 1, 0];
}
