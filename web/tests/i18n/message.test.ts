import { describe, expect, it } from 'vitest';
import { preferredLanguage } from '../../src/i18n/language';
import { countryName, fill, formatDate, formatKm, formatNumber } from '../../src/i18n/message';

describe('fill', () => {
  it('chooses the plural form by n and writes numbers as the language does', () => {
    const message = { one: '{n} fuente', other: '{n} fuentes' };
    expect(fill(message, 'es', { n: 1 })).toBe('1 fuente');
    expect(fill(message, 'es', { n: 2465 })).toBe('2,465 fuentes');
    expect(fill(message, 'es', { n: 0 })).toBe('0 fuentes');
  });

  it('leaves codes that are texts alone', () => {
    expect(fill('Clave {code}', 'es', { code: '02004' })).toBe('Clave 02004');
  });
});

describe('formats', () => {
  it('writes distances no finer than they are known', () => {
    expect(formatKm(12.345, 'es')).toBe('12.3 km');
    expect(formatKm(1234.5, 'en')).toMatch(/^1,23[45] km$/);
    expect(formatNumber(1000, 'es')).toBe('1,000');
  });

  it('writes a partial date as finely as it is known', () => {
    expect(formatDate('2013', 'es')).toBe('2013');
    expect(formatDate('2013-02', 'en')).toBe('February 2013');
    expect(formatDate('2026-11-20T06:30:00Z', 'es')).toMatch(/20.*nov.*2026/);
    expect(formatDate('circa 1990', 'es')).toBe('circa 1990');
  });

  it('names countries, and gives back a code that nobody knows', () => {
    expect(countryName('US', 'es')).toBe('Estados Unidos');
    expect(countryName('GT', 'en')).toBe('Guatemala');
    expect(countryName('not a code', 'en')).toBe('not a code');
  });
});

describe('preferredLanguage', () => {
  it('takes the first language that the Atlas speaks, else Spanish', () => {
    expect(preferredLanguage(['fr-FR', 'en-US', 'es-MX'])).toBe('en');
    expect(preferredLanguage(['es-419', 'en'])).toBe('es');
    expect(preferredLanguage(['fr'])).toBe('es');
  });
});
