import { expect, type Locator, type Page } from '@playwright/test';
import { asked, open } from './atlas';

export interface Declared {
  name: string;
  title_es: string;
  title_en: string;
  columns: { name: string }[];
  charts: { title_es: string; title_en: string }[];
  feature_key: { collection: string; column: string } | null;
}
export interface Answered {
  numberMatched: number;
  data: Record<string, unknown>[];
  feature_key: { collection: string; column: string } | null;
}
export interface Drawn {
  collection: string | null;
  classes: Record<string, string[]>;
  legend: { value: string; label_es: string; label_en: string }[];
  features: { properties: Record<string, unknown> }[];
}

/** The page of one question, in one language and at one size, as a reader goes through it. */
export class QuestionPage {
  constructor(
    readonly page: Page,
    readonly language: 'es' | 'en',
    readonly isPhone: boolean,
    readonly question: Declared,
  ) {}

  static async of(
    page: Page,
    name: string,
    locale: string | undefined,
    isPhone: boolean,
  ): Promise<QuestionPage> {
    const { questions } = await asked<{ questions: Declared[] }>(page, '/questions');
    const question = questions.find((each) => each.name === name);
    if (!question) throw new Error(`The server has no question ${name}.`);
    return new QuestionPage(page, locale?.startsWith('es') ? 'es' : 'en', isPhone, question);
  }

  said<K extends string>(from: Record<`${K}_es` | `${K}_en`, string>, key: K): string {
    return from[`${key}_${this.language}`];
  }

  async open(hash = ''): Promise<void> {
    await open(this.page, `#question=${this.question.name}${hash}`);
    if (this.isPhone) await this.page.getByRole('tab').first().tap();
  }

  get heading(): Locator {
    return this.page.getByRole('heading', { name: this.said(this.question, 'title'), level: 2 }).first();
  }

  get rows(): Locator {
    return this.page.locator('#results tbody tr');
  }

  /** Shows the answer in one of its ways: `table`, `chart` or `method`. */
  async show(way: 'table' | 'chart' | 'method'): Promise<void> {
    await this.page.locator(`#showing-${way}`).click();
    await expect(this.page.locator(`#showing-${way}`)).toHaveAttribute('aria-selected', 'true');
  }

  /** Brings the form into reach, with all of its parameters. */
  async unfoldForm(): Promise<void> {
    const filters = this.page.locator('.scroll > details > summary');
    if (this.isPhone && !(await this.page.locator('form').isVisible())) await filters.tap();
    const more = this.page.locator('form .actions [aria-expanded="false"]');
    if ((await more.count()) > 0) await more.click();
    const folded = this.page.locator('form details.group:not([open]) > summary');
    while ((await folded.count()) > 0) await folded.first().click();
  }

  /** What the map shows of areas, by their codes. */
  onMap(codes: readonly string[]): Promise<(string | undefined)[]> {
    return this.page.evaluate((all) => all.map((code) => window.__atlas?.answerOf(code)), [...codes]);
  }

  /** Opens the legend where it is not on the map. */
  async legend(): Promise<Locator> {
    if (this.isPhone) await this.page.locator('#tab-legend').tap();
    return this.page.getByTestId('legend-classes');
  }
}
