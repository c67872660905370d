/** The import rules of ARCHITECTURE.md, made from the table of layers; `tests/tidy/import-rules.test.ts` proves them. */
import { composition, inWords, layerNamed, layers } from './scripts/lib/layers.mjs';

const TEST_FILE = '\\.test\\.ts$';
const ROOT_OF_SRC = '^src/[^/]+$';
const OWN = '^(src|server|tests|scripts)/';

const folder = (path) => `^${path}/`;
const pathsOf = (names) => names.map((name) => folder(layerNamed(name).path));

/** One rule for each layer. */
const layerRules = layers.map((layer) => ({
  name: layer.name,
  comment: `${inWords(layer)}. Move the shared part down, or hand it in from above.`,
  severity: 'error',
  from: { path: folder(layer.path), pathNot: TEST_FILE },
  to: {
    path: OWN,
    pathNot: [folder(layer.path), ...pathsOf(layer.may), ...(layer.server === 'types' ? ['^server/'] : [])],
  },
}));

/** The same folder once more: one sub-folder may not reach into its neighbour. */
const strangerRules = layers
  .filter(({ strangers }) => strangers)
  .map(({ name, path }) => ({
    name: `${name}-are-strangers`,
    comment: `One of ${path}/ never imports another: put what they share into a layer below.`,
    severity: 'error',
    from: { path: `^${path}/([^/]+)/`, pathNot: TEST_FILE },
    to: { path: folder(path), pathNot: `^${path}/$1/` },
  }));

const having = (quality) => layers.filter((layer) => layer[quality]).map(({ path }) => folder(path));

const otherRules = [
  {
    name: 'only-types-from-server',
    comment: 'The bundle would hold a second copy of the server’s modules: use `event.locals.app`.',
    from: { path: '^src/' },
    to: { path: '^server/', dependencyTypesNot: ['type-only'] },
  },
  {
    name: 'only-composition-knows-adapters',
    comment: 'Ask for a port; server/main.ts, compose.ts and cli/ choose the adapter.',
    from: {
      path: '^(server|src)/',
      pathNot: [TEST_FILE, '^server/adapters/', ...composition.map((path) => `^${path}`)],
    },
    to: { path: '^server/adapters/' },
  },
  {
    name: 'nobody-imports-the-composition',
    comment: 'server/main.ts, compose.ts and cli/ are the top: what is shared belongs below.',
    from: { path: '^(server|src)/', pathNot: [TEST_FILE, ...composition.map((path) => `^${path}`)] },
    to: { path: composition.map((path) => `^${path}`) },
  },
  {
    name: 'nobody-imports-routes',
    comment: 'Routes load and compose: what others need belongs to a feature or below.',
    from: { path: OWN, pathNot: '^src/routes/' },
    to: { path: '^src/routes/' },
  },
  {
    name: 'nobody-imports-tests',
    comment: 'What the program needs cannot live among its tests.',
    from: { path: '^(src|server|scripts)/', pathNot: TEST_FILE },
    to: { path: '^tests/' },
  },
  {
    name: 'pure-layers-are-handed-everything',
    comment: 'No Node built-ins and no Svelte here: take a clock, randomness or a port as an argument.',
    from: { path: having('pure'), pathNot: TEST_FILE },
    to: { path: '^node_modules/(svelte|@sveltejs)/' },
  },
  {
    name: 'no-node-built-ins',
    comment:
      'This code runs in browsers or in a simulation: take what you need as an argument or through a port.',
    from: { path: [...having('pure'), ...having('browser')], pathNot: TEST_FILE },
    to: { dependencyTypes: ['core'] },
  },
  {
    name: 'no-yjs',
    comment: 'Yjs is known from the schema upwards only.',
    from: { path: having('noYjs'), pathNot: TEST_FILE },
    to: { path: '^node_modules/(yjs|lib0|y-[^/]+|@tiptap/y-tiptap)/' },
  },
  {
    name: 'no-cycles',
    comment: 'Of two modules that need each other, one holds something that belongs to a third.',
    from: {},
    to: { circular: true },
  },
].map((rule) => ({ severity: 'error', ...rule }));

/** Files beside the layers (`src/hooks.server.ts`, `server/config.ts`) are known to those who compose. */
const rootRules = [
  {
    name: 'src-root',
    comment: 'Files at the root of src/ use any of src/, and types of server/.',
    severity: 'error',
    from: { path: ROOT_OF_SRC },
    to: { path: OWN, pathNot: ['^src/', '^server/'] },
  },
];

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [...layerRules, ...strangerRules, ...otherRules, ...rootRules],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(\\.svelte-kit|build|data|\\.tandem|tests/bench/peers)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['svelte', 'import', 'node', 'default', 'types'],
    },
  },
};
