/** The view as it stands in the address, after the `#`: shareable, and never sent to the server. */
import type { Language } from '../i18n/language';

export interface Camera {
  lon: number;
  lat: number;
  zoom: number;
}

export type Filters = Readonly<Record<string, readonly string[]>>;

/** How the answer of a question is shown. */
export type Showing = 'list' | 'table' | 'chart' | 'method';
export const SHOWINGS: readonly Showing[] = ['list', 'table', 'chart', 'method'];

/** The question that the page opens with; an address need not name it. */
export const FIRST_QUESTION = 'without-agreements';

export interface View {
  language: Language | null;
  question: string;
  showing: Showing | null;
  camera: Camera | null;
  municipality: string | null;
  office: string | null;
  filters: Filters;
  hiddenKinds: readonly string[];
}

export const EMPTY_VIEW: View = {
  language: null,
  question: FIRST_QUESTION,
  showing: null,
  camera: null,
  municipality: null,
  office: null,
  filters: {},
  hiddenKinds: [],
};

const FILTER_PREFIX = 'q.';

/** The view that an address names; what it does not name, or names badly, is left at its default. */
export function parseAddress(hash: string): View {
  const pairs = new URLSearchParams(hash.replace(/^#/, ''));
  const filters: Record<string, string[]> = {};
  for (const [name, value] of pairs) {
    if (name.startsWith(FILTER_PREFIX) && value)
      (filters[name.slice(FILTER_PREFIX.length)] ??= []).push(value);
  }
  const language = pairs.get('lang');
  const municipality = pairs.get('municipality');
  const question = pairs.get('question') ?? '';
  return {
    language: language === 'es' || language === 'en' ? language : null,
    question: /^[a-z0-9-]{1,60}$/.test(question) ? question : FIRST_QUESTION,
    showing: SHOWINGS.find((showing) => showing === pairs.get('show')) ?? null,
    camera: parseCamera(pairs.get('at')),
    municipality: municipality && /^\d{5}$/.test(municipality) ? municipality : null,
    office: pairs.get('office'),
    filters,
    hiddenKinds: pairs.get('hide')?.split(',').filter(Boolean) ?? [],
  };
}

/** The address of a view: `#lang=es&at=23.6,-102.5,4.6&municipality=02004&q.state=02`. */
export function formatAddress(view: View): string {
  const pairs: [string, string][] = [];
  if (view.language) pairs.push(['lang', view.language]);
  if (view.camera) pairs.push(['at', formatCamera(view.camera)]);
  if (view.question !== FIRST_QUESTION) pairs.push(['question', view.question]);
  if (view.showing) pairs.push(['show', view.showing]);
  if (view.municipality) pairs.push(['municipality', view.municipality]);
  if (view.office) pairs.push(['office', view.office]);
  for (const [name, values] of Object.entries(view.filters)) {
    for (const value of values) pairs.push([FILTER_PREFIX + name, value]);
  }
  if (view.hiddenKinds.length) pairs.push(['hide', view.hiddenKinds.join(',')]);
  // Commas are allowed in a fragment, and people read these addresses.
  return `#${new URLSearchParams(pairs).toString().replaceAll('%2C', ',')}`;
}

function parseCamera(text: string | null): Camera | null {
  const [lat = NaN, lon = NaN, zoom = NaN, ...rest] = (text ?? '').split(',').map((part) => parseFloat(part));
  const isWhole = rest.length === 0 && [lat, lon, zoom].every(Number.isFinite);
  return isWhole && Math.abs(lat) <= 85 && zoom >= 0 && zoom <= 22 ? { lon, lat, zoom } : null;
}

/** Decimals that say no more than a pixel at that zoom. */
function formatCamera({ lon, lat, zoom }: Camera): string {
  const decimals = zoom < 6 ? 2 : zoom < 10 ? 3 : 4;
  return `${lat.toFixed(decimals)},${lon.toFixed(decimals)},${zoom.toFixed(2)}`;
}
