import { describe, expect, it } from 'vitest';
import es, { type MessageKey } from '../../src/i18n/es';

const sources = import.meta.glob('../../src/**/*.{svelte,ts}', {
  query: '?raw',
  import: 'default',
  eager: true,
});
const text = Object.entries(sources)
  .filter(([path]) => !/\/i18n\/e[sn]\.ts$/.test(path))
  .map(([, source]) => String(source))
  .join('\n');
/** Keys that are put together, such as `problem.${kind}`: their fixed beginnings and ends. */
const composed = [...text.matchAll(/`([a-z_]+\.)\$\{[^}]*\}([a-z_]*)`/g)].map(([, head = '', tail = '']) => ({
  head,
  tail,
}));

describe('the dictionaries', () => {
  it.each(Object.keys(es) as MessageKey[])('%s is said somewhere on the page', (key) => {
    const isSaid =
      text.includes(`'${key}'`) ||
      composed.some(({ head, tail }) => key.startsWith(head) && key.endsWith(tail));
    expect(isSaid).toBe(true);
  });
});
