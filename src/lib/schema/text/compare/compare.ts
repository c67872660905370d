import { textSchema } from '../schema.ts';
import type { ContentNode } from '../convert.ts';
import { contentHash } from '../hash.ts';
import { alignSequences, type Step } from './align.ts';
import { alignBlocks } from './align-blocks.ts';
import { marksKey, tokensOf, wordsIn, type Token } from './words.ts';

/** What happened to a node between two states; without one it is the same in both. */
export type Change =
  | 'added'
  | 'removed'
  /** Gone from here, and standing elsewhere now; and the other way round. */
  | 'moved-away'
  | 'moved-here'
  /** The same words in another form: marks, level, kind, width. */
  | 'formatted';

/** Both states in one text, in reading order: what went stands before what came. */
export interface ComparedNode extends ContentNode {
  readonly content?: readonly ComparedNode[];
  readonly change?: Change;
}

export interface Comparison {
  readonly content: ComparedNode;
  /** How many places changed: neighbouring changes count as one. */
  readonly changes: number;
  readonly wordsAdded: number;
  readonly wordsRemoved: number;
}

export function compareContent(before: ContentNode, after: ContentNode): Comparison {
  const content = comparePair(before, after);
  const count = { changes: 0, wordsAdded: 0, wordsRemoved: 0 };
  tally(content, count, undefined);
  return { content, ...count };
}

function comparePair(before: ContentNode, after: ContentNode): ComparedNode {
  if (contentHash(before) === contentHash(after)) return after;
  const isInline = textSchema().nodes[after.type]?.inlineContent === true;
  const [old, fresh] = [before.content ?? [], after.content ?? []];
  const content = isInline ? compareInline(old, fresh) : compareBlocks(old, fresh);
  const formatted = contentHash({ ...before, content: [] }) !== contentHash({ ...after, content: [] });
  return {
    ...after,
    ...(content.length > 0 ? { content } : {}),
    ...(formatted ? { change: 'formatted' } : {}),
  };
}

const itself = (node: ContentNode): ContentNode => node;

const compareBlocks = (before: readonly ContentNode[], after: readonly ContentNode[]): ComparedNode[] =>
  alignBlocks(before, after, itself, itself).map((step): ComparedNode => {
    if (step.kind === 'pair') return comparePair(step.before, step.after);
    if (step.kind === 'removed') return { ...step.before, change: step.moved ? 'moved-away' : 'removed' };
    return { ...step.after, change: step.moved ? 'moved-here' : 'added' };
  });

function compareInline(before: readonly ContentNode[], after: readonly ContentNode[]): ComparedNode[] {
  const [old, fresh] = [tokensOf(before), tokensOf(after)];
  const steps = alignSequences(
    old.map(({ key }) => key),
    fresh.map(({ key }) => key),
  );
  const nodes: ComparedNode[] = [];
  for (const step of removalsFirst(withoutLoneSpaces(steps, old))) {
    if (step.kind === 'removed') append(nodes, { ...nodeAt(old, step.before), change: 'removed' });
    else if (step.kind === 'added') append(nodes, { ...nodeAt(fresh, step.after), change: 'added' });
    else {
      const [was, is] = [nodeAt(old, step.before), nodeAt(fresh, step.after)];
      const formatted = marksKey(was.marks) !== marksKey(is.marks);
      append(nodes, formatted ? { ...is, change: 'formatted' } : is);
    }
  }
  return nodes;
}

const nodeAt = (tokens: readonly Token[], at: number): ContentNode => (tokens[at] as Token).node;

/** A space that stayed between two new words is no island: the reader sees one change, not two. */
const withoutLoneSpaces = (steps: readonly Step[], old: readonly Token[]): Step[] =>
  steps.flatMap((step, at) => {
    const isLone =
      step.kind === 'same' &&
      /^\s+$/.test((old[step.before] as Token).key) &&
      isChange(steps[at - 1]) &&
      isChange(steps[at + 1]);
    if (!isLone) return [step];
    return [
      { kind: 'removed', before: step.before },
      { kind: 'added', after: step.after },
    ];
  });

const isChange = (step: Step | undefined): boolean => step !== undefined && step.kind !== 'same';

function removalsFirst(steps: readonly Step[]): Step[] {
  const ordered: Step[] = [];
  let added: Step[] = [];
  const flush = (): void => {
    ordered.push(...added);
    added = [];
  };
  for (const step of steps) {
    if (step.kind === 'added') added.push(step);
    else {
      if (step.kind === 'same') flush();
      ordered.push(step);
    }
  }
  flush();
  return ordered;
}

function append(nodes: ComparedNode[], node: ComparedNode): void {
  const last = nodes.at(-1);
  const joins =
    last?.type === 'text' &&
    node.type === 'text' &&
    last.change === node.change &&
    marksKey(last.marks) === marksKey(node.marks);
  if (joins) nodes[nodes.length - 1] = { ...last, text: (last.text ?? '') + (node.text ?? '') };
  else nodes.push(node);
}

interface Tally {
  changes: number;
  wordsAdded: number;
  wordsRemoved: number;
}

function tally(node: ComparedNode, count: Tally, within: Change | undefined): void {
  const change = node.change ?? within;
  if (node.type === 'text') {
    const words = wordsIn(node.text ?? '').length;
    if (change === 'added') count.wordsAdded += words;
    if (change === 'removed') count.wordsRemoved += words;
  }
  let before: Change | undefined;
  for (const child of node.content ?? []) {
    if (child.change !== undefined && before === undefined) count.changes += 1;
    before = child.change;
    tally(child, count, change === 'formatted' ? undefined : change);
  }
}
