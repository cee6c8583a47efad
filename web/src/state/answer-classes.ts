import type { AnswerIds } from '../api/contract';
import type { AnswerClass } from '../map/choropleth';

/** What a filtered answer says of each municipality; those that it does not name lie outside the filters. */
export function classesOf(ids: AnswerIds, everything: AnswerIds | null): ReadonlyMap<string, AnswerClass> {
  const classes = new Map<string, AnswerClass>();
  const kinds = ['none_known', 'not_researched', 'with_agreements'] as const;
  for (const kind of kinds) for (const id of everything?.[kind] ?? []) classes.set(id, 'outside');
  for (const kind of kinds) for (const id of ids[kind]) classes.set(id, kind);
  return classes;
}
