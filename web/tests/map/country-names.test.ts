import { describe, expect, it } from 'vitest';
import { CountryNames } from '../../src/map/country-names';

const POINTS = {
  type: 'FeatureCollection',
  features: [
    { type: 'Feature', geometry: { type: 'Point', coordinates: [0, 0] }, properties: { iso: 'BZ', rank: 1 } },
  ],
};
const answering = (answer: () => Promise<Response>): CountryNames => new CountryNames(answer);
const names = (countries: CountryNames): unknown[] =>
  countries.labels().features.map(({ properties }) => (properties as { name: string }).name);

describe('the names of countries', () => {
  it('are written in the words of the reader', async () => {
    const countries = answering(() => Promise.resolve(Response.json(POINTS)));
    expect(await countries.load()).toBe(true);
    expect(names(countries)).toEqual(['BZ']);
    countries.name = () => 'Belice';
    expect(names(countries)).toEqual(['Belice']);
  });

  it.each([
    ['nobody answers', () => Promise.reject(new TypeError('Failed to fetch'))],
    ['the answer is a page', () => Promise.resolve(new Response('<!doctype html>'))],
    ['the answer is cut off', () => Promise.resolve(new Response('{"type": "FeatureColl'))],
    ['there is no such file', () => Promise.resolve(new Response('', { status: 404 }))],
  ])('are left out when %s', async (_what, answer) => {
    const countries = answering(answer);
    expect(await countries.load()).toBe(false);
    expect(names(countries)).toEqual([]);
  });

  it('are asked for again after they could not be had', async () => {
    const answers = [
      () => Promise.reject(new TypeError('Failed to fetch')),
      () => Promise.resolve(Response.json(POINTS)),
    ];
    const countries = answering(() =>
      (answers.shift() ?? (() => Promise.reject(new Error('asked again'))))(),
    );
    expect(await countries.load()).toBe(false);
    expect(await countries.load()).toBe(true);
    // Those that are there are not asked for once more.
    expect(await countries.load()).toBe(true);
    expect(names(countries)).toEqual(['BZ']);
  });

  it('do not hide an error of our own', async () => {
    await expect(answering(() => Promise.reject(new RangeError('ours'))).load()).rejects.toThrow('ours');
  });
});
