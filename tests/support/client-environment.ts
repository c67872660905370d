import type { Environment } from 'vitest/runtime';

/** Node, but with modules compiled as for a browser: runes are live, effects run. There is no DOM. */
export default {
  name: 'client',
  viteEnvironment: 'client',
  setup: () => ({ teardown: () => undefined }),
} satisfies Environment;
