/**
 * Who may import whom: the one table from which `.dependency-cruiser.mjs` and `eslint.config.js` make
 * their rules. A layer is a folder; what it does not name, it may not import. Test files are free of it.
 */

const PURE = ['core', 'domain', 'schema', 'protocol'];
const BROWSER = [...PURE, 'client', 'ui', 'i18n', 'editor'];

/**
 * @typedef {object} Layer
 * @property {string} name
 * @property {string} path      folder, or a file without its extension
 * @property {string[]} may     layers besides itself
 * @property {boolean} [strangers]  its sub-folders do not know each other
 * @property {'types'} [server] may import types from the server
 * @property {boolean} [pure]   no Node built-ins, no Svelte, no clock, no randomness of its own
 * @property {boolean} [browser]  no Node built-ins
 * @property {boolean} [noYjs]
 */

/** @type {Layer[]} */
export const layers = [
  { name: 'core', path: 'src/lib/core', may: [], pure: true, noYjs: true },
  { name: 'domain', path: 'src/lib/domain', may: ['core'], pure: true, noYjs: true },
  { name: 'schema', path: 'src/lib/schema', may: ['core', 'domain'], pure: true },
  { name: 'protocol', path: 'src/lib/protocol', may: ['core', 'domain', 'schema'], pure: true },
  { name: 'client', path: 'src/lib/client', may: PURE, browser: true },
  { name: 'i18n', path: 'src/lib/i18n', may: ['core'], browser: true, noYjs: true },
  { name: 'ui', path: 'src/lib/ui', may: ['core', 'i18n'], browser: true, noYjs: true },
  { name: 'editor', path: 'src/lib/editor', may: [...PURE, 'client', 'ui', 'i18n'], browser: true },
  {
    name: 'features',
    path: 'src/lib/features',
    may: BROWSER,
    browser: true,
    strangers: true,
    server: 'types',
  },
  { name: 'routes', path: 'src/routes', may: [...BROWSER, 'features'], server: 'types' },

  { name: 'ports', path: 'server/ports', may: ['core', 'domain', 'protocol'], pure: true },
  { name: 'engine', path: 'server/engine', may: [...PURE, 'ports'], pure: true },
  // A cover, a caption and a date are written in the document's language: the words are in the catalogues.
  { name: 'exports', path: 'server/exports', may: [...PURE, 'i18n', 'ports'] },
  // Its sheets have the headings that a new one begins with.
  { name: 'example', path: 'server/example', may: [...PURE, 'i18n', 'ports', 'templates'] },
  { name: 'templates', path: 'server/templates', may: [...PURE] },
  { name: 'workshops', path: 'server/workshops', may: ['core', 'domain'] },
  // A mail is written in its reader's language.
  { name: 'mails', path: 'server/mails', may: [...PURE, 'i18n', 'ports'] },
  { name: 'imports', path: 'server/imports', may: [...PURE, 'ports'] },
  { name: 'projections', path: 'server/projections', may: [...PURE, 'ports'] },
  { name: 'auth', path: 'server/auth', may: [...PURE, 'ports'] },
  {
    name: 'services',
    path: 'server/services',
    may: [
      ...PURE,
      'ports',
      'exports',
      'imports',
      'projections',
      'auth',
      'engine',
      'example',
      'templates',
      'workshops',
      'mails',
    ],
  },
  { name: 'jobs', path: 'server/jobs', may: [...PURE, 'ports', 'services'] },
  { name: 'http', path: 'server/http', may: [...PURE, 'ports', 'services', 'auth'] },
  { name: 'adapters', path: 'server/adapters', may: [...PURE, 'ports'], strangers: true },
];

/** What puts the server's parts together, for serving and for the command line: only it knows adapters. */
export const composition = ['server/main.ts', 'server/compose.ts', 'server/cli/'];

/** @param {string} name */
export const layerNamed = (name) => {
  const layer = layers.find((candidate) => candidate.name === name);
  if (!layer) throw new Error(`no layer ${name}`);
  return layer;
};

/** @param {Layer} layer */
export const inWords = ({ name, may }) =>
  `${name} may import ${may.length === 0 ? 'nothing' : may.join(', ')}${may.length === 0 ? '' : ' only'}`;
