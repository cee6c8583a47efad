import { createContext } from 'svelte';
import type { Point } from 'geojson';
import { AtlasApi } from '../api/client';
import type { ApiProblem } from '../api/problem';
import type { Health, Items, Office, Place } from '../api/contract';
import { Reader } from '../i18n/reader.svelte';
import { type AnswerClass, shownColor } from '../map/choropleth';
import { CardState } from './card.svelte';
import { QuestionState } from './question.svelte';
import { Resource } from './resource.svelte';
import { ViewState } from './view.svelte';
import { Vocabularies } from './vocabularies.svelte';

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
  /** ISO codes of the countries where any partner is. */
  readonly partnerCountries = new Resource<readonly string[]>();
  /** A place that the reader asked to see; the map goes there. */
  wantedPlace = $state.raw<Place | null>(null);
  /** Municipality under the cursor, on the map or in a list. */
  hovered = $state<string | null>(null);
  isOffline = $state(false);

  /** What keeps the page from being of use: no server, or a server without data. */
  readonly fatalProblem: ApiProblem | null = $derived.by(
    () => this.health.problem ?? (this.question.answer.value ? null : this.question.answer.problem),
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

  loadPartnerCountries(): Promise<void> {
    if (this.partnerCountries.state !== 'idle') return Promise.resolve();
    return this.partnerCountries.load((signal) => this.api.partnerCountries({ signal }));
  }

  /** Shows a place that was searched for: a municipality opens its card, a state becomes the filter. */
  goTo(place: Place): void {
    this.wantedPlace = place;
    if (place.type === 'municipality') this.selectMunicipality(place.id);
    else this.view.change({ filters: { ...this.view.filters, state: [place.id] } });
  }

  /** How often the reader asked to see all partners of the selected municipality at once. */
  partnersWanted = $state(0);

  /** The colour in which the map shows a class of the answer at this moment. */
  readonly colorOf = (answer: AnswerClass): string =>
    shownColor(
      answer,
      this.vocabularies.collection('municipalities').value?.legend ?? null,
      this.question.painted !== null,
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

  /** Names of the states by code, from the question's own list. */
  readonly stateNames: Readonly<Record<string, string>> = $derived.by(() =>
    Object.fromEntries(
      (this.question.question.value?.parameters.find((p) => p.name === 'state')?.choices ?? []).map(
        (choice) => [choice.value, this.reader.pick(choice, 'label')],
      ),
    ),
  );
}

export const [useAtlas, provideAtlas] = createContext<Atlas>();
