import { expect, open, test } from './atlas';

const problem = (status: number, detail: string, code = 'internal') => ({
  status,
  contentType: 'application/problem+json',
  body: JSON.stringify({ type: 'about:blank', title: 'Problema', status, detail, code }),
});

// Each of these makes the browser itself report a failed request: expected here, and nothing else.
test.afterEach(({ watch }) => {
  const unexpected = watch.trouble.filter((line) => !/Failed to load resource|ERR_/.test(line));
  expect(unexpected).toEqual([]);
  watch.trouble.length = 0;
});

test('a server without data says so and is asked again', async ({ page }) => {
  await page.route(/\/(?:health|questions|collections|places)/, (route) =>
    route.fulfill(problem(503, 'Aún no se ha cargado ninguna versión de los datos.', 'no_release')),
  );
  await page.goto('/');
  await expect(page.getByText('Todavía no hay datos').first()).toBeVisible();
  await expect(page.getByText('Aún no se ha cargado ninguna versión').first()).toBeVisible();
  await page.unroute(/\/(?:health|questions|collections|places)/);
  await page.getByRole('button', { name: 'Reintentar' }).first().click();
  await expect(page.getByTestId('matched')).toHaveText(/^[\d,]+$/);
});

test('a server that is gone', async ({ page }) => {
  await page.route(/\/(?:health|questions|collections|places)/, (route) => route.abort('connectionrefused'));
  await page.goto('/');
  await expect(page.getByText('Sin conexión con el servidor').first()).toBeVisible();
});

test('a question that fails leaves the map alone', async ({ page }) => {
  await page.route(/\/questions\/without-agreements/, (route) =>
    route.fulfill(problem(500, 'Error del servidor.')),
  );
  await open(page);
  await expect(page.getByText('No se pudo consultar la lista.')).toBeVisible();
  await expect(page.getByTestId('legend-classes')).toContainText('Ninguno conocido');
});

test('a refused filter is explained in the server’s words', async ({ page }) => {
  await open(page, '#q.scope=nowhere');
  await expect(page.locator('#results').getByRole('alert')).toContainText('nowhere');
});

test('the lines of states may be missing, and the map says so', async ({ page }) => {
  await page.route(/\/collections\/states\//, (route) => route.fulfill(problem(500, 'Error del servidor.')));
  await open(page);
  await expect(page.getByText(/Faltan partes del mapa/)).toBeVisible();
});

test('the names of countries may be missing, and the map says so and goes on', async ({ page }) => {
  await page.route(/\/basemap\/labels\.json/, (route) => route.abort('connectionreset'));
  await open(page);
  await expect(page.getByText(/Faltan partes del mapa: .*Nombres de los países/)).toBeVisible();
  await expect(page.getByTestId('matched')).toHaveText(/^[\d,]+$/);
});

test('offline after it was loaded, the page says so and keeps what it has', async ({ page, context }) => {
  await open(page);
  await expect(page.locator('#results li').first()).toBeVisible();
  await context.setOffline(true);
  await expect(page.getByText('Sin conexión con el servidor').first()).toBeVisible();
  await expect(page.locator('#results li').first()).toBeVisible();
  await page.locator('#results li button').first().click();
  await expect(page.getByText('No se pudo cargar la ficha.')).toBeVisible();
  await context.setOffline(false);
  await page
    .getByRole('region', { name: 'Ficha del municipio' })
    .getByRole('button', { name: 'Reintentar' })
    .first()
    .click();
  await expect(
    page.getByRole('region', { name: 'Ficha del municipio' }).getByRole('heading', { level: 2 }),
  ).toBeVisible();
});

test('without WebGL the list and the cards still work', async ({ page }) => {
  await page.addInitScript(() => {
    const original = HTMLCanvasElement.prototype.getContext;
    HTMLCanvasElement.prototype.getContext = function (this: HTMLCanvasElement, ...given: unknown[]) {
      if (String(given[0]).startsWith('webgl')) return null;
      return (original as (...all: unknown[]) => unknown).apply(this, given);
    } as typeof original;
  });
  await page.goto('/');
  await expect(page.getByText('Este navegador no puede dibujar el mapa')).toBeVisible();
  await page.locator('#results li button').first().click();
  await expect(
    page.getByRole('region', { name: 'Ficha del municipio' }).getByRole('heading', { level: 2 }),
  ).toBeVisible();
});

test('a slow server shows that something is on its way, and an older answer never wins', async ({ page }) => {
  await page.route(/\/questions\/without-agreements\?state=31/, async (route) => {
    const response = await route.fetch();
    await new Promise((resolve) => setTimeout(resolve, 1500));
    // The page may have given the request up by now.
    await route.fulfill({ response }).catch(() => undefined);
  });
  await open(page);
  await expect(page.getByTestId('matched')).toHaveText(/^[\d,]+$/);
  await page.evaluate(() => (location.hash = '#q.state=31'));
  await expect(page.locator('#results')).toHaveAttribute('aria-busy', 'true');
  await page.evaluate(() => (location.hash = '#q.state=06'));
  await expect(page.getByTestId('announcement')).toHaveText(/de 10\./);
  await page.waitForResponse(/state=31/, { timeout: 2500 }).catch(() => undefined);
  await expect(page.getByTestId('announcement')).toHaveText(/de 10\./);
});
