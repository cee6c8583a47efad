import type { Page } from '@playwright/test';
import { asked, expect, painted, test } from './atlas';
import { type Answered, type Drawn, QuestionPage } from './question-page';

interface Asked {
  name: string;
  /** Changes one parameter in the form, and what the address then says. */
  change: (page: Page) => Promise<void>;
  query: string;
}

const choose =
  (parameter: string, value: string) =>
  async (page: Page): Promise<void> => {
    await page.locator(`#parameter-${parameter}`).selectOption(value);
  };
const write =
  (parameter: string, value: string) =>
  async (page: Page): Promise<void> => {
    await page.locator(`#parameter-${parameter}`).fill(value);
    await page.locator(`#parameter-${parameter}`).press('Tab');
  };

/** The questions that people will ask most. */
const ASKED: readonly Asked[] = [
  { name: 'without-agreements', change: write('us_border_km_max', '100'), query: 'us_border_km_max=100' },
  { name: 'partner-candidates', change: write('distance_km_max', '2000'), query: 'distance_km_max=2000' },
  { name: 'hotspots', change: choose('weights', 'k_nearest'), query: 'weights=k_nearest' },
  { name: 'concentration', change: choose('by', 'country'), query: 'by=country' },
  {
    name: 'climate-coverage',
    change: write('vulnerability_threshold', '2'),
    query: 'vulnerability_threshold=2',
  },
  { name: 'migration-coverage', change: write('beyond_km', '300'), query: 'beyond_km=300' },
  { name: 'border-clusters', change: choose('border', 'south'), query: 'border=south' },
  {
    name: 'regional-partners',
    // A group is what this question is about: without one there is nothing to list.
    change: async (page) => {
      await page
        .locator('form summary')
        .filter({ hasText: /^(?:Estado|State)/ })
        .first()
        .click();
      await page.getByLabel('Colima', { exact: true }).first().check();
    },
    query: 'state=06',
  },
  { name: 'partner-network', change: choose('level', 'state'), query: 'level=state' },
];

for (const { name, change, query } of ASKED) {
  test(`${name}: asked, drawn, listed, charted, explained, taken and shared`, async ({
    page,
    isMobile,
    locale,
  }) => {
    test.slow();
    const path = `/questions/${name}`;
    const it = await QuestionPage.of(page, name, locale, isMobile);
    await it.open('&show=table');
    await expect(it.heading).toBeVisible();

    // Listed: the first page of what the API answers, in its order.
    const answer = await asked<Answered>(page, `${path}?limit=50`);
    await expect(page.getByTestId('matched')).toHaveText(number(answer.numberMatched));
    await expect(it.rows).toHaveCount(Math.min(50, answer.numberMatched));

    // Linked: a row marks on the map what it speaks of.
    const column = (answer.feature_key ?? it.question.feature_key)?.column ?? 'key';
    const [first] = answer.data;
    const code = first?.['municipality_codes'] ?? first?.[column];
    if (code) {
      await it.rows.first().locator('button').first().focus();
      await expect.poll(() => page.evaluate(() => window.__atlas?.hovered)).toEqual([code].flat());
    }

    // Charted.
    if (it.question.charts.length > 0 && answer.numberMatched > 0) {
      await it.show('chart');
      for (const chart of it.question.charts) {
        const figure = page.locator('figure').filter({ hasText: it.said(chart, 'title') });
        await expect(figure.first()).toBeVisible();
      }
      await expect(page.locator('figure svg, figure ol, figure table').first()).toBeVisible();
    }

    // Changed in the form: the address, the list and the map follow.
    await it.show('table');
    await it.unfoldForm();
    await change(page);
    await expect(page).toHaveURL(new RegExp(`q\\.${query.replace('.', '\\.')}(?:&|$)`));
    const changed = await asked<Answered>(page, `${path}?limit=50&${query}`);
    await expect(page.getByTestId('matched')).toHaveText(number(changed.numberMatched));
    const map = await asked<Drawn>(page, `${path}?f=map&${query}`);
    if (map.collection) {
      for (const [drawn, codes] of Object.entries(map.classes)) {
        const some = codes.slice(0, 20);
        await expect
          .poll(async () => new Set(await it.onMap(some)))
          .toEqual(new Set(some.length ? [drawn] : []));
      }
    }

    // Explained, and a source in two clicks: the tab, and the link.
    await it.show('method');
    const source = page.locator('#results ol a[href^="http"]').first();
    await expect(source).toBeVisible();
    await expect(source).toHaveAttribute('target', '_blank');

    // Taken: the file of the answer as it is asked.
    await it.show('table');
    await page.locator('.take details > summary').click();
    const file = page.locator('.take a[download]').filter({ hasText: 'CSV' }).first();
    const href = (await file.getAttribute('href')) ?? '';
    expect(href).toContain(query);
    const csv = await page.request.get(href);
    expect(csv.headers()['content-type']).toContain('text/csv');
    expect((await csv.text()).split('\n').length).toBeGreaterThan(changed.numberMatched);

    // Shared: its address brings it back.
    await page.reload();
    await painted(page);
    if (isMobile) await page.getByRole('tab').first().tap();
    await expect(it.heading).toBeVisible();
    await expect(page.getByTestId('matched')).toHaveText(number(changed.numberMatched));

    // The legend names every class that the map has, in the reader's words.
    const legend = await it.legend();
    if (name !== 'without-agreements') {
      for (const each of map.legend) await expect(legend).toContainText(it.said(each, 'label'));
    }
  });
}

