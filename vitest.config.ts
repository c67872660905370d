/**
 * `unit`: beside the sources and in `tests/` (contracts, simulation, tidy), in parallel. Svelte is compiled
 * as on the server: `render` from `svelte/server` gives a component's HTML.
 * `runes`: files named `.svelte.test.ts`, compiled as for the browser, where effects run.
 * `program`: the whole program with real server processes, one file after the other, because each
 * measures or kills what the others would share.
 */
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    projects: [
      {
        plugins: [svelte()],
        test: {
          name: 'unit',
          include: ['src/**/*.test.ts', 'server/**/*.test.ts', 'tests/**/*.test.ts'],
          exclude: ['tests/program/**', 'tests/e2e/**', '**/*.svelte.test.ts'],
          testTimeout: 20_000,
          hookTimeout: 20_000,
        },
      },
      {
        plugins: [svelte()],
        resolve: { conditions: ['browser'] },
        test: {
          name: 'runes',
          include: ['{src,tests}/**/*.svelte.test.ts'],
          environment: './tests/support/client-environment.ts',
        },
      },
      {
        test: {
          name: 'program',
          include: ['tests/program/**/*.test.ts'],
          fileParallelism: false,
          testTimeout: 90_000,
          hookTimeout: 90_000,
        },
      },
    ],
    // Two cores are what the tests are promised to need.
    maxWorkers: 2,
    allowOnly: false,
  },
});
