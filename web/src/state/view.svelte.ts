import {
  type Camera,
  EMPTY_VIEW,
  type Filters,
  FIRST_QUESTION,
  formatAddress,
  parseAddress,
  type Showing,
  type View,
} from './address';
import { preferredLanguage } from '../i18n/language';
import type { Reader } from '../i18n/reader.svelte';

/** What is on screen and stands in the address; going back and forward brings it back. */
export class ViewState {
  question = $state(FIRST_QUESTION);
  showing = $state<Showing | null>(null);
  municipality = $state<string | null>(null);
  office = $state<string | null>(null);
  filters = $state.raw<Filters>({});
  hiddenKinds = $state.raw<readonly string[]>([]);
  /** Where the address wants the map: set when the page starts and when the reader goes back or forward. */
  wantedCamera = $state.raw<Camera | null>(null);
  #camera: Camera | null = null;

  constructor(private readonly reader: Reader) {
    const view = parseAddress(location.hash);
    reader.language = view.language ?? preferredLanguage(navigator.languages);
    this.#apply(view);
    this.#write('replace');
  }

  /** Follows the browser's history; gives back what ends it. */
  follow(): () => void {
    const back = (): void => this.#apply(parseAddress(location.hash));
    window.addEventListener('popstate', back);
    return () => window.removeEventListener('popstate', back);
  }

  /** A step that the reader may want to take back. */
  change(step: Partial<Omit<View, 'camera'>>): void {
    if (step.question !== undefined) this.question = step.question;
    if (step.showing !== undefined) this.showing = step.showing;
    if (step.municipality !== undefined) this.municipality = step.municipality;
    if (step.office !== undefined) this.office = step.office;
    if (step.filters !== undefined) this.filters = step.filters;
    if (step.hiddenKinds !== undefined) this.hiddenKinds = step.hiddenKinds;
    if (step.language) this.reader.language = step.language;
    this.#write('push');
  }

  /** The map was moved: the address follows without a step of its own. */
  moveCamera(camera: Camera): void {
    this.#camera = camera;
    this.#write('replace');
  }

  #apply(view: View): void {
    if (view.language) this.reader.language = view.language;
    this.question = view.question;
    this.showing = view.showing;
    this.municipality = view.municipality;
    this.office = view.office;
    this.filters = view.filters;
    this.hiddenKinds = view.hiddenKinds;
    this.#camera = view.camera;
    this.wantedCamera = view.camera;
  }

  #write(how: 'push' | 'replace'): void {
    const hash = formatAddress({
      ...EMPTY_VIEW,
      language: this.reader.language,
      question: this.question,
      showing: this.showing,
      camera: this.#camera,
      municipality: this.municipality,
      office: this.office,
      filters: this.filters,
      hiddenKinds: this.hiddenKinds,
    });
    if (hash === location.hash) return;
    if (how === 'push') history.pushState(null, '', hash);
    else history.replaceState(null, '', hash);
  }
}
