import { describe, expect, it } from 'vitest';
import en from '../../src/i18n/en';
import es, { type MessageKey } from '../../src/i18n/es';
import type { Message } from '../../src/i18n/message';

const KEYS = Object.keys(es) as MessageKey[];
const spanish: Record<MessageKey, Message> = es;

function forms(message: Message): string[] {
  return typeof message === 'string' ? [message] : [message.one, message.other];
}

function holes(message: Message): string[] {
  return [...new Set(forms(message).flatMap((form) => form.match(/\{\w+\}/g) ?? []))].sort();
}

describe('the dictionaries', () => {
  it('have the same keys in both languages', () => {
    expect(Object.keys(en).sort()).toEqual([...KEYS].sort());
  });

  it.each(KEYS)('%s takes the same parameters in both languages', (key) => {
    expect(holes(en[key])).toEqual(holes(spanish[key]));
  });

  it.each(KEYS)('%s says something in both languages', (key) => {
    for (const message of [spanish[key], en[key]]) {
      expect(forms(message).at(-1)?.trim()).not.toBe('');
    }
  });

  it('never say that there are no agreements, only that none is known', () => {
    const promises =
      /\b(?:sin acuerdos?(?! conocido)|no tiene acuerdos|has no agreements?|without agreements)\b/i;
    const all = KEYS.flatMap((key) => [...forms(spanish[key]), ...forms(en[key])]);
    expect(all.filter((text) => promises.test(text))).toEqual([]);
  });
});
