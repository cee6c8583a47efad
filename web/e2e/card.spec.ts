import { asked, expect, open, test } from './atlas';

interface Agreements {
  features: {
    properties: { source_url: string | null; scope: string; partner_id: string; instrument: string };
  }[];
}

test('a municipality leads to its agreements, and each record to its source', async ({ page }) => {
  const { features } = await asked<Agreements>(page, '/collections/agreements/items?cvegeo=02004&limit=1000');
  const records = features.map((f) => f.properties).filter((r) => r.scope === 'international');
  const known = new Set(records.map((r) => `${r.partner_id}/${r.instrument}`)).size;
  await open(page, '#municipality=02004');
  const card = page.getByRole('region', { name: 'Ficha del municipio' });
  await expect(card).toContainText(`${known} acuerdos internacionales conocidos`);
  const section = card.locator('section').filter({ hasText: 'Acuerdos internacionales' }).first();
  await expect(section.locator('article')).toHaveCount(known);
  // One click from the card: every record's source is a link, or a citation where it is not online.
  const sources = section.locator('.source');
  await expect(sources).toHaveCount(records.length);
  const links = await section
    .locator('.source a')
    .evaluateAll((all) => all.map((a) => (a as HTMLAnchorElement).href));
  const urls = records.flatMap((r) => (r.source_url ? [new URL(r.source_url).href] : []));
  expect(links.sort()).toEqual(urls.sort());
});

test('a municipality that no source covers is not said to have none', async ({ page }) => {
  const { features } = await asked<{ features: { properties: { cvegeo: string } }[] }>(
    page,
    '/collections/municipalities/items?research=not_researched&limit=1',
  );
  const cvegeo = features[0]?.properties.cvegeo;
  expect(cvegeo, 'the release has a municipality that is not researched').toBeTruthy();
  await open(page, `#municipality=${cvegeo}`);
  const card = page.getByRole('region', { name: 'Ficha del municipio' });
  await expect(card).toContainText('No investigado');
  await expect(card).toContainText('no se sabe si tiene acuerdos');
  const ids = await asked<{ not_researched: string[] }>(page, '/questions/without-agreements?f=ids');
  const { neighbours } = await asked<{ neighbours: { cvegeo: string; name: string }[] }>(
    page,
    `/municipalities/${cvegeo}/neighbours`,
  );
  for (const { cvegeo: code, name } of neighbours.filter((n) => ids.not_researched.includes(n.cvegeo))) {
    const row = card.getByRole('button', { name: new RegExp(`^${name} `) });
    await expect(row, code).toContainText('No investigado');
  }
});

test('neighbours lead on, and back brings the card before', async ({ page }) => {
  await open(page, '#municipality=02004');
  const card = page.getByRole('region', { name: 'Ficha del municipio' });
  await card.getByRole('button', { name: /^Tecate/ }).click();
  await expect(page.getByRole('heading', { name: 'Tecate' })).toBeVisible();
  await page.goBack();
  await expect(page.getByRole('heading', { name: 'Tijuana' })).toBeVisible();
});

test('a click on the map opens a card', async ({ page }) => {
  await open(page, '#at=28.8,-106.4,7');
  const box = await page.locator('.maplibregl-canvas').boundingBox();
  if (!box) throw new Error('The map has no box.');
  await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
  await expect(page.getByRole('region', { name: 'Ficha del municipio' })).toContainText('Chihuahua');
  await expect(page).toHaveURL(/municipality=08\d{3}/);
});

test('a code that does not exist is said not to exist', async ({ page, watch }) => {
  await open(page, '#municipality=99999');
  await expect(page.getByText('No hay municipio con la clave 99999 en esta versión de datos.')).toBeVisible();
  // The browser itself reports the answer 404.
  expect(watch.trouble.filter((line) => !/404/.test(line))).toEqual([]);
  watch.trouble.length = 0;
});

test('a card leads to the profile, to its file, and to who could be a partner', async ({ page }) => {
  await open(page, '#municipality=02004&lang=es');
  const card = page.getByRole('region', { name: 'Ficha del municipio' });
  const file = await card.getByRole('link', { name: 'Perfil en PDF' }).getAttribute('href');
  const answer = await page.request.get(new URL(String(file), page.url()).href);
  expect(answer.headers()['content-type']).toBe('application/pdf');
  await card.getByRole('button', { name: '¿Quién podría ser su contraparte?' }).click();
  await expect(page).toHaveURL(/question=partner-candidates/);
  await expect(page.getByRole('table')).toContainText(/\S/);
  await page.goBack();
  await card.getByRole('link', { name: 'Perfil para leer e imprimir' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Tijuana, Baja California' })).toBeVisible();
});
