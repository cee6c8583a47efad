/** What the map paints of an answer: classes and colours in one list, which makes paint, legend and labels. */
import type { Feature } from 'geojson';
import type { AnswerIds, AnswerMap } from '../api/contract';
import { ANSWER_CLASSES, answerColor, isHatchedAnswer } from '../map/choropleth';

/** Class of every municipality that an answer does not speak of. */
export const OUTSIDE = 'outside';
/** Classes that say that nobody looked: hatched, since they are no shade of a count. */
const HATCHED = new Set(['not_researched']);

export interface PaintedClass {
  key: string;
  color: string;
  isHatched: boolean;
  /** Null where the page has words of its own for the class. */
  label: { label_es: string; label_en: string } | null;
  /** How many areas or features have it; null where they are not counted. */
  count: number | null;
}

export interface Painting {
  /** Collection whose areas are coloured; null when the answer has only features of its own. */
  collection: 'municipalities' | 'states' | null;
  classes: readonly PaintedClass[];
  /** Class of each area by its code, municipalities outside the answer too. */
  classOf: ReadonlyMap<string, string>;
  features: readonly Feature[];
}

const KINDS = ['none_known', 'not_researched', 'with_agreements'] as const;

/** The first question with filters: classes that the page names itself. */
export function paintingOfIds(ids: AnswerIds, everything: AnswerIds | null): Painting {
  const classOf = outside(everything);
  for (const kind of KINDS) for (const id of ids[kind]) classOf.set(id, kind);
  const classes = ANSWER_CLASSES.map((key) => ({
    key,
    color: answerColor(key),
    isHatched: isHatchedAnswer(key),
    label: null,
    count: key === OUTSIDE ? null : ids[key].length,
  }));
  return { collection: 'municipalities', classes, classOf, features: [] };
}

/** Any other question: classes and colours as the API declares them. */
export function paintingOfMap(map: AnswerMap, everything: AnswerIds | null): Painting {
  const collection =
    map.collection === 'municipalities' || map.collection === 'states' ? map.collection : null;
  const classOf = outside(everything);
  if (collection) {
    for (const [key, ids] of Object.entries(map.classes)) for (const id of ids) classOf.set(id, key);
  }
  const ofFeatures = countsOfFeatures(map.features);
  const classes: PaintedClass[] = map.legend.map((declared) => {
    const key = String(declared.value ?? declared.label_en);
    return {
      key,
      color: declared.color,
      isHatched: HATCHED.has(key),
      label: declared,
      count: (map.classes[key]?.length ?? 0) + (ofFeatures.get(key) ?? 0),
    };
  });
  const isPartial = collection === 'municipalities' && [...classOf.values()].includes(OUTSIDE);
  if (isPartial) {
    classes.push({ key: OUTSIDE, color: answerColor(OUTSIDE), isHatched: false, label: null, count: null });
  }
  return { collection, classes, classOf, features: map.features };
}

/** Features by class. A line leads to something that is drawn, too: it counts only where its class is of lines alone. */
function countsOfFeatures(features: readonly Feature[]): Map<string, number> {
  const counted = (chosen: readonly Feature[]): Map<string, number> => {
    const counts = new Map<string, number>();
    for (const { properties } of chosen) {
      const key = String(properties?.['class'] ?? '');
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    return counts;
  };
  const isLine = ({ geometry }: Feature): boolean => geometry?.type.endsWith('LineString');
  return new Map([
    ...counted(features.filter(isLine)),
    ...counted(features.filter((feature) => !isLine(feature))),
  ]);
}

function outside(everything: AnswerIds | null): Map<string, string> {
  return new Map(KINDS.flatMap((kind) => (everything?.[kind] ?? []).map((id) => [id, OUTSIDE] as const)));
}
