/** How one value of an answer is written in the reader's language. */
import type { CollectionField } from '../api/contract';
import type { Reader } from '../i18n/reader.svelte';

/** A value as text; null where the answer does not know it. */
export function written(
  reader: Reader,
  value: unknown,
  field: Partial<CollectionField> & { name: string },
): string | null {
  if (value === null || value === undefined || value === '') return null;
  if (typeof value === 'boolean') return reader.t(value ? 'value.yes' : 'value.no');
  if (typeof value === 'number') return writtenNumber(reader, value, field.name);
  if (Array.isArray(value)) {
    const parts = value.map((part: unknown) => written(reader, part, field)).filter((part) => part !== null);
    return parts.length ? parts.join(', ') : null;
  }
  if (typeof value === 'object') {
    const parts = Object.entries(value as Record<string, unknown>).map(
      ([name, part]) => `${name}: ${written(reader, part, { name }) ?? '—'}`,
    );
    return parts.join('; ');
  }
  const text = value as string;
  const choice = field.choices?.find((each) => each.value === text);
  if (choice) return reader.pick(choice, 'label');
  if (/(?:^|_)country$/.test(field.name) && /^[A-Z]{2}$/.test(text)) return reader.country(text);
  if (/(?:_date|^date|^as_of)$/.test(field.name) && /^\d{4}(?:-\d{2}){0,2}$/.test(text))
    return reader.date(text);
  return text;
}

function writtenNumber(reader: Reader, value: number, name: string): string {
  if (/(?:^|_)year$/.test(name)) return String(value);
  if (Number.isInteger(value)) return reader.number(value);
  const size = Math.abs(value);
  // As many digits as tell values apart, and no more than the data bear.
  if (size >= 100) return reader.number(value, { maximumFractionDigits: 0 });
  if (size >= 1) return reader.number(value, { maximumFractionDigits: 2 });
  return reader.number(value, { maximumSignificantDigits: 3 });
}
