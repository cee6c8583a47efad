import { describe, expect, it } from 'vitest';
import { nearest, PEEK_PX, sheetHeight, step } from '../../src/layout/detents';

describe('the sheet of a small screen', () => {
  it('comes to rest at the nearest of three heights', () => {
    const room = 788;
    expect(sheetHeight('peek', room)).toBe(PEEK_PX);
    expect(nearest(150, room)).toBe('peek');
    expect(nearest(400, room)).toBe('half');
    expect(nearest(700, room)).toBe('full');
  });

  it('steps no further than its ends', () => {
    expect(step('peek', -1)).toBe('peek');
    expect(step('peek', 1)).toBe('half');
    expect(step('full', 1)).toBe('full');
  });
});
