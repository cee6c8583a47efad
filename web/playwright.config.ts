import { defineConfig } from '@playwright/test';

const languages = ['es', 'en'] as const;
const sizes = {
  desktop: { viewport: { width: 1440, height: 900 } },
  phone: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true },
};

export default defineConfig({
  testDir: 'e2e',
  // The tests share two cores with the server and a software renderer: one page at a time keeps times honest.
  workers: 1,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  forbidOnly: true,
  reporter: [['list']],
  use: {
    baseURL: process.env['ATLAS_E2E_URL'] ?? 'http://127.0.0.1:8000',
    trace: 'retain-on-failure',
    launchOptions: {
      executablePath: process.env['ATLAS_CHROMIUM'] ?? '/usr/bin/chromium',
      args: [
        '--no-sandbox',
        '--enable-unsafe-swiftshader',
        '--use-angle=swiftshader',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        '--no-first-run',
      ],
    },
  },
  projects: Object.entries(sizes).flatMap(([size, use]) =>
    languages.map((language) => ({
      name: `${size}-${language}`,
      use: { ...use, locale: language === 'es' ? 'es-MX' : 'en-US' },
    })),
  ),
});
