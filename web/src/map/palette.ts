/** Colours of the map that stand for nothing: ground, water, lines and lettering. */
export const PALETTE = {
  sea: '#d9e2e6',
  land: '#f7f5f0',
  countryLine: '#b9b3a6',
  stateLine: '#6b6459',
  municipalityLine: '#8f897d',
  ink: '#1c2b33',
  mutedInk: '#5d6a70',
  halo: 'rgba(255, 255, 255, 0.85)',
  selected: '#12232b',
  partner: '#8a1c4a',
} as const;

/** Families that MapLibre draws from the reader's own machine: the style names no glyph server. */
export const MAP_FONT = ['system-ui', 'Segoe UI', 'Roboto', 'Noto Sans', 'Arial', 'sans-serif'];
