import type { AtlasApi, Query } from '../api/client';
import type { Answer, AnswerIds, AnswerMap, FeatureKey, Question, Row, SourceCount } from '../api/contract';
import { type Filters, FIRST_QUESTION } from './address';
import { type Painting, paintingOfIds, paintingOfMap } from './painting';
import { Resource } from './resource.svelte';

export const PAGE_SIZE = 50;
/** As many rows as one page of an answer can have: for a chart of all of them. */
const ALL_ROWS = 3000;
/** Parameters that order and page the list, and change nothing on the map. */
const OF_THE_LIST = new Set(['sort', 'limit', 'offset']);

/** The question asked: its form, its answer for the filters in force, and what the map paints of it. */
export class QuestionState {
  readonly questions = new Resource<readonly Question[]>();
  readonly answer = new Resource<Answer>();
  readonly more = new Resource<Answer>();
  /** Every row of the answer, asked for when a chart wants them. */
  readonly whole = new Resource<Answer>();
  readonly ids = new Resource<AnswerIds>();
  readonly map = new Resource<AnswerMap>();
  /**
   * The first question's answer without filters, as codes: which municipalities there are, for what lies outside
   * an answer must be told apart, too, and which of them nobody looked at.
   */
  readonly unfiltered = new Resource<AnswerIds>();
  /** The first question without its rows, while another one is asked: how many sources know of agreements. */
  readonly first = new Resource<Answer>();
  name = $state(FIRST_QUESTION);
  filters = $state.raw<Filters>({});
  #mapAsked = '';

  #moreRows = $state.raw<readonly Row[]>([]);

  readonly definition: Question | null = $derived(
    this.questions.value?.find((question) => question.name === this.name) ?? null,
  );
  readonly isFirst: boolean = $derived(this.name === FIRST_QUESTION);
  /** Sources of agreements, of which cards and the list of sources speak. */
  readonly agreementSources: SourceCount | null = $derived(
    (this.isFirst ? this.answer.value?.sources : this.first.value?.sources) ?? null,
  );
  /** The question's own filters: what the list is ordered by is none. */
  readonly mapFilters: Filters = $derived(
    Object.fromEntries(Object.entries(this.filters).filter(([name]) => !OF_THE_LIST.has(name))),
  );
  readonly rows: readonly Row[] = $derived([...(this.answer.value?.data ?? []), ...this.#moreRows]);
  readonly activeCount: number = $derived(Object.keys(this.mapFilters).length);
  /** Which features the rows speak of: the answer's own word, or else the question's. */
  readonly featureKey: FeatureKey | null = $derived(
    this.answer.value?.feature_key ?? this.definition?.feature_key ?? null,
  );
  /** What the map shows of the answer; null while the first question has no filters, and the legend of the layer speaks. */
  readonly painting: Painting | null = $derived.by(() => {
    if (!this.isFirst) return this.map.value ? paintingOfMap(this.map.value, this.unfiltered.value) : null;
    return this.activeCount > 0 && this.ids.value
      ? paintingOfIds(this.ids.value, this.unfiltered.value)
      : null;
  });

  constructor(private readonly api: AtlasApi) {}

  loadForm(): Promise<void> {
    return this.questions.load((signal) => this.api.questions({ signal }));
  }

  /** Asks for the first page and, when there is anything to paint, for the map. */
  async ask(name: string, filters: Filters): Promise<void> {
    if (name !== this.name) {
      // Another question's rows and colours would answer what was not asked.
      for (const part of [this.answer, this.ids, this.map]) part.clear();
      this.#moreRows = [];
      this.#mapAsked = '';
    }
    this.name = name;
    this.filters = filters;
    this.more.clear();
    this.whole.clear();
    const list = this.answer.load(async (signal) => {
      const answer = await this.api.answer(name, { ...filters, limit: PAGE_SIZE }, { signal });
      this.#moreRows = [];
      return answer;
    });
    await Promise.all([list, this.#askMap()]);
  }

  async #askMap(): Promise<void> {
    const query: Query = this.mapFilters;
    const asked = JSON.stringify([this.name, query]);
    if (this.isFirst) {
      if (this.activeCount === 0) return this.ids.clear();
      const load = this.ids.load((signal) => this.api.answerIds(this.name, query, { signal }));
      await Promise.all([this.loadUnfiltered(), load]);
    } else if (asked !== this.#mapAsked || this.map.state === 'failed') {
      this.#mapAsked = asked;
      const load = this.map.load((signal) => this.api.answerMap(this.name, query, { signal }));
      await Promise.all([this.loadUnfiltered(), this.#loadFirst(), load]);
    }
  }

  /** Asks for the first question without filters, once; a failure is in its resource, and asked for again next time. */
  async loadUnfiltered(): Promise<void> {
    if (this.unfiltered.state === 'ready' || this.unfiltered.state === 'loading') return;
    await this.unfiltered.load((signal) => this.api.answerIds(FIRST_QUESTION, {}, { signal }));
  }

  async #loadFirst(): Promise<void> {
    if (this.first.state === 'ready' || this.first.state === 'loading') return;
    await this.first.load((signal) => this.api.answer(FIRST_QUESTION, { limit: 1 }, { signal }));
  }

  /** Asks for every row, unless they are there or on their way. */
  async loadWhole(): Promise<void> {
    if (this.whole.state !== 'idle') return;
    const { name, filters } = this;
    await this.whole.load((signal) => this.api.answer(name, { ...filters, limit: ALL_ROWS }, { signal }));
  }

  /** Whether no source covers a municipality; null while that is not known. */
  isNotResearched(cvegeo: string): boolean | null {
    return this.unfiltered.value?.not_researched.includes(cvegeo) ?? null;
  }

  async showMore(): Promise<void> {
    const { name, filters } = this;
    const offset = this.rows.length;
    const query = { ...filters, limit: PAGE_SIZE, offset };
    await this.more.load((signal) => this.api.answer(name, query, { signal }));
    const page = this.more.state === 'ready' ? this.more.value : null;
    if (page && filters === this.filters && offset === this.rows.length) {
      this.#moreRows = [...this.#moreRows, ...page.data];
    }
  }

  /** Address of the answer in the API, in the form asked for. */
  address(form: string | null = null): string {
    return this.api.answerAddress(this.name, form ? { ...this.filters, f: form } : this.filters);
  }
}
