export type Language = 'es' | 'en';

export const LANGUAGES: readonly Language[] = ['es', 'en'];

/** The first language of the reader's list that the Atlas speaks; Spanish when it speaks none of them. */
export function preferredLanguage(preferences: readonly string[]): Language {
  for (const preference of preferences) {
    const language = LANGUAGES.find((known) => preference.toLowerCase().split('-')[0] === known);
    if (language) return language;
  }
  return 'es';
}
