import { asked, expect, open, painted, test } from './atlas';

interface Ids {
  none_known: string[];
  not_researched: string[];
  with_agreements: string[];
}
interface Answer {
  numberMatched: number;
  summary: { municipalities: number; with_agreements: number };
}

const QUERY = 'state=08&us_border_km_max=100';

test('list, map and API agree on state and distance to the border', async ({ page }) => {
  const path = `/questions/without-agreements?${QUERY}`;
  const answer = await asked<Answer>(page, path);
  const ids = await asked<Ids>(page, `${path}&f=ids`);
  expect(answer.numberMatched).toBeGreaterThan(3);

  await open(page);
  await page.locator('summary').filter({ hasText: 'Estado' }).click();
  await page.getByLabel('Chihuahua', { exact: true }).check();
  await page.getByLabel(/distancia de .*Estados Unidos|frontera con Estados Unidos/i).fill('100');

  await expect(page.getByTestId('matched')).toHaveText(answer.numberMatched.toLocaleString('es-MX'));
  await expect(page.locator('#results li')).toHaveCount(Math.min(50, answer.numberMatched));
  await expect(page).toHaveURL(/q\.state=08&q\.us_border_km_max=100/);

  await expect
    .poll(() =>
      page.evaluate((id) => window.__atlas?.answerOf(id), ids.none_known[0] ?? ids.not_researched[0] ?? ''),
    )
    .toMatch(/none_known|not_researched/);
  for (const answered of ['none_known', 'not_researched', 'with_agreements'] as const) {
    const onMap = await page.evaluate((all) => all.map((id) => window.__atlas?.answerOf(id)), ids[answered]);
    expect(new Set(onMap)).toEqual(new Set(ids[answered].length ? [answered] : []));
  }
  expect(await page.evaluate(() => window.__atlas?.answerOf('02004'))).toBe('outside');
  await expect(page.getByTestId('legend-classes')).toContainText('Fuera de los filtros');

  await page.getByRole('button', { name: /Quitar filtros/ }).click();
  await expect.poll(() => page.evaluate(() => window.__atlas?.answerOf('02004'))).toBe('');
});

test('filters of agreements repaint what counts as known', async ({ page }) => {
  const all = await asked<Answer>(page, '/questions/without-agreements?limit=1');
  const twinned = await asked<Answer>(page, '/questions/without-agreements?instrument=hermanamiento&limit=1');
  expect(twinned.numberMatched).toBeGreaterThan(all.numberMatched);
  await open(page, '#q.instrument=hermanamiento');
  await expect(page.getByTestId('matched')).toHaveText(twinned.numberMatched.toLocaleString('es-MX'));
});

test('more rows follow on demand, in the order asked for', async ({ page }) => {
  await open(page, '#q.sort=us_border_km');
  await expect(page.locator('#results li')).toHaveCount(50);
  await page.getByRole('button', { name: 'Mostrar 50 más' }).click();
  await expect(page.locator('#results li')).toHaveCount(100);
  const expected = await asked<{ data: { cvegeo: string }[] }>(
    page,
    '/questions/without-agreements?sort=us_border_km&limit=100',
  );
  const listed = await page
    .locator('#results [data-cvegeo]')
    .evaluateAll((rows) => rows.map((row) => (row as HTMLElement).dataset['cvegeo']));
  expect(listed).toEqual(expected.data.map((row) => row.cvegeo));
});

test('nothing found is said, not shown as an empty list', async ({ page }) => {
  await open(page, '#q.state=31&q.us_border_km_max=1');
  await expect(page.getByText('Ningún municipio cumple con estos filtros.')).toBeVisible();
});

test('a shared address brings back the view, and back and forward walk through it', async ({ page }) => {
  await open(page, '#lang=en&at=29.50,-107.00,6.00&q.state=08&municipality=08037');
  await expect(page.getByRole('heading', { name: 'Juárez' })).toBeVisible();
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  const camera = await page.evaluate(() => window.__atlas?.camera);
  expect(camera?.zoom).toBeCloseTo(6, 1);
  const address = page.url();
  await page.getByRole('button', { name: 'Close' }).click();
  await expect(page).not.toHaveURL(/municipality/);
  await page.goBack();
  await expect(page).toHaveURL(/municipality=08037/);
  await page.goForward();
  await expect(page).not.toHaveURL(/municipality/);

  const other = await page.context().newPage();
  await other.goto(address);
  await painted(other);
  await expect(other.getByRole('heading', { name: 'Juárez' })).toBeVisible();
  await other.close();
});

test('the switch of language changes every part of the page', async ({ page }) => {
  await open(page, '#municipality=02004');
  await expect(page.getByText('Datos al').first()).toBeVisible();
  await page.getByRole('button', { name: 'English' }).click();
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  await expect(page).toHaveTitle('Atlas of Territorial Internationalisation');
  await expect(page.getByRole('region', { name: 'Municipality card' })).toContainText(
    'known international agreements',
  );
  await expect(page.getByRole('heading', { name: 'Municipalities without known agreements' })).toBeVisible();
  await expect(page.getByTestId('legend-classes')).toContainText('None known');
  await expect(page.locator('.maplibregl-canvas')).toHaveAttribute('aria-label', /^Map of Mexico/);
  await expect(page.locator('body')).not.toContainText(/municipio|acuerdos conocidos|Fuente:/);
  await page.goBack();
  await expect(page.locator('html')).toHaveAttribute('lang', 'es');
});