function number(value: number): string {
  return value.toLocaleString('en');
}

test('the map marks the row of what is under the cursor, and a click opens it', async ({
  page,
  isMobile,
  locale,
}) => {
  test.skip(isMobile, 'a finger does not hover');
  const path = '/questions/migration-coverage';
  const { data } = await asked<Answered>(page, `${path}?limit=1`);
  const cvegeo = String(data[0]?.['cvegeo']);
  const { properties } = await asked<{ properties: { lon: number; lat: number } }>(
    page,
    `/collections/municipalities/items/${cvegeo}?skipGeometry=true`,
  );
  const it = await QuestionPage.of(page, 'migration-coverage', locale, isMobile);
  await it.open(`&hide=${await everyOffice(page)}&at=${properties.lat},${properties.lon},7`);
  await expect(it.rows.first()).toHaveAttribute('data-key', cvegeo);
  const box = await page.locator('.maplibregl-canvas').boundingBox();
  if (!box) throw new Error('The map has no box.');
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  await expect(async () => {
    await page.mouse.move(x + 1, y);
    await page.mouse.move(x, y);
    await expect(it.rows.first()).toHaveClass(/hovered/, { timeout: 1000 });
  }).toPass();
  await page.mouse.click(x, y);
  await expect(page).toHaveURL(new RegExp(`municipality=${cvegeo}`));
  await expect(it.rows.first()).toHaveClass(/chosen/);
});

async function everyOffice(page: Page): Promise<string> {
  const { features } = await asked<{ features: { properties: { kind: string } }[] }>(
    page,
    '/collections/offices/items?limit=1000&skipGeometry=true',
  );
  return [...new Set(features.map(({ properties }) => properties.kind))].join(',');
}

test('a value that the server refuses is explained at its parameter', async ({
  page,
  isMobile,
  locale,
  watch,
}) => {
  const it = await QuestionPage.of(page, 'concentration', locale, isMobile);
  await it.open('&q.top_k=0');
  if (isMobile) await it.unfoldForm();
  await expect(page.locator('form').getByRole('alert').first()).toBeVisible();
  await expect(page.locator('form .refusal')).toContainText('top_k');
  // The browser itself reports the answer 400.
  expect(watch.trouble.filter((line) => !/400/.test(line))).toEqual([]);
  watch.trouble.length = 0;
});

test('another question is chosen from the list of all, and back leads to the one before', async ({
  page,
  isMobile,
  locale,
}) => {
  const it = await QuestionPage.of(page, 'concentration', locale, isMobile);
  await it.open('&q.state=08');
  const trend = await QuestionPage.of(page, 'trend', locale, isMobile);
  await page.locator('details.picker > summary').click();
  await page.getByRole('button', { name: trend.said(trend.question, 'title') }).click();
  await expect(trend.heading).toBeVisible();
  // What both understand is kept.
  await expect(page).toHaveURL(/question=trend.*q\.state=08/);
  await page.goBack();
  await expect(it.heading).toBeVisible();
});
