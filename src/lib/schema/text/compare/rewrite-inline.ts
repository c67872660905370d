import * as Y from 'yjs';
import {
  elementToContent,
  markKey,
  runsOf,
  toTypes,
  type ContentMark,
  type ContentNode,
} from '../convert.ts';
import { alignSequences } from './align.ts';
import { marksKey, tokensOf, type Token } from './words.ts';

/** A token of the shared text, and where it stands. */
interface Placed extends Token {
  readonly place: TextPlace | Y.XmlElement;
}

interface TextPlace {
  readonly text: Y.XmlText;
  readonly offset: number;
  readonly length: number;
}

/** The words of one paragraph: only those that differ are removed, written, or marked anew. */
export function rewriteInline(parent: Y.XmlElement, target: readonly ContentNode[]): void {
  const before = placedTokens(parent);
  const after = tokensOf(target);
  const steps = alignSequences(
    before.map(({ key }) => key),
    after.map(({ key }) => key),
  );
  // From the end: what is not reached yet keeps its offset. `reached` is the last token in front.
  let reached = before.length - 1;
  let waiting: ContentNode[] = [];
  const write = (): void => {
    if (waiting.length > 0) insertAfter(parent, before[reached]?.place, waiting);
    waiting = [];
  };
  for (const step of steps.reverse()) {
    if (step.kind === 'added') {
      waiting.unshift((after[step.after] as Token).node);
      continue;
    }
    write();
    const token = before[step.before] as Placed;
    if (step.kind === 'removed') remove(parent, token.place);
    else mark(token, (after[step.after] as Token).node);
    reached = step.before - 1;
  }
  write();
}

function placedTokens(parent: Y.XmlElement): Placed[] {
  return parent.toArray().flatMap((child): Placed[] => {
    if (child instanceof Y.XmlElement)
      return tokensOf([elementToContent(child)]).map((token) => ({ ...token, place: child }));
    if (!(child instanceof Y.XmlText)) return [];
    let offset = 0;
    return tokensOf(runsOf(child)).map((token) => {
      const place = { text: child, offset, length: token.key.length };
      offset += place.length;
      return { ...token, place };
    });
  });
}

function remove(parent: Y.XmlElement, place: Placed['place']): void {
  if (place instanceof Y.XmlElement) parent.delete(parent.toArray().indexOf(place), 1);
  else place.text.delete(place.offset, place.length);
}

function mark({ node, place }: Placed, target: ContentNode): void {
  if (place instanceof Y.XmlElement || marksKey(node.marks) === marksKey(target.marks)) return;
  const wanted = formatOf(target.marks);
  const unwanted = Object.keys(formatOf(node.marks)).filter((key) => !(key in wanted));
  place.text.format(place.offset, place.length, {
    ...Object.fromEntries(unwanted.map((key) => [key, null])),
    ...wanted,
  });
}

const formatOf = (marks: readonly ContentMark[] | undefined): Record<string, unknown> =>
  Object.fromEntries((marks ?? []).map((it) => [markKey(it), it.attrs ?? {}]));

/** Words go into the text that is there; only a footnote or a mention in mid-text splits it. */
function insertAfter(
  parent: Y.XmlElement,
  place: Placed['place'] | undefined,
  nodes: readonly ContentNode[],
): void {
  const children = parent.toArray();
  const [text, offset] = textAt(children, place);
  if (text && nodes.every(({ type }) => type === 'text')) {
    let at = offset;
    for (const { text: words = '', marks } of nodes) {
      text.insert(at, words, formatOf(marks));
      at += words.length;
    }
    return;
  }
  const index =
    place === undefined ? 0 : children.indexOf(place instanceof Y.XmlElement ? place : place.text) + 1;
  if (place === undefined || place instanceof Y.XmlElement || offset >= place.text.length) {
    parent.insert(index, toTypes(nodes));
    return;
  }
  const behind = new Y.XmlText();
  behind.applyDelta(deltaFrom(place.text, offset));
  place.text.delete(offset, place.text.length - offset);
  parent.insert(index, [...toTypes(nodes), behind]);
}

function textAt(
  children: readonly unknown[],
  place: Placed['place'] | undefined,
): readonly [text: Y.XmlText | null, offset: number] {
  if (place !== undefined && !(place instanceof Y.XmlElement))
    return [place.text, place.offset + place.length];
  const next = children[place === undefined ? 0 : children.indexOf(place) + 1];
  return [next instanceof Y.XmlText ? next : null, 0];
}

interface Run {
  insert: string;
  attributes?: Record<string, unknown>;
}

function deltaFrom(text: Y.XmlText, offset: number): Run[] {
  let passed = 0;
  return (text.toDelta() as Run[]).flatMap((run) => {
    const from = Math.max(0, offset - passed);
    passed += run.insert.length;
    return from >= run.insert.length ? [] : [{ ...run, insert: run.insert.slice(from) }];
  });
}
