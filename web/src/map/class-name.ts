import type { MessageKey } from '../i18n/es';
import type { Reader } from '../i18n/reader.svelte';
import type { PaintedClass } from '../state/painting';

/** How people read a class of an answer: in the API's words, or in the page's where the class is its own. */
export function className(reader: Reader, { key, label }: PaintedClass, isFirst: boolean): string {
  if (label) return reader.pick(label, 'label');
  return reader.t(isFirst ? (`class.${key}` as MessageKey) : 'class.outside_question');
}
