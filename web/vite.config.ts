import { svelte } from '@sveltejs/vite-plugin-svelte';
import { svelteTesting } from '@testing-library/svelte/vite';
import { defineConfig } from 'vitest/config';
import { basemap } from './build/basemap.ts';
import { preloadMap } from './build/preload-map.ts';
import { precompress } from './build/precompress.ts';

const api = process.env['ATLAS_API_URL'] ?? 'http://127.0.0.1:8000';
const apiPaths = [
  '/health',
  '/collections',
  '/questions',
  '/places',
  '/municipalities',
  '/docs',
  '/openapi.json',
];

export default defineConfig({
  // Everything is asked for beside the page, so that the Atlas can stand under any path of a host.
  base: './',
  plugins: [svelte(), svelteTesting(), basemap(), preloadMap(), precompress()],
  server: { proxy: Object.fromEntries(apiPaths.map((path) => [path, api])) },
  // MapLibre is one library that tree-shakes little; it is loaded beside the data, not before the page.
  build: { target: 'es2022', chunkSizeWarningLimit: 1200 },
  worker: { format: 'es' },
  test: {
    environment: 'happy-dom',
    include: ['tests/**/*.test.ts'],
    setupFiles: ['tests/setup.ts'],
  },
});
