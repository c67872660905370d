/**
 * Lint without type information (svelte-check has the types), and the import rules that
 * dependency-cruiser cannot see: globals, and type-only imports inside components.
 */
import js from '@eslint/js';
import prettier from 'eslint-config-prettier';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';
import { readdirSync } from 'node:fs';
import { inWords, layers } from './scripts/lib/layers.mjs';
import svelteConfig from './svelte.config.js';

const TESTS = ['**/*.test.ts', 'tests/**'];

const HANDED_IN = {
  Date: 'Take a Clock (src/lib/core/clock.ts); a moment is a number of milliseconds.',
  performance: 'Take a Clock (src/lib/core/clock.ts).',
  setTimeout: 'Take a Clock and use `after`, so that a simulation can run it.',
  setInterval: 'Take a Clock and use `after`, so that a simulation can run it.',
  setImmediate: 'Take a Clock and use `after`, so that a simulation can run it.',
  clearTimeout: 'Keep the cancel function that `after` returns.',
  clearInterval: 'Keep the cancel function that `after` returns.',
  crypto: 'Take a Random (src/lib/core/random.ts) or a port.',
  process: 'Take what you need from the environment as an argument; server/config.ts reads it once.',
  Buffer: 'Use Uint8Array: this code also runs in browsers.',
  fetch: 'Take a port.',
  WebSocket: 'Take a port.',
  window: 'This layer knows no browser.',
  document: 'This layer knows no browser.',
  localStorage: 'This layer knows no browser.',
};

const everywhere = [
  { regex: '^\\$lib', message: 'Write #lib/… (package.json "imports"): Node runs the same files.' },
  {
    regex: '^[.#].*/(index|utils|helpers)(\\.ts)?$',
    message: 'Import the file that defines it; no barrels.',
  },
];

const builtIns = {
  regex: '^node:',
  message: 'No Node built-ins here: take what you need as an argument or through a port.',
};

const otherSide = {
  regex: '^#server/|(^|/)server/',
  allowTypeImports: true,
  message: 'From the server only types: at run time use `event.locals.app`.',
};

/** The part of a layer's rule that can be read off `#lib/…` and `#server/…`. */
function layerPattern(layer) {
  const known = layers.filter(({ name }) => name === layer.name || layer.may.includes(name));
  const prefixes = known
    .map(({ path }) => `${path.replace(/^src\//, '')}/`)
    .filter((p) => /^(lib|server)\//.test(p));
  if (layer.server === 'types') prefixes.push('server/');
  return {
    regex: `^#(?!${prefixes.join('|')})`,
    message: `${inWords(layer)}: move the shared part down, or hand it in from above.`,
  };
}

function patternsOf(layer) {
  return [
    ...everywhere,
    layerPattern(layer),
    ...(layer.path.startsWith('src/') ? [otherSide] : []),
    ...(layer.pure || layer.browser ? [builtIns] : []),
    ...(layer.pure
      ? [{ regex: '^svelte($|/)', message: 'No Svelte here: this layer runs everywhere.' }]
      : []),
    ...(layer.noYjs
      ? [{ regex: '^(yjs|lib0|y-)', message: 'Yjs is known from the schema upwards only.' }]
      : []),
  ];
}

const restrictImports = (patterns) => ({
  'no-restricted-imports': 'off',
  '@typescript-eslint/no-restricted-imports': ['error', { patterns }],
});

const layerBlocks = layers.flatMap((layer) => {
  const block = {
    name: `tandem/layer/${layer.name}`,
    files: [`${layer.path}/**`],
    ignores: TESTS,
    rules: restrictImports(patternsOf(layer)),
  };
  return layer.strangers ? [block, ...strangerBlocks(layer)] : [block];
});

/** Each sub-folder with a rule of its own: which neighbours there are is read from the disk. */
function strangerBlocks(layer) {
  const folders = foldersOf(layer.path);
  const prefix = layer.path.replace(/^src\/lib\//, '#lib/').replace(/^server\//, '#server/');
  return folders.map((folder) => {
    const others = folders.filter((other) => other !== folder).join('|');
    const neighbour = {
      regex: `^(${prefix}/|(\\.\\./)+)(${others})/`,
      message: `${layer.name} never import one another: put what they share into a layer below.`,
    };
    return {
      name: `tandem/layer/${layer.name}/${folder}`,
      files: [`${layer.path}/${folder}/**`],
      ignores: TESTS,
      rules: restrictImports([...patternsOf(layer), ...(others ? [neighbour] : [])]),
    };
  });
}

function foldersOf(path) {
  try {
    return readdirSync(new URL(path, import.meta.url), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name);
  } catch {
    return [];
  }
}

const pureBlock = {
  name: 'tandem/pure',
  files: layers.filter(({ pure }) => pure).map(({ path }) => `${path}/**`),
  ignores: TESTS,
  rules: {
    'no-restricted-globals': [
      'error',
      ...Object.entries(HANDED_IN).map(([name, message]) => ({ name, message })),
    ],
    'no-restricted-properties': [
      'error',
      { object: 'Math', property: 'random', message: HANDED_IN.crypto },
      ...Object.entries(HANDED_IN).map(([property, message]) => ({
        object: 'globalThis',
        property,
        message,
      })),
    ],
  },
};

export default ts.config(
  {
    ignores: [
      'node_modules/',
      'build/',
      '.svelte-kit/',
      '.tandem/',
      'data/',
      'test-results/',
      'tests/bench/peers/',
    ],
  },
  js.configs.recommended,
  ...ts.configs.recommended,
  ...svelte.configs.recommended,
  prettier,
  ...svelte.configs.prettier,
  {
    name: 'tandem/all',
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    languageOptions: { globals: { ...globals.node, ...globals.browser } },
    rules: {
      // TypeScript knows what is defined; in .mjs the globals above do.
      'no-undef': 'off',
      // What may stand in a title or an address is said with control characters.
      'no-control-regex': 'off',
      eqeqeq: ['error', 'always'],
      'no-var': 'error',
      'prefer-const': 'error',
      'no-restricted-syntax': [
        'error',
        {
          selector: 'ExportAllDeclaration',
          message: 'No barrels: import from the file that defines it.',
        },
      ],
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', caughtErrorsIgnorePattern: '^_' },
      ],
      ...restrictImports(everywhere),
    },
  },
  {
    files: ['**/*.mjs', '**/*.js'],
    rules: { 'no-undef': 'error' },
  },
  {
    name: 'tandem/svelte',
    files: ['**/*.svelte', '**/*.svelte.ts', '**/*.svelte.test.ts'],
    languageOptions: { parserOptions: { parser: ts.parser, extraFileExtensions: ['.svelte'], svelteConfig } },
    rules: {
      // Props are destructured with `let`, because some of them are bound.
      'prefer-const': 'off',
      'svelte/prefer-const': ['error', { destructuring: 'all' }],
      // It takes the words of a reason for names of warnings; svelte-check has the same check.
      'svelte/no-unused-svelte-ignore': 'off',
      // The application is always served at the root of its origin.
      'svelte/no-navigation-without-resolve': 'off',
    },
  },
  {
    name: 'tandem/program',
    files: ['src/**', 'server/**'],
    ignores: TESTS,
    rules: {
      'no-console': ['error'],
      '@typescript-eslint/no-non-null-assertion': 'error',
    },
  },
  {
    name: 'tandem/src',
    files: ['src/**'],
    ignores: TESTS,
    rules: restrictImports([...everywhere, otherSide]),
  },
  ...layerBlocks,
  pureBlock,
);
