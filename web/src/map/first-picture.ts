import type { Map as MapLibreMap } from 'maplibre-gl';

/** Acts once the areas of a source in view stand on screen; at the latest when nothing is left to draw. */
export function whenPainted(map: MapLibreMap, source: string, act: () => void): void {
  let isDone = false;
  const done = (): void => {
    if (isDone) return;
    isDone = true;
    map.off('render', check);
    // The frame was handed to the screen when the next one begins.
    requestAnimationFrame(act);
  };
  const check = (): void => {
    if (hasFeatures(map, source)) done();
  };
  map.on('render', check);
  void map.once('idle', done);
}

function hasFeatures(map: MapLibreMap, source: string): boolean {
  return (
    map.getSource(source) !== undefined &&
    map.isSourceLoaded(source) &&
    map.querySourceFeatures(source, { sourceLayer: source }).length > 0
  );
}

/** A moment in which the page has nothing else to do, yet no later than half a second from now. */
export function pause(): Promise<unknown> {
  return new Promise((resolve) => {
    // Not every browser tells when it is idle.
    if ('requestIdleCallback' in window) window.requestIdleCallback(resolve, { timeout: 500 });
    else setTimeout(resolve, 50);
  });
}
