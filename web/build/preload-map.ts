import type { Plugin } from 'vite';

const CHUNK = 'atlas-map';

/**
 * Lets the browser fetch and parse the map's library while it still reads the page: the library is loaded on
 * demand, and the page knows from the first byte that it will be wanted.
 */
export function preloadMap(): Plugin {
  return {
    name: 'atlas-preload-map',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler(_html, { bundle }) {
        const chunk = Object.values(bundle ?? {}).find(
          (file) => file.type === 'chunk' && file.name === CHUNK,
        );
        if (!chunk) throw new Error(`The build has no chunk named ${CHUNK}.`);
        return [
          { tag: 'link', attrs: { rel: 'modulepreload', href: `./${chunk.fileName}` }, injectTo: 'head' },
        ];
      },
    },
  };
}
