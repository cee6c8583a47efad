import type { AtlasApi, Query } from '../api/client';
import type { Answer, AnswerIds, AnswerRow, Question } from '../api/contract';
import type { AnswerClass } from '../map/choropleth';
import { classesOf } from './answer-classes';
import type { Filters } from './address';
import { Resource } from './resource.svelte';

export const PAGE_SIZE = 50;
const SORT = 'sort';

/** The first question of the Atlas: its form, its answer for the filters in force, and what the map paints of it. */
export class QuestionState {
  readonly question = new Resource<Question>();
  readonly answer = new Resource<Answer>();
  readonly more = new Resource<Answer>();
  readonly ids = new Resource<AnswerIds>();
  /**
   * The answer without filters, as codes: which municipalities there are, for what lies outside a filtered answer
   * must be told apart, too, and which of them nobody looked at.
   */
  readonly unfiltered = new Resource<AnswerIds>();
  filters = $state.raw<Filters>({});

  #moreRows = $state.raw<readonly AnswerRow[]>([]);

  readonly rows: readonly AnswerRow[] = $derived([...(this.answer.value?.data ?? []), ...this.#moreRows]);
  readonly activeCount: number = $derived(Object.keys(this.filters).filter((name) => name !== SORT).length);
  /** What the filtered answer says of each municipality, for the map to show; null when nothing is filtered. */
  readonly painted: ReadonlyMap<string, AnswerClass> | null = $derived(
    this.activeCount > 0 && this.ids.value ? classesOf(this.ids.value, this.unfiltered.value) : null,
  );

  constructor(private readonly api: AtlasApi) {}

  loadForm(): Promise<void> {
    return this.question.load((signal) => this.api.question({ signal }));
  }

  /** Asks for the first page and, when there is anything to paint, for the codes. */
  async ask(filters: Filters): Promise<void> {
    this.filters = filters;
    this.more.clear();
    const list = this.answer.load(async (signal) => {
      const answer = await this.api.answer({ ...filters, limit: PAGE_SIZE }, { signal });
      this.#moreRows = [];
      return answer;
    });
    await Promise.all([list, this.#askIds(filters)]);
  }

  async #askIds(filters: Filters): Promise<void> {
    if (this.activeCount === 0) return this.ids.clear();
    const query: Query = Object.fromEntries(Object.entries(filters).filter(([name]) => name !== SORT));
    await Promise.all([
      this.loadUnfiltered(),
      this.ids.load((signal) => this.api.answerIds(query, { signal })),
    ]);
  }

  /** Asks for the answer without filters, once; a failure is in its resource, and asked for again next time. */
  async loadUnfiltered(): Promise<void> {
    if (this.unfiltered.state === 'ready' || this.unfiltered.state === 'loading') return;
    await this.unfiltered.load((signal) => this.api.answerIds({}, { signal }));
  }

  /** Whether no source covers a municipality; null while that is not known. */
  isNotResearched(cvegeo: string): boolean | null {
    return this.unfiltered.value?.not_researched.includes(cvegeo) ?? null;
  }

  async showMore(): Promise<void> {
    const filters = this.filters;
    const offset = this.rows.length;
    await this.more.load((signal) => this.api.answer({ ...filters, limit: PAGE_SIZE, offset }, { signal }));
    const page = this.more.state === 'ready' ? this.more.value : null;
    if (page && filters === this.filters && offset === this.rows.length) {
      this.#moreRows = [...this.#moreRows, ...page.data];
    }
  }

  /** Address of the whole answer in the API. */
  get address(): string {
    return this.api.answerAddress(this.filters);
  }
}
