/** The project's own text files, read once: what the tidy tests look at. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface Source {
  /** From the project's folder, with `/`. */
  readonly path: string;
  readonly text: string;
}

export const root = fileURLToPath(new URL('../..', import.meta.url));

const NOT_OURS = new Set(['node_modules', '.git', '.svelte-kit', '.tandem', 'build', 'data', 'test-results']);
const TEXT = /\.(ts|mjs|js|svelte|css|html|json|ya?ml|md|sh)$|^\.ci\/run$/;
/** Peers of the benchmarks are installed there with lock files of their own. */
const GENERATED = /(^|\/)package-lock\.json$|^tests\/bench\/peers\//;

export const allSources: readonly Source[] = pathsBelow(root)
  .filter((path) => TEXT.test(path) && !GENERATED.test(path))
  .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }));

function pathsBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return NOT_OURS.has(entry.name) ? [] : pathsBelow(path);
    return [relative(root, path).split(sep).join('/')];
  });
}

export const isTest = (path: string): boolean => path.endsWith('.test.ts') || path.startsWith('tests/');
export const isCode = (path: string): boolean => /\.(ts|mjs|js|svelte)$/.test(path);

/** `path:line: the line` of every line that matches. */
export function linesMatching(sources: readonly Source[], pattern: RegExp): string[] {
  return sources.flatMap(({ path, text }) =>
    text
      .split('\n')
      .map((line, index) => ({ line, where: `${path}:${index + 1}` }))
      .filter(({ line }) => pattern.test(line))
      .map(({ line, where }) => `${where}: ${line.trim().slice(0, 120)}`),
  );
}
