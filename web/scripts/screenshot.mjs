// Pictures of the running server for the README: docs/screenshots/*.png, in both languages, wide and narrow.
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from '@playwright/test';

const server = process.env.ATLAS_E2E_URL ?? 'http://127.0.0.1:8000';
const folder = join(dirname(fileURLToPath(import.meta.url)), '..', '..', 'docs', 'screenshots');
const wide = { viewport: { width: 1440, height: 900 } };
const phone = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true };

const pictures = [
  { name: 'map-es', size: wide, hash: '#lang=es' },
  { name: 'map-en', size: wide, hash: '#lang=en' },
  {
    name: 'card-es',
    size: wide,
    hash: '#lang=es&at=36,-104,1.9&municipality=02004&hide=consulate_mx_abroad',
  },
  {
    name: 'question-en',
    size: wide,
    hash: '#lang=en&at=29.2,-106.6,5.9&q.state=08&q.state=26&q.us_border_km_max=200',
  },
  { name: 'concentration-es', size: wide, hash: '#lang=es&question=concentration&show=chart' },
  {
    name: 'candidates-en',
    size: wide,
    hash: '#lang=en&question=partner-candidates&hide=border_crossing,consulate_mx_abroad',
  },
  { name: 'border-groups-es', size: wide, hash: '#lang=es&question=border-clusters' },
  { name: 'phone-question-es', size: phone, hash: '#lang=es&question=migration-coverage', opens: true },
  { name: 'phone-map-es', size: phone, hash: '#lang=es' },
  { name: 'phone-card-en', size: phone, hash: '#lang=en&at=20.7,-103.4,7&municipality=14039' },
];

const browser = await chromium.launch({
  executablePath: process.env.ATLAS_CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--enable-unsafe-swiftshader', '--use-angle=swiftshader', '--no-first-run'],
});
await mkdir(folder, { recursive: true });
for (const { name, size, hash, opens } of pictures) {
  const context = await browser.newContext(size);
  const page = await context.newPage();
  await page.goto(`${server}/${hash}`);
  await page.locator('[data-painted="true"]').waitFor({ state: 'attached' });
  await page.waitForLoadState('networkidle');
  if (opens) await page.getByRole('tab').first().tap();
  await page.evaluate(() => window.__atlas.settled());
  await page.screenshot({ path: join(folder, `${name}.png`) });
  console.log(`${name}.png`);
  await context.close();
}
await browser.close();
