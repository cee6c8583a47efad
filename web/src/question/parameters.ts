import type { Parameter } from '../api/contract';
import type { Filters } from '../state/address';

/** How a parameter is asked for on the page. */
export type Control = 'one_of' | 'several_of' | 'number' | 'date' | 'text';

/** Parameters that the page sets by other means than its form. */
const ELSEWHERE = new Set(['sort', 'limit', 'offset', 'f']);
/** Asked most: shown before the others, which wait behind a button. */
const FIRST = ['state', 'us_border_km_max', 'south_border_km_max'];

export function control(parameter: Parameter): Control {
  if (parameter.choices?.length) return parameter.multiple ? 'several_of' : 'one_of';
  if (/^(?:number|integer|real|float)$/.test(parameter.type)) return 'number';
  return parameter.type === 'date' ? 'date' : 'text';
}

/** The form's parameters: those asked most, and the others. */
export function formParameters(parameters: readonly Parameter[]): {
  first: Parameter[];
  others: Parameter[];
} {
  const shown = parameters.filter((p) => !ELSEWHERE.has(p.name));
  const first = FIRST.flatMap((name) => shown.filter((p) => p.name === name));
  return { first, others: shown.filter((p) => !first.includes(p)) };
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
