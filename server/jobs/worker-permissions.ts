import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('../../', import.meta.url));

/**
 * Node's options for a worker that may read the program's code, load native code, and nothing else. Not
 * the whole of the program's folder: the data folder may be in it.
 */
export const programOnly: readonly string[] = [
  '--permission',
  '--allow-addons',
  ...['server/*', 'src/*', 'node_modules/*', 'package.json'].map(
    (path) => `--allow-fs-read=${program}${path}`,
  ),
];
