import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, open, test } from './atlas';

async function violations(page: Page): Promise<string[]> {
  const { violations: found } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
    .analyze();
  return found
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html.slice(0, 160)}`));
}

test('the page at its start', async ({ page }) => {
  await open(page);
  await expect(page.getByTestId('matched')).toBeAttached();
  expect(await violations(page)).toEqual([]);
});

test('a card with agreements', async ({ page }) => {
  await open(page, '#municipality=02004');
  await expect(page.getByRole('heading', { name: 'Tijuana' })).toBeVisible();
  await expect(page.locator('article').first()).toBeVisible();
  expect(await violations(page)).toEqual([]);
});

test('filters set, all of them shown', async ({ page, isMobile }) => {
  await open(page, '#q.state=08&q.us_border_km_max=200');
  if (isMobile) {
    await page.getByRole('tab').first().click();
    await page
      .locator('summary')
      .filter({ hasText: /Filtros|Filters/ })
      .click();
  }
  await page.locator('form [aria-expanded]').first().click();
  await page.locator('form summary').first().click();
  expect(await violations(page)).toEqual([]);
});

test('the legend with its layers', async ({ page, isMobile }) => {
  await open(page);
  if (isMobile) await page.getByRole('tab').nth(1).click();
  else await page.locator('.legend summary').first().click();
  await expect(page.locator('.legend input[type="checkbox"]').first()).toBeVisible();
  expect(await violations(page)).toEqual([]);
});

for (const showing of ['table', 'chart', 'method']) {
  test(`a question as ${showing}`, async ({ page, isMobile }) => {
    await open(page, `#question=concentration&show=${showing}`);
    if (isMobile) await page.getByRole('tab').first().click();
    await expect(page.locator('#results').locator('table, figure, h3').first()).toBeVisible();
    expect(await violations(page)).toEqual([]);
  });
}

test('the list of sources', async ({ page }) => {
  await open(page);
  await page
    .getByRole('button', { name: /^[\d,.]+ (?:fuentes|sources) / })
    .first()
    .click();
  await expect(page.locator('dialog li').first()).toBeVisible();
  expect(await violations(page)).toEqual([]);
});

test('the language of the page is declared', async ({ page, locale }) => {
  await open(page);
  await expect(page.locator('html')).toHaveAttribute('lang', locale?.startsWith('es') ? 'es' : 'en');
});
