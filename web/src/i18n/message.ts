import type { Language } from './language';

/** A text, or one text for each plural form that the parameter `n` calls for. */
export type Message = string | { one: string; other: string };
export type Parameters = Readonly<Record<string, string | number>>;

const LOCALES: Record<Language, string> = { es: 'es-MX', en: 'en' };

/** The locale whose numbers and dates go with a language. */
export function localeOf(language: Language): string {
  return LOCALES[language];
}

/** A message with its `{parameters}` filled in, numbers written as the language writes them. */
export function fill(message: Message, language: Language, parameters: Parameters = {}): string {
  const text = typeof message === 'string' ? message : pluralForm(message, language, parameters['n']);
  return text.replace(/\{(\w+)\}/g, (hole, name: string) => {
    const value = parameters[name];
    if (value === undefined) return hole;
    return typeof value === 'number' ? formatNumber(value, language) : value;
  });
}

function pluralForm(
  message: { one: string; other: string },
  language: Language,
  n: string | number | undefined,
) {
  return new Intl.PluralRules(localeOf(language)).select(Number(n)) === 'one' ? message.one : message.other;
}

export function formatNumber(value: number, language: Language, options?: Intl.NumberFormatOptions): string {
  // Mexican usage groups thousands from 1,000 on; the locale's own default would start at 10,000.
  return new Intl.NumberFormat(localeOf(language), { useGrouping: 'always', ...options }).format(value);
}

/** Kilometres with one decimal below 100 and none above: the data are no finer. */
export function formatKm(value: number, language: Language): string {
  const maximumFractionDigits = Math.abs(value) < 100 ? 1 : 0;
  return formatNumber(value, language, { style: 'unit', unit: 'kilometer', maximumFractionDigits });
}

/** A day; a partial date such as `2013` or `2013-02` is written as finely as it is known. */
export function formatDate(iso: string, language: Language): string {
  const [, year, month, day] = /^(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?/.exec(iso) ?? [];
  if (!year) return iso;
  const options: Intl.DateTimeFormatOptions = { timeZone: 'UTC', year: 'numeric' };
  if (month) options.month = day ? 'short' : 'long';
  if (day) options.day = 'numeric';
  const date = new Date(Date.UTC(Number(year), Number(month ?? 1) - 1, Number(day ?? 1)));
  return new Intl.DateTimeFormat(localeOf(language), options).format(date);
}

/** The name of a country by its ISO 3166 code; the code itself where there is none. */
export function countryName(code: string, language: Language): string {
  try {
    return new Intl.DisplayNames(localeOf(language), { type: 'region' }).of(code) ?? code;
  } catch (error) {
    if (error instanceof RangeError) return code;
    throw error;
  }
}
