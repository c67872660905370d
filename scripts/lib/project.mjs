/** Where the project lies and what its state is. The bootstrap never depends on the current folder. */
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url));

/** @param {string[]} parts */
export const at = (...parts) => join(root, ...parts);

/** The folder of logs, caches and reports: ignored by git, safe to delete. */
export function scratch(name) {
  mkdirSync(at('.tandem'), { recursive: true });
  return at('.tandem', name);
}

/** As a person would type it from the project's folder. */
export const shown = (path) => relative(root, path) || path;

/** Every file below a folder, as paths from the project's folder with `/`, in a stable order. */
export function filesBelow(folder) {
  let entries;
  try {
    entries = readdirSync(at(folder), { withFileTypes: true });
  } catch (error) {
    if (error.code === 'ENOENT') return [];
    throw error;
  }
  return entries
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(folder, entry.name).split(sep).join('/');
      return entry.isDirectory() ? filesBelow(path) : [path];
    });
}

/** A hash of files' names and contents: a clone, a copy and a touched file give the same. */
export function hashFiles(paths) {
  const hash = createHash('sha256');
  for (const path of paths) hash.update(path).update('\0').update(readOrEmpty(path)).update('\0');
  return hash.digest('hex');
}

function readOrEmpty(path) {
  try {
    return readFileSync(at(path));
  } catch (error) {
    if (error.code === 'ENOENT') return '';
    throw error;
  }
}

/** The text of a small file, or undefined when there is none. */
export function readText(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
