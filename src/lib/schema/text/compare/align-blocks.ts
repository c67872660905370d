import type { ContentNode } from '../convert.ts';
import { contentHash } from '../hash.ts';
import { alignUnique } from './align.ts';
import { plainText } from '../sections.ts';
import { wordsIn } from './words.ts';

/** How the blocks of one parent became those of another, in reading order. */
export type BlockStep<Before, After> =
  /** The same block; whether its content changed is not said. */
  | { readonly kind: 'pair'; readonly before: Before; readonly after: After }
  | { readonly kind: 'removed'; readonly before: Before; readonly moved: boolean }
  | { readonly kind: 'added'; readonly after: After; readonly moved: boolean };

interface Known<Item> {
  readonly item: Item;
  readonly node: ContentNode;
  readonly key: string;
  words?: ReadonlySet<string>;
}

/** Blocks that lost their address are taken for the same when this share of their words is. */
const ALIKE_MIN = 0.5;
/** Where a whole text was replaced, only so many that went are held against each that came. */
const LOOKED_AT_MAX = 50;

/**
 * Pairs blocks by their id, and those whose id the other side does not have by what they say.
 * Each item comes with its content: what is aligned may be shared types as well as JSON.
 */
export function alignBlocks<Before, After>(
  before: readonly Before[],
  after: readonly After[],
  nodeOfBefore: (item: Before) => ContentNode,
  nodeOfAfter: (item: After) => ContentNode,
): BlockStep<Before, After>[] {
  const [oldNodes, freshNodes] = [before.map(nodeOfBefore), after.map(nodeOfAfter)];
  const [oldKeys, freshKeys] = keysOf(oldNodes, freshNodes);
  const [inOld, inFresh] = [new Set(oldKeys), new Set(freshKeys)];
  const old = before.map((item, at) => known(item, oldNodes[at], oldKeys[at]));
  const fresh = after.map((item, at) => known(item, freshNodes[at], freshKeys[at]));
  const steps: BlockStep<Before, After>[] = [];
  let gap: Gap<Before, After> = { removed: [], added: [] };
  const closeGap = (): void => {
    steps.push(...pairAlike(gap, inOld, inFresh));
    gap = { removed: [], added: [] };
  };
  for (const step of alignUnique(oldKeys, freshKeys)) {
    if (step.kind === 'removed') gap.removed.push(old[step.before] as Known<Before>);
    else if (step.kind === 'added') gap.added.push(fresh[step.after] as Known<After>);
    else {
      closeGap();
      const [one, other] = [old[step.before] as Known<Before>, fresh[step.after] as Known<After>];
      steps.push({ kind: 'pair', before: one.item, after: other.item });
    }
  }
  closeGap();
  return steps;
}

const known = <Item>(item: Item, node?: ContentNode, key?: string): Known<Item> => ({
  item,
  node: node as ContentNode,
  key: key as string,
});

interface Gap<Before, After> {
  readonly removed: Known<Before>[];
  readonly added: Known<After>[];
}

/** Keys that stand once on each side: the shared id, else what the block says and its how-manieth it is. */
function keysOf(before: readonly ContentNode[], after: readonly ContentNode[]): [string[], string[]] {
  const ids = (nodes: readonly ContentNode[]) => new Set(nodes.map(idOf).filter((id) => id !== ''));
  const [oldIds, freshIds] = [ids(before), ids(after)];
  const keys = (nodes: readonly ContentNode[]): string[] => {
    const seen = new Map<string, number>();
    return nodes.map((node) => {
      const id = idOf(node);
      // A heading turned into a paragraph is another block to the shared document.
      const own =
        oldIds.has(id) && freshIds.has(id) ? `#${id} ${node.type}` : `${node.type} ${contentHash(node)}`;
      const count = (seen.get(own) ?? 0) + 1;
      seen.set(own, count);
      return `${own} ${count}`;
    });
  };
  return [keys(before), keys(after)];
}

/** Between two pairs: what went and what came, paired where it says nearly the same. */
function pairAlike<Before, After>(
  gap: Gap<Before, After>,
  inOld: ReadonlySet<string>,
  inFresh: ReadonlySet<string>,
): BlockStep<Before, After>[] {
  const steps: BlockStep<Before, After>[] = [];
  const left = [...gap.removed];
  const goes = (it: Known<Before>) =>
    steps.push({ kind: 'removed', before: it.item, moved: inFresh.has(it.key) });
  const waiting: Known<After>[] = [];
  const comes = () => {
    for (const it of waiting.splice(0))
      steps.push({ kind: 'added', after: it.item, moved: inOld.has(it.key) });
  };
  for (const added of gap.added) {
    const at = inOld.has(added.key)
      ? -1
      : left.slice(0, LOOKED_AT_MAX).findIndex((it) => !inFresh.has(it.key) && isAlike(it, added));
    if (at < 0) {
      waiting.push(added);
      continue;
    }
    // What went is read before what came in its place.
    const [pair] = left.splice(at, 1);
    left.splice(0, at).forEach(goes);
    comes();
    if (pair) steps.push({ kind: 'pair', before: pair.item, after: added.item });
  }
  left.forEach(goes);
  comes();
  return steps;
}

function isAlike<Before, After>(before: Known<Before>, after: Known<After>): boolean {
  if (before.node.type !== after.node.type) return false;
  const [old, fresh] = [wordsOf(before), wordsOf(after)];
  if (old.size === 0 || fresh.size === 0) return old.size === fresh.size;
  let common = 0;
  for (const word of fresh) if (old.has(word)) common += 1;
  return common / Math.max(old.size, fresh.size) >= ALIKE_MIN;
}

/** Looked up once per block, and only for blocks that have no counterpart by their address. */
const wordsOf = <Item>(it: Known<Item>): ReadonlySet<string> =>
  (it.words ??= new Set(wordsIn(plainText(it.node).toLowerCase())));

const idOf = (node: ContentNode): string => (typeof node.attrs?.id === 'string' ? node.attrs.id : '');
