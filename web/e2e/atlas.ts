import { expect, type Page, test as base } from '@playwright/test';

interface Watch {
  /** Console errors and requests to other hosts; a test that expects some empties it itself. */
  trouble: string[];
}

/** A page that fails its test on a console error, an uncaught error or a request to another host. */
export const test = base.extend<{ watch: Watch }>({
  watch: [
    async ({ page, baseURL }, use) => {
      const watch: Watch = { trouble: [] };
      const home = new URL(baseURL ?? '').host;
      page.on('console', (message) => {
        if (message.type() === 'error') watch.trouble.push(`console: ${message.text()}`);
      });
      page.on('pageerror', (error) => watch.trouble.push(`uncaught: ${error.message}`));
      page.on('request', (request) => {
        const { protocol, host } = new URL(request.url());
        if (/^(?:https?|wss?):$/.test(protocol) && host !== home)
          watch.trouble.push(`other host: ${request.url()}`);
      });
      await use(watch);
      expect(watch.trouble).toEqual([]);
    },
    { auto: true },
  ],
});

export { expect };

/** Opens the page at a view and waits until the municipalities stand on screen. */
export async function open(page: Page, hash = ''): Promise<void> {
  await page.goto(`/${hash}`);
  await painted(page);
}

export async function painted(page: Page): Promise<void> {
  await expect(page.locator('[data-painted="true"]')).toBeAttached({ timeout: 30_000 });
}

/** JSON that the API itself answers, to compare the page with. */
export async function asked<T>(page: Page, path: string): Promise<T> {
  const response = await page.request.get(path, { headers: { Accept: 'application/json' } });
  expect(response.ok(), `${path} answered ${response.status()}`).toBe(true);
  return (await response.json()) as T;
}
