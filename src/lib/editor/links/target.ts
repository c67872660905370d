import type { Node as ProseMirrorNode } from '@tiptap/pm/model';
import type { TargetPlace } from './references.ts';

/** A place that a link or a cross-reference leads to, inside this program. */
export interface Target {
  /** `null`: the text that is open. */
  readonly document: string | null;
  readonly block: string | null;
}

const PATH = /^\/d\/([A-Za-z0-9][A-Za-z0-9-]{0,63})$/;

/** What an address means here; `null` for one that leads elsewhere. */
export function targetOfHref(href: string, origin: string, own: string | null): Target | null {
  if (href.startsWith('#')) return { document: null, block: href.slice(1) || null };
  const url = URL.canParse(href, origin) ? new URL(href, origin) : null;
  if (!url || url.origin !== origin) return null;
  const document = PATH.exec(url.pathname)?.[1];
  if (document === undefined) return null;
  return { document: document === own ? null : document, block: url.hash.slice(1) || null };
}

/** `#block` or `document#block`, as a cross-reference keeps it. */
export function targetOfReference(target: unknown, own: string | null): Target | null {
  const [document = '', block = ''] = typeof target === 'string' ? target.split('#', 2) : [];
  if (block === '') return null;
  return { document: document === '' || document === own ? null : document, block };
}

export const hrefOf = ({ document, block }: Target): string =>
  `${document === null ? '' : `/d/${document}`}${block === null ? '' : `#${block}`}` || '#';

const OPENING_LENGTH = 160;

/** A place in the text that is open. */
export function placeIn(doc: ProseMirrorNode, blockId: string): TargetPlace | null {
  let at = 0;
  while (at < doc.childCount && !idsIn(doc.child(at)).has(blockId)) at += 1;
  if (at === doc.childCount) return null;
  const found = blockOf(doc.child(at), blockId);
  let opening = found === doc.child(at) ? '' : wordsOf(doc.child(at));
  for (let next = at + 1; next < doc.childCount && opening.length < OPENING_LENGTH; next += 1)
    if (doc.child(next).type.name !== 'heading') opening = `${opening} ${wordsOf(doc.child(next))}`.trim();
  return {
    id: blockId,
    text: wordsOf(found),
    isHeading: found.type.name === 'heading',
    opening: opening.slice(0, OPENING_LENGTH),
  };
}

/** Blocks that did not change are the same objects: a long text is not read again at every key. */
const known = new WeakMap<ProseMirrorNode, ReadonlySet<unknown>>();

function idsIn(block: ProseMirrorNode): ReadonlySet<unknown> {
  const ids = known.get(block) ?? new Set([block.attrs.id as unknown]);
  if (!known.has(block)) {
    block.descendants((node) => {
      (ids as Set<unknown>).add(node.attrs.id);
      return !node.isTextblock;
    });
    known.set(block, ids);
  }
  return ids;
}

function blockOf(block: ProseMirrorNode, id: string): ProseMirrorNode {
  let found = block;
  block.descendants((node) => {
    if (node.attrs.id === id) found = node;
    return !node.isTextblock;
  });
  return found;
}

const wordsOf = (node: ProseMirrorNode): string => {
  let words = '';
  node.descendants((child) => {
    if (child.isText) words += child.text ?? '';
    else if (child.isTextblock && words !== '') words += ' ';
    return child.type.name !== 'footnote';
  });
  return words.trim();
};
