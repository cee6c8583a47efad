import type { Question } from '../api/contract';
import type { Showing } from '../state/address';

/** The ways in which the answer of a question can be shown, the usual one first. */
export function showingsOf(question: Question | null, isFirst: boolean): Showing[] {
  const shapes: Showing[] = isFirst ? ['list', 'table'] : ['table'];
  return [...shapes, ...((question?.charts.length ?? 0) > 0 ? (['chart'] as const) : []), 'method'];
}

/** The way asked for where the question has it, else the usual one. */
export function shown(wanted: Showing | null, question: Question | null, isFirst: boolean): Showing {
  const offered = showingsOf(question, isFirst);
  return offered.find((each) => each === wanted) ?? offered[0] ?? 'table';
}
