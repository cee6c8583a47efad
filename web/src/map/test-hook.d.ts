import type { AtlasMap } from './atlas-map';

declare global {
  interface Window {
    /** The drawn map, for tests to read from the map itself what it shows. */
    __atlas?: Pick<AtlasMap, 'answerOf' | 'camera' | 'hovered' | 'settled'> | null;
  }
}
