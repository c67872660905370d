import * as Y from 'yjs';
import { BODY, elementToContent, setAttribute, toTypes, type ContentNode } from '../convert.ts';
import { textSchema } from '../schema.ts';
import { alignBlocks } from './align-blocks.ts';
import { rewriteInline } from './rewrite-inline.ts';

/**
 * Makes a shared document say what `target` says, as a forward edit: only the difference is written,
 * block by block and word by word. What stays keeps its authors and everything that is anchored in it;
 * what others write at the same moment stays too, as with any edit. To be run inside a transaction.
 */
export const rewriteBody = (doc: Y.Doc, target: ContentNode): void =>
  rewriteBlocks(doc.getXmlFragment(BODY), target.content ?? []);

function rewriteBlocks(parent: Y.XmlFragment, target: readonly ContentNode[]): void {
  const before = parent.toArray().filter((child) => child instanceof Y.XmlElement);
  const steps = alignBlocks(before, target, elementToContent, (node) => node);
  // From the end, so that what is not reached yet stays where it is.
  let behind: Y.XmlElement | null = null;
  for (const step of steps.reverse()) {
    if (step.kind === 'pair') {
      rewritePair(step.before, step.after);
      behind = step.before;
    } else if (step.kind === 'removed') {
      parent.delete(indexIn(parent, step.before), 1);
    } else {
      const at: number = behind === null ? parent.length : indexIn(parent, behind);
      const [created] = toTypes([step.after]) as [Y.XmlElement];
      parent.insert(at, [created]);
      behind = created;
    }
  }
}

function rewritePair(element: Y.XmlElement, target: ContentNode): void {
  rewriteAttributes(element, target.attrs ?? {});
  const isInline = textSchema().nodes[target.type]?.inlineContent === true;
  if (isInline) rewriteInline(element, target.content ?? []);
  else rewriteBlocks(element, target.content ?? []);
}

function rewriteAttributes(element: Y.XmlElement, target: Readonly<Record<string, unknown>>): void {
  const present = element.getAttributes() as Record<string, unknown>;
  for (const name of new Set([...Object.keys(present), ...Object.keys(target)])) {
    // A block keeps the address under which others point to it.
    if (name === 'id' && present.id !== undefined) continue;
    const value = target[name] ?? null;
    if (JSON.stringify(value) === JSON.stringify(present[name] ?? null)) continue;
    if (value === null) element.removeAttribute(name);
    else setAttribute(element, name, value);
  }
}

const indexIn = (parent: Y.XmlFragment, child: Y.XmlElement | Y.XmlText): number =>
  parent.toArray().indexOf(child);
