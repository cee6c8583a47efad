import { expect, open, test } from './atlas';

test('everything is reached without a pointer: search, list, card, source, and back', async ({ page }) => {
  await open(page);
  await page.keyboard.press('Tab');
  await expect(page.getByText('Ir a la lista de municipios')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.locator('#results')).toBeFocused();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  const row = page.locator('#results li button').first();
  await expect(row).toBeFocused();
  const name = (await row.locator('.name').textContent()) ?? '';
  await page.keyboard.press('Enter');
  const card = page.getByRole('region', { name: 'Ficha del municipio' });
  await expect(card).toBeFocused();
  await expect(card.getByRole('heading', { name })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(row).toBeFocused();

  const search = page.getByRole('combobox', { name: 'Buscar municipio o estado' });
  await search.focus();
  await page.keyboard.type('tijuana');
  await expect(page.getByRole('option').first()).toBeVisible();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Tijuana' })).toBeVisible();
  await expect(card).toBeFocused();
  const isOnSource = (): Promise<boolean> =>
    page.evaluate(() => document.activeElement?.matches('.source a[href]') ?? false);
  for (let i = 0; i < 8 && !(await isOnSource()); i++) await page.keyboard.press('Tab');
  expect(await isOnSource()).toBe(true);
});

test('the map itself answers the keyboard', async ({ page }) => {
  await open(page);
  const canvas = page.locator('.maplibregl-canvas');
  await canvas.focus();
  const before = await page.evaluate(() => window.__atlas?.camera.zoom ?? NaN);
  await page.keyboard.press('+');
  await expect
    .poll(() => page.evaluate(() => window.__atlas?.camera.zoom ?? NaN))
    .toBeGreaterThan(before + 0.9);
});

test('motion is left out for those who ask for less of it', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await open(page);
  const before = await page.evaluate(() => window.__atlas?.camera.zoom ?? NaN);
  await page.getByRole('button', { name: 'Acercar' }).click();
  expect(await page.evaluate(() => window.__atlas?.camera.zoom ?? NaN)).toBeCloseTo(before + 1, 1);
});
