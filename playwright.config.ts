/** Browser tests. They start their own server (tests/support/fixtures.ts); nothing leaves the loopback. */
import { defineConfig } from '@playwright/test';
import { chromiumLaunch } from './tests/support/chromium.ts';

export default defineConfig({
  testDir: 'tests/e2e',
  testMatch: '**/*.test.ts',
  outputDir: 'test-results',
  forbidOnly: true,
  // A test that passes at the second attempt hides a fault.
  retries: 0,
  // Latencies are measured on two cores.
  workers: 1,
  timeout: 60_000,
  expect: {
    timeout: 10_000,
    // Another version of Chromium draws the edges of letters a little differently.
    toHaveScreenshot: {
      pathTemplate: 'tests/golden/gallery/{arg}{ext}',
      threshold: 0.05,
      maxDiffPixelRatio: 0.02,
    },
  },
  reporter: [
    ['list'],
    ['json', { outputFile: process.env['PLAYWRIGHT_JSON_OUTPUT_FILE'] ?? '.tandem/e2e.json' }],
  ],
  use: {
    locale: 'en-GB',
    timezoneId: 'Europe/Paris',
    screenshot: 'only-on-failure',
    launchOptions: chromiumLaunch(),
  },
  projects: [{ name: 'chromium', use: { browserName: 'chromium' } }],
});
