import en from './en';
import es, { type MessageKey } from './es';
import type { Language } from './language';
import {
  countryName,
  fill,
  formatDate,
  formatKm,
  formatNumber,
  type Message,
  type Parameters,
} from './message';

const DICTIONARIES: Record<Language, Record<MessageKey, Message>> = { es, en };

type Bilingual<K extends string> = Readonly<Record<`${K}_es` | `${K}_en`, string>>;

/** The language in which the page is read, and everything that is written in it. */
export class Reader {
  language = $state<Language>('es');

  readonly t = (key: MessageKey, parameters?: Parameters): string =>
    fill(DICTIONARIES[this.language][key], this.language, parameters);

  /** The half of a bilingual answer of the API: `title` of `{title_es, title_en}`. */
  readonly pick = <K extends string>(from: Bilingual<K>, key: K): string => from[`${key}_${this.language}`];

  readonly number = (value: number, options?: Intl.NumberFormatOptions): string =>
    formatNumber(value, this.language, options);

  readonly km = (value: number): string => formatKm(value, this.language);
  readonly date = (iso: string): string => formatDate(iso, this.language);
  readonly country = (code: string): string => countryName(code, this.language);
}
