/** Symbols of the kinds of offices: the same paths draw the map's icons and the legend's. */

export interface OfficeSymbol {
  /** SVG path on a 20 × 20 field. */
  path: string;
  color: string;
}

const CIRCLE = 'M10 3a7 7 0 1 0 0 14a7 7 0 1 0 0-14z';
const SQUARE = 'M4 4h12v12H4z';
const DIAMOND = 'M10 2l8 8l-8 8l-8-8z';
const TRIANGLE = 'M10 2.5l8 14H2z';
const PENTAGON = 'M10 2l8 6l-3 9.5H5L2 8z';
const CROSS = 'M7.5 2.5h5v5h5v5h-5v5h-5v-5h-5v-5h5z';
const BAR = 'M2 6.5h16v7H2z';
const HOUSE = 'M10 2l8 7h-2v8H4V9H2z';
const SHIELD = 'M3.5 3h13v7c0 4-3 6.3-6.5 7.5C6.5 16.3 3.5 14 3.5 10z';

/** Shape tells the kind, colour the family: migrants green, international affairs violet, consulates brick. */
const SYMBOLS: Readonly<Record<string, OfficeSymbol>> = {
  ofam_state: { path: CIRCLE, color: '#1b6e53' },
  ofam_municipal: { path: TRIANGLE, color: '#1b6e53' },
  ofam_abroad: { path: HOUSE, color: '#1b6e53' },
  ofai_state: { path: SQUARE, color: '#5b3f8c' },
  ofai_municipal: { path: PENTAGON, color: '#5b3f8c' },
  iom_window: { path: CROSS, color: '#0b5c7a' },
  consulate_mx_abroad: { path: SHIELD, color: '#a33b20' },
  consulate_foreign_in_mx: { path: DIAMOND, color: '#a33b20' },
  border_crossing: { path: BAR, color: '#2b2b2b' },
};

const OTHER: OfficeSymbol = { path: CIRCLE, color: '#555555' };

export const OFFICE_KINDS: readonly string[] = Object.keys(SYMBOLS);

/** The symbol of a kind; one that this page does not know yet still shows, as a grey circle. */
export function officeSymbol(kind: string): OfficeSymbol {
  return SYMBOLS[kind] ?? OTHER;
}
