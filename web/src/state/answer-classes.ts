import type { AnswerIds } from '../api/contract';
import type { AnswerClass } from '../map/choropleth';

/** What a filtered answer says of each municipality; those that it does not name lie outside the filters. */
export function classesOf(ids: AnswerIds, everyId: readonly string[]): ReadonlyMap<string, AnswerClass> {
  const classes = new Map<string, AnswerClass>(everyId.map((id) => [id, 'outside']));
  for (const answer of ['none_known', 'not_researched', 'with_agreements'] as const) {
    for (const id of ids[answer]) classes.set(id, answer);
  }
  return classes;
}
