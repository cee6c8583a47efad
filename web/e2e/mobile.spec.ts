import { expect, open, test } from './atlas';

test('the sheet leaves the map in use and comes up when asked', async ({ page }) => {
  await open(page);
  const sheet = page.locator('.sheet');
  const peek = await sheet.boundingBox();
  expect(peek?.height).toBeLessThan(140);
  await page.getByRole('tab', { name: /Municipios/ }).tap();
  await expect.poll(async () => (await sheet.boundingBox())?.height ?? 0).toBeGreaterThan(350);
  await expect(page.locator('#results li').first()).toBeAttached();
  await page.getByRole('button', { name: 'Ampliar el panel' }).tap();
  await expect.poll(async () => (await sheet.boundingBox())?.height ?? 0).toBeGreaterThan(650);
  await page.getByRole('button', { name: 'Reducir el panel' }).tap();
  await page.getByRole('button', { name: 'Reducir el panel' }).tap();
  await expect.poll(async () => (await sheet.boundingBox())?.height ?? 0).toBeLessThan(140);
});

test('the sheet follows the finger', async ({ page }) => {
  await open(page);
  const grip = await page.locator('.grip').boundingBox();
  if (!grip) throw new Error('The sheet has no grip.');
  const x = grip.x + grip.width / 2;
  await page.mouse.move(x, grip.y + 10);
  await page.mouse.down();
  await page.mouse.move(x, 420, { steps: 5 });
  await page.mouse.up();
  await expect
    .poll(async () => (await page.locator('.sheet').boundingBox())?.height ?? 0)
    .toBeGreaterThan(350);
});

test('a tap on the map opens a card in the sheet, and the place stays in view', async ({ page }) => {
  await open(page, '#at=28.8,-106.4,7');
  const box = await page.locator('.maplibregl-canvas').boundingBox();
  if (!box) throw new Error('The map has no box.');
  await page.touchscreen.tap(box.x + box.width / 2, box.y + box.height * 0.4);
  const card = page.getByRole('region', { name: 'Ficha del municipio' });
  await expect(card.getByRole('heading', { level: 2 })).toBeVisible();
  await card.getByRole('button', { name: 'Cerrar' }).tap();
  await expect(page.getByRole('tab').first()).toBeVisible();
});

test('nothing runs off the side of the screen, and every control is large enough', async ({ page }) => {
  await open(page, '#municipality=02004');
  await expect(page.locator('article').first()).toBeVisible();
  const { scroll, client } = await page.evaluate(() => ({
    scroll: document.documentElement.scrollWidth,
    client: document.documentElement.clientWidth,
  }));
  expect(scroll).toBeLessThanOrEqual(client);
  const small = await page
    .locator('button:visible, summary:visible, input:visible, select:visible')
    .evaluateAll((all) =>
      all
        .map((element) => ({ box: element.getBoundingClientRect(), html: element.outerHTML.slice(0, 80) }))
        .filter(({ box }) => box.width < 24 || box.height < 24)
        .map(({ html }) => html),
    );
  expect(small).toEqual([]);
});

test('the legend is on the map, and whole in the sheet', async ({ page }) => {
  await open(page);
  const strip = page.getByRole('button', { name: /Mostrar la leyenda/ });
  await expect(strip).toContainText('Ninguno conocido');
  await strip.tap();
  await expect(page.getByTestId('legend-classes')).toBeVisible();
});
