import type { Map as MapLibreMap } from 'maplibre-gl';
import { TerraDraw, TerraDrawPolygonMode } from 'terra-draw';
import { TerraDrawMapLibreGLAdapter } from 'terra-draw-maplibre-gl-adapter';
import type { Ring } from '../question/polygon';

const INK = '#12232b' as const;

/**
 * Lets the reader draw one polygon: a click or tap a corner, the first corner again or Enter ends it; the page
 * gives it up. Resolves with its corners, the first repeated at the end; null when it was given up.
 */
export function drawnPolygon(map: MapLibreMap, signal: AbortSignal): Promise<Ring | null> {
  const draw = new TerraDraw({
    adapter: new TerraDrawMapLibreGLAdapter({ map, coordinatePrecision: 5 }),
    modes: [
      new TerraDrawPolygonMode({
        styles: {
          fillColor: INK,
          fillOpacity: 0.12,
          outlineColor: INK,
          outlineWidth: 2,
          closingPointColor: INK,
        },
      }),
    ],
  });
  draw.start();
  draw.setMode('polygon');
  const canvas = map.getCanvas();
  canvas.focus();
  return new Promise((resolve) => {
    const end = (ring: Ring | null): void => {
      signal.removeEventListener('abort', giveUp);
      draw.stop();
      resolve(ring);
    };
    const giveUp = (): void => end(null);
    signal.addEventListener('abort', giveUp);
    draw.on('finish', (id) => {
      const geometry = draw.getSnapshotFeature(id)?.geometry;
      end(geometry?.type === 'Polygon' ? ((geometry.coordinates[0] ?? []) as unknown as Ring) : null);
    });
  });
}
