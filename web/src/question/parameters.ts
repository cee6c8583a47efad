import type { BilingualText, Parameter } from '../api/contract';
import type { Filters } from '../state/address';

/** How a parameter is asked for on the page. */
export type Control =
  'one_of' | 'several_of' | 'number' | 'date' | 'text' | 'places' | 'indicator' | 'polygon';

/** Forms of a text that say what it stands for: codes of municipalities and states, and a field of a collection. */
const MUNICIPALITY_CODE = String.raw`\d{5}`;
const STATE_CODE = String.raw`\d{2}`;
const INDICATOR = String.raw`[a-z0-9_]{1,60}\.[a-z0-9_]{1,60}`;

/** Parameters that the page sets by other means than its form. */
const ELSEWHERE = new Set(['sort', 'limit', 'offset', 'f']);
/** Asked most of the first question: they stand open, the others wait behind a button. */
export const ASKED_MOST = ['state', 'us_border_km_max', 'south_border_km_max'];
/** So many parameters of any other question stand open. */
const OPEN_COUNT = 4;
const PARTIAL_DATE = /^\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?$/;

export function control(parameter: Parameter): Control {
  if (parameter.choices?.length) return parameter.multiple ? 'several_of' : 'one_of';
  if (/^(?:number|integer|real|float)$/.test(parameter.type)) return 'number';
  if (parameter.type === 'polygon') return 'polygon';
  if (placesOf(parameter).length > 0) return 'places';
  if (parameter.pattern === INDICATOR) return 'indicator';
  return parameter.type === 'date' ? 'date' : 'text';
}

/** Kinds of places whose codes a parameter takes. */
export function placesOf(parameter: Parameter): ('municipality' | 'state')[] {
  if (parameter.keys_of === 'municipalities') return ['municipality'];
  const forms = parameter.pattern?.split('|') ?? [];
  if (!forms.includes(MUNICIPALITY_CODE)) return [];
  return forms.includes(STATE_CODE) ? ['municipality', 'state'] : ['municipality'];
}

export interface ParameterGroup {
  heading: BilingualText | null;
  parameters: Parameter[];
}

export interface Form {
  /** What stands open: asked most, or what the question is about. */
  first: ParameterGroup;
  /** The others, under their headings. */
  others: ParameterGroup[];
}

/**
 * The form's parameters, in the order in which the question declares them. Those asked most stand open; where that is
 * not known, the first heading of a question that begins with one, or else the first parameters without a heading.
 */
export function formParameters(parameters: readonly Parameter[], askedMost: readonly string[] = []): Form {
  const shown = parameters.filter((p) => !ELSEWHERE.has(p.name));
  const known = askedMost.flatMap((name) => shown.filter((p) => p.name === name));
  const heading = known.length === 0 ? (shown[0]?.group ?? null) : null;
  const bare = known.length > 0 ? known : shown.filter((p) => !p.group).slice(0, OPEN_COUNT);
  const first = heading ? shown.filter((p) => p.group?.text_en === heading.text_en) : bare;
  const others: ParameterGroup[] = [];
  for (const parameter of shown.filter((p) => !first.includes(p))) {
    const under = parameter.group ?? null;
    const group = others.find((each) => each.heading?.text_en === under?.text_en);
    if (group) group.parameters.push(parameter);
    else others.push({ heading: under, parameters: [parameter] });
  }
  // A question that begins with a heading keeps what has none for last.
  others.sort((a, b) => (heading ? 1 : -1) * (Number(a.heading === null) - Number(b.heading === null)));
  return { first: { heading, parameters: first }, others };
}

/** A parameter's default, as text; what equals it is no filter and stays out of the address. */
export function defaultValue(parameter: Parameter): string {
  const value = parameter.default;
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

/** The filters with one parameter set anew. */
export function withValues(filters: Filters, parameter: Parameter, values: readonly string[]): Filters {
  const others = Object.fromEntries(Object.entries(filters).filter(([name]) => name !== parameter.name));
  const chosen = values.filter((value) => value !== '' && value !== defaultValue(parameter));
  return chosen.length ? { ...others, [parameter.name]: chosen } : others;
}

/** The filters that another question understands, too: same parameter, same words. */
export function carriedOver(filters: Filters, from: readonly Parameter[], to: readonly Parameter[]): Filters {
  const kept = Object.entries(filters).filter(([name, values]) => {
    const before = from.find((p) => p.name === name);
    const after = to.find((p) => p.name === name);
    if (!before || !after || ELSEWHERE.has(name)) return false;
    const isSame = before.type === after.type && before.multiple === after.multiple;
    return isSame && before.keys_of === after.keys_of && values.every((value) => isTaken(after, value));
  });
  return Object.fromEntries(kept);
}

/** Whether a parameter can take a text, as far as the page can tell. */
export function isTaken(parameter: Parameter, text: string): boolean {
  if (text === '') return true;
  if (parameter.choices?.length) return parameter.choices.some(({ value }) => value === text);
  if (control(parameter) === 'number') return isWithin(parameter, text);
  if (parameter.type === 'date') return PARTIAL_DATE.test(text);
  return parameter.pattern ? new RegExp(`^(?:${parameter.pattern})$`).test(text) : true;
}

/** Whether a typed number lies within what the parameter allows. */
export function isWithin(parameter: Parameter, text: string): boolean {
  if (text === '') return true;
  const value = Number(text);
  return (
    Number.isFinite(value) &&
    value >= (parameter.minimum ?? -Infinity) &&
    value <= (parameter.maximum ?? Infinity) &&
    (parameter.type !== 'integer' || Number.isInteger(value))
  );
}

/** The codes of municipalities in a pasted text, each once: five digits, between whatever else stands there. */
export function codesIn(text: string): string[] {
  return [...new Set(text.match(/(?<!\d)\d{5}(?!\d)/g) ?? [])];
}
