/** How far the sheet of a small screen is drawn up. */
export type Detent = 'peek' | 'half' | 'full';

const ORDER: readonly Detent[] = ['peek', 'half', 'full'];
export const PEEK_PX = 108;
/** Share of the room below the masthead. */
const SHARE: Record<Exclude<Detent, 'peek'>, number> = { half: 0.52, full: 0.94 };

/** Height of the sheet in pixels, in a room of that height. */
export function sheetHeight(detent: Detent, room: number): number {
  return detent === 'peek' ? PEEK_PX : Math.round(room * SHARE[detent]);
}

export function step(detent: Detent, by: 1 | -1): Detent {
  return ORDER[Math.min(ORDER.length - 1, Math.max(0, ORDER.indexOf(detent) + by))] ?? detent;
}

/** Where a sheet let go at that height comes to rest. */
export function nearest(height: number, room: number): Detent {
  const distance = (detent: Detent): number => Math.abs(sheetHeight(detent, room) - height);
  return ORDER.reduce((best, detent) => (distance(detent) < distance(best) ? detent : best));
}
