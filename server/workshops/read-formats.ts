import { readdirSync, readFileSync } from 'node:fs';
import { isCollection, isMap, LineCounter, parseDocument, type Document } from 'yaml';
import { cardKindFaults, checkFormat } from '#lib/domain/workshop/check-format.ts';
import { completeFormat } from '#lib/domain/workshop/complete-format.ts';
import { families, type CardKind, type Format } from '#lib/domain/workshop/format.ts';
import type { Fault } from '#lib/domain/workshop/shape.ts';

/**
 * workshops/ reads the formats of workshops: one data file each, no code. Invariant: what it hands out has
 * passed its check; a broken file is named with its line and hides no other. It leaves running them to others.
 */
export interface FormatFileProblem {
  readonly file: string;
  readonly line: number;
  readonly code: string;
  /** `discovery-tables.yaml, line 12: stages.0.minutes must be …` */
  readonly sentence: string;
}

export interface FormatFiles {
  /** In the order in which they are offered: by family, the short ones first. */
  readonly formats: readonly Format[];
  readonly problems: readonly FormatFileProblem[];
}

const FOLDER = new URL('../../src/lib/domain/workshop/formats/', import.meta.url);
/** Kinds of card that several formats use. */
const KINDS = 'card-kinds.yaml';

let ours: FormatFiles | null = null;
const read = (): FormatFiles => (ours ??= formatsIn(FOLDER));

/** Ours: read once. */
export const readFormats = (): readonly Format[] => read().formats;

/** What is wrong with ours, to be said at the start. */
export const formatProblems = (): readonly FormatFileProblem[] => read().problems;

export function formatsIn(folder: URL): FormatFiles {
  const files = readdirSync(folder)
    .filter((name) => name.endsWith('.yaml'))
    .sort();
  const textOf = (file: string): string => readFileSync(new URL(file, folder), 'utf8');
  const kinds = readKinds(KINDS, files.includes(KINDS) ? textOf(KINDS) : '[]');
  const read = files
    .filter((file) => file !== KINDS)
    .map((file) => readFormat(file, textOf(file), kinds.kinds));
  return {
    formats: read.flatMap(({ format }) => format ?? []).sort(asOffered),
    problems: [...kinds.problems, ...read.flatMap(({ problems }) => problems)],
  };
}

/** One format from its file's text. Its id is the file's name. */
export function readFormat(
  file: string,
  text: string,
  kinds: ReadonlyMap<string, CardKind>,
): { readonly format?: Format; readonly problems: readonly FormatFileProblem[] } {
  const source = new Source(file, text);
  if (source.problems.length > 0) return { problems: source.problems };
  const checked = checkFormat(completeFormat(file.replace(/\.yaml$/, ''), source.value, kinds));
  if (checked.ok) return { format: checked.value, problems: [] };
  return { problems: checked.problem.faults.map((fault) => source.problemOf(fault)) };
}

export function readKinds(
  file: string,
  text: string,
): { readonly kinds: ReadonlyMap<string, CardKind>; readonly problems: readonly FormatFileProblem[] } {
  const source = new Source(file, text);
  if (source.problems.length > 0) return { kinds: new Map(), problems: source.problems };
  const kinds = new Map<string, CardKind>();
  const problems: FormatFileProblem[] = [];
  const written: readonly unknown[] = Array.isArray(source.value) ? source.value : [];
  written.forEach((value, index) => {
    const faults = cardKindFaults(value);
    problems.push(
      ...faults.map((it) => source.problemOf({ ...it, path: `${index}${it.path && '.'}${it.path}` })),
    );
    if (faults.length === 0) kinds.set((value as CardKind).id, value as CardKind);
  });
  return { kinds, problems };
}

const asOffered = (a: Format, b: Format): number =>
  families.indexOf(a.family) - families.indexOf(b.family) || a.minutes - b.minutes || (a.id < b.id ? -1 : 1);

/** A file's value, and on which line each part of it stands. */
class Source {
  readonly problems: readonly FormatFileProblem[];
  readonly value: unknown;
  private readonly file: string;
  private readonly document: Document;
  private readonly lines = new LineCounter();

  constructor(file: string, text: string) {
    this.file = file;
    this.document = parseDocument(text, { lineCounter: this.lines, prettyErrors: false });
    this.problems = this.document.errors.map(({ pos, code, message }) =>
      this.problem(this.lines.linePos(pos[0]).line, code, message),
    );
    this.value = this.problems.length === 0 ? this.document.toJS() : null;
  }

  problemOf({ path, code, detail }: Fault): FormatFileProblem {
    return this.problem(this.lineOf(path), code, path === '' ? detail : `${path} ${detail}`);
  }

  private problem(line: number, code: string, says: string): FormatFileProblem {
    return { file: this.file, line, code, sentence: `${this.file}, line ${line}: ${says}` };
  }

  /** Of the key where there is one; of what holds it where it is missing, or was put in by the reading. */
  private lineOf(path: string): number {
    let node: unknown = this.document.contents;
    let offset = startOf(node) ?? 0;
    for (const key of path === '' ? [] : path.split('.')) {
      if (!isCollection(node)) break;
      const pair = isMap(node) ? node.items.find((it) => keyOf(it.key) === key) : undefined;
      const next: unknown = pair ? pair.value : isMap(node) ? undefined : node.items[Number(key)];
      if (next === undefined && !pair) break;
      offset = startOf(pair?.key) ?? startOf(next) ?? offset;
      node = next;
    }
    return this.lines.linePos(offset).line;
  }
}

const keyOf = (node: unknown): string => String((node as { value?: unknown } | null)?.value ?? '');

const startOf = (node: unknown): number | undefined =>
  (node as { range?: readonly [number, number, number] | null } | null)?.range?.[0];
