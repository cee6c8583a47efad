import { defineConfig } from '@playwright/test';

const desktop = { viewport: { width: 1440, height: 900 } };
const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
const spanish = { locale: 'es-MX' };
const english = { locale: 'en-US' };
/** What must hold in both languages at both sizes. */
const everywhere = /accessibility\.spec\.ts/;
/** The questions, the longest of all, see each language and each size once: Spanish wide, English small. */
const questions = /questions(?:-on-map)?\.spec\.ts/;
const smallScreen = /mobile\.spec\.ts/;

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
  projects: [
    { name: 'desktop-es', use: { ...desktop, ...spanish }, testIgnore: smallScreen },
    { name: 'desktop-en', use: { ...desktop, ...english }, testMatch: everywhere },
    { name: 'phone-es', use: { ...phone, ...spanish }, testMatch: [everywhere, smallScreen] },
    { name: 'phone-en', use: { ...phone, ...english }, testMatch: [everywhere, questions] },
  ],
});
