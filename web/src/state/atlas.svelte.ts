import { createContext } from 'svelte';
import type { Point } from 'geojson';
import { AtlasApi } from '../api/client';
import { ApiProblem } from '../api/problem';
import { boundsOf } from '../map/bounds';
import type { Bounds, Collection, Health, Items, Office, Place } from '../api/contract';
import { Reader } from '../i18n/reader.svelte';
import { type AnswerClass, shownColor } from '../map/choropleth';
import type { Ring } from '../question/polygon';
import { FIRST_QUESTION } from './address';
import { CardState } from './card.svelte';
import { QuestionState } from './question.svelte';
import { Resource } from './resource.svelte';
import { ViewState } from './view.svelte';
import { Vocabularies } from './vocabularies.svelte';

/** A parameter that waits for municipalities to be clicked on the map. */
export interface Picking {
  /** The parameter's own, so that a form with several tells which of them waits. */
  id: string;
  title: string;
  isMultiple: boolean;
  take(cvegeo: string): void;
  giveUp(): void;
}

/** The state of the whole page, by subject. */
export class Atlas {
  readonly reader = new Reader();
  readonly api: AtlasApi;
  readonly view = new ViewState(this.reader);
  readonly vocabularies: Vocabularies;
  readonly question: QuestionState;
  readonly card: CardState;
  readonly health = new Resource<Health>();
  readonly offices = new Resource<Items<Office, Point | null>>();
  /** Every collection, with its fields: what a question can take as an indicator. */
  readonly collections = new Resource<readonly Collection[]>();
  /** ISO codes of the countries where any partner is. */
  readonly partnerCountries = new Resource<readonly string[]>();
  /** A place that the reader asked to see; the map goes there. */
  wantedPlace = $state.raw<Place | null>(null);
  /** Codes of what is under the cursor, on the map or in a list: several where a row speaks of a group. */
  hovered = $state.raw<readonly string[]>([]);
  /** Where the reader asked the map to go. */
  wantedBounds = $state.raw<Bounds | null>(null);
  /** Code of a chosen area or feature that has no card: a state, a partner, a group. */
  chosen = $state<string | null>(null);
  /** How often something was chosen from a list, for the map to go there, once more when it was left. */
  chosenCount = $state(0);
  /** The parameter that takes the municipality that is clicked next. */
  picking = $state.raw<Picking | null>(null);
  /** Takes the polygon that is being drawn; null as its value says that the drawing was given up. */
  drawing = $state.raw<((ring: Ring | null) => void) | null>(null);
  /** The polygon that the question in force is limited to. */
  asked = $state.raw<Ring | null>(null);
  /** Whether the panel is wide, so that a table has room. */
  isWide = $state(false);
  isOffline = $state(false);

  /** What keeps the page from being of use: no server, or a server without data. */
  readonly fatalProblem: ApiProblem | null = $derived.by(
    () => this.health.problem ?? (this.question.answer.value ? null : grave(this.question.answer.problem)),
  );

  constructor(api = new AtlasApi()) {
    this.api = api;
    this.vocabularies = new Vocabularies(api, this.reader);
    this.question = new QuestionState(api);
    this.card = new CardState(api);
  }

  /** Asks for what the page needs at once; the map asks for itself, and for the details when it stands. */
  async load(): Promise<void> {
    await Promise.all([this.health.load((signal) => this.api.health({ signal })), this.question.loadForm()]);
  }

  /** Asks for what cards and points need, once the first picture is there. */
  async loadDetails(): Promise<void> {
    await Promise.all([
      this.vocabularies.load('agreements'),
      this.offices.load((signal) => this.api.offices({ signal })),
      this.vocabularies.load('offices'),
    ]);
  }

  loadCollections(): Promise<void> {
    if (this.collections.state !== 'idle') return Promise.resolve();
    return this.collections.load((signal) => this.api.collections({ signal }));
  }

  loadPartnerCountries(): Promise<void> {
    if (this.partnerCountries.state !== 'idle') return Promise.resolve();
    return this.partnerCountries.load((signal) => this.api.partnerCountries({ signal }));
  }

  /** Shows a place that was searched for: a municipality opens its card, a state becomes the filter. */
  goTo(place: Place): void {
    this.wantedPlace = place;
    if (place.type === 'municipality') this.selectMunicipality(place.id);
    else if (this.#takesState) {
      this.view.change({ filters: { ...this.view.filters, state: [place.id] } });
    }
  }

  /** Whether the question can be limited to a state, as far as is known. */
  get #takesState(): boolean {
    const { definition } = this.question;
    return !definition || definition.parameters.some(({ name, multiple }) => name === 'state' && multiple);
  }

  /** Shows what a row speaks of: a municipality opens its card, the map goes to any other. */
  async choose(collection: string | null, key: string, members: readonly string[] = []): Promise<void> {
    if (members.length > 1) return this.#showGroup(key, members);
    const kind =
      collection ?? (/^\d{5}$/.test(key) ? 'municipalities' : /^\d{2}$/.test(key) ? 'states' : null);
    if (kind === 'municipalities') return this.selectMunicipality(key);
    this.chosen = key;
    this.chosenCount += 1;
    if (kind !== 'states') return;
    const places = await this.api.places(key).catch(quietly);
    const state = places?.find((place) => place.type === 'state' && place.id === key);
    if (state && this.chosen === key) this.wantedPlace = state;
  }

  async #showGroup(key: string, members: readonly string[]): Promise<void> {
    this.chosen = key;
    const points = await this.api.municipalityPoints(members).catch(quietly);
    if (points?.length && this.chosen === key) this.wantedBounds = boundsOf(points);
  }

  /** Lets the reader draw a polygon on the map. */
  drawPolygon(): Promise<Ring | null> {
    this.closeCard();
    return new Promise((resolve) => {
      const take = (ring: Ring | null): void => {
        // A drawing that was given up must not end the next one.
        if (this.drawing === take) this.drawing = null;
        resolve(ring);
      };
      this.drawing = take;
    });
  }

  /** How often the reader asked to see all partners of the selected municipality at once. */
  partnersWanted = $state(0);

  /** The colour in which the map shows a class of the answer at this moment. */
  readonly colorOf = (answer: AnswerClass): string =>
    shownColor(
      answer,
      this.vocabularies.collection('municipalities').value?.legend ?? null,
      this.question.painting !== null,
    );

  closeCard(): void {
    if (this.view.municipality || this.view.office) this.view.change({ municipality: null, office: null });
  }

  selectMunicipality(cvegeo: string | null): void {
    this.view.change({ municipality: cvegeo, office: null });
  }

  selectOffice(id: string | null): void {
    this.view.change({ office: id, municipality: null });
  }

  get #first() {
    return this.question.questions.value?.find(({ name }) => name === FIRST_QUESTION);
  }

  /** Names of the states by code, from the question's own list. */
  readonly stateNames: Readonly<Record<string, string>> = $derived.by(() =>
    Object.fromEntries(
      (this.#first?.parameters.find((p) => p.name === 'state')?.choices ?? []).map((choice) => [
        choice.value,
        this.reader.pick(choice, 'label'),
      ]),
    ),
  );
}

/** A refused or missing answer concerns its own place on the page; only these concern all of it. */
function grave(problem: ApiProblem | null): ApiProblem | null {
  return problem && ['unreachable', 'not_ready'].includes(problem.kind) ? problem : null;
}

/** The row stays chosen when the map cannot be told where it is. */
function quietly(error: unknown): null {
  if (error instanceof ApiProblem) return null;
  throw error;
}

export const [useAtlas, provideAtlas] = createContext<Atlas>();
