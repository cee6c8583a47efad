declare module 'polylabel' {
  /** The point inside a polygon farthest from its outline, with that distance. */
  export default function polylabel(
    rings: readonly (readonly number[])[][],
    precision?: number,
  ): number[] & { distance: number };
}
