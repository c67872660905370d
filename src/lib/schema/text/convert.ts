import { Node as ProseMirrorNode } from '@tiptap/pm/model';
import * as sha256 from 'lib0/hash/sha256';
import * as buffer from 'lib0/buffer';
import * as Y from 'yjs';
import { assert } from '#lib/core/assert.ts';
import { ok, problem, type Result } from '#lib/core/result.ts';
import { textSchema } from './schema.ts';
import { acceptsAttribute, acceptsMark } from './values.ts';
import { isBlockName, markNameOf } from './versions.ts';

/**
 * Between the shared document and ProseMirror's JSON, in both directions and through JSON only:
 * reading never changes the document, whatever it holds. (The library's own conversion deletes
 * from the shared document what its schema does not know.)
 */
export const BODY = 'body';

export interface ContentMark {
  readonly type: string;
  readonly attrs?: Readonly<Record<string, unknown>>;
}

export interface ContentNode {
  readonly type: string;
  readonly attrs?: Readonly<Record<string, unknown>>;
  readonly content?: readonly ContentNode[];
  readonly text?: string;
  readonly marks?: readonly ContentMark[];
}

/** The prose of a document. */
export const contentOf = (doc: Y.Doc): ContentNode => fragmentToContent(doc.getXmlFragment(BODY));

export const fragmentToContent = (fragment: Y.XmlFragment): ContentNode => ({
  type: 'doc',
  content: childrenOf(fragment),
});

function childrenOf(parent: Y.XmlFragment): ContentNode[] {
  const children: ContentNode[] = [];
  for (const child of parent.toArray()) {
    if (child instanceof Y.XmlElement) children.push(elementToContent(child));
    else if (child instanceof Y.XmlText) for (const run of runsOf(child)) appendRun(children, run);
  }
  return children;
}

export function elementToContent(element: Y.XmlElement): ContentNode {
  const attrs = element.getAttributes() as Record<string, unknown>;
  const content = childrenOf(element);
  return {
    type: element.nodeName,
    ...(Object.keys(attrs).length > 0 ? { attrs } : {}),
    ...(content.length > 0 ? { content } : {}),
  };
}

interface DeltaRun {
  insert?: unknown;
  attributes?: Record<string, unknown>;
}

/** The text of one Y.XmlText as text nodes. Marks are sorted, so that equal content reads equal. */
export const runsOf = (text: Y.XmlText): ContentNode[] =>
  (text.toDelta() as DeltaRun[]).flatMap(({ insert, attributes = {} }) => {
    if (typeof insert !== 'string' || insert === '') return [];
    const marks = Object.keys(attributes)
      .sort()
      .map((key) => markOf(key, attributes[key]));
    return [{ type: 'text', text: insert, ...(marks.length > 0 ? { marks } : {}) }];
  });

const markOf = (key: string, value: unknown): ContentMark => ({
  type: markNameOf(key),
  ...(typeof value === 'object' && value !== null && Object.keys(value).length > 0
    ? { attrs: value as Record<string, unknown> }
    : {}),
});

/** Two people typing into an empty paragraph make two texts side by side: they read as one. */
function appendRun(children: ContentNode[], run: ContentNode): void {
  const last = children.at(-1);
  if (last?.type === 'text' && JSON.stringify(last.marks) === JSON.stringify(run.marks))
    children[children.length - 1] = { ...last, text: (last.text ?? '') + (run.text ?? '') };
  else children.push(run);
}

/** Fills an empty `body`. Blocks without an id get one where `mintId` is given. */
export function seedBody(
  doc: Y.Doc,
  content: ContentNode,
  { origin = null, mintId }: { origin?: unknown; mintId?: () => string } = {},
): void {
  const body = doc.getXmlFragment(BODY);
  assert(body.length === 0, 'only an empty body is seeded');
  const children = toTypes(content.content ?? [], mintId);
  doc.transact(() => body.insert(0, children), origin);
}

/** The same as one update of a fresh document, ready for the update log. */
export function contentToUpdate(content: ContentNode, clientId?: number, mintId?: () => string): Uint8Array {
  const doc = new Y.Doc();
  if (clientId !== undefined) doc.clientID = clientId;
  seedBody(doc, content, mintId ? { mintId } : {});
  return Y.encodeStateAsUpdate(doc);
}

/** Content as Yjs types that are not yet part of a document; neighbouring texts become one type. */
export function toTypes(nodes: readonly ContentNode[], mintId?: () => string): (Y.XmlElement | Y.XmlText)[] {
  const types: (Y.XmlElement | Y.XmlText)[] = [];
  let runs: ContentNode[] = [];
  const flush = (): void => {
    if (runs.length > 0) types.push(toText(runs));
    runs = [];
  };
  for (const node of nodes) {
    if (node.type === 'text') {
      runs.push(node);
      continue;
    }
    flush();
    types.push(toElement(node, mintId));
  }
  flush();
  return types;
}

function toElement(node: ContentNode, mintId?: () => string): Y.XmlElement {
  const element = new Y.XmlElement(node.type);
  const attrs = { ...node.attrs };
  if (mintId && isBlockName(node.type) && (attrs.id === null || attrs.id === undefined)) attrs.id = mintId();
  for (const [name, value] of Object.entries(attrs))
    if (value !== null && value !== undefined) setAttribute(element, name, value);
  element.insert(0, toTypes(node.content ?? [], mintId));
  return element;
}

/** Yjs stores any value; its types know only texts. */
export const setAttribute = (element: Y.XmlElement, name: string, value: unknown): void =>
  element.setAttribute(name, value as string);

function toText(runs: readonly ContentNode[]): Y.XmlText {
  const text = new Y.XmlText();
  text.applyDelta(
    runs.map((run) => ({
      insert: run.text ?? '',
      attributes: Object.fromEntries((run.marks ?? []).map((mark) => [markKey(mark), mark.attrs ?? {}])),
    })),
  );
  return text;
}

/** Marks that may cover each other are told apart by a hash, as the editor's binding stores them. */
export function markKey(mark: ContentMark): string {
  const type = textSchema().marks[mark.type];
  if (!type || type.excludes(type)) return mark.type;
  const digest = sha256.digest(buffer.encodeAny(type.create(mark.attrs).toJSON()));
  const folded = new Uint8Array(6);
  digest.forEach((byte, at) => (folded[at % 6] = (folded[at % 6] ?? 0) ^ byte));
  return `${mark.type}--${buffer.toBase64(folded)}`;
}

/** Says whether content is of this schema: names, structure and values. */
export function checkContent(json: unknown): Result<ContentNode> {
  if (typeof json !== 'object' || json === null || (json as ContentNode).type !== 'doc')
    return problem('content-invalid', 'the content is not an object of type "doc"');
  try {
    ProseMirrorNode.fromJSON(textSchema(), json).check();
  } catch (error) {
    return problem('content-invalid', error instanceof Error ? error.message : String(error));
  }
  const wrong = firstWrongValue(json as ContentNode, 'doc');
  return wrong === undefined ? ok(json as ContentNode) : problem('content-invalid', wrong);
}

function firstWrongValue(node: ContentNode, path: string): string | undefined {
  for (const [name, value] of Object.entries(node.attrs ?? {})) {
    if (!(name in (textSchema().nodes[node.type]?.spec.attrs ?? {})))
      return `${path}: ${node.type} has no attribute "${name}"`;
    if (!acceptsAttribute(name, value)) return `${path}: "${name}" may not be ${JSON.stringify(value)}`;
  }
  for (const mark of node.marks ?? [])
    if (!acceptsMark(mark.type, mark.attrs ?? {}))
      return `${path}: mark "${mark.type}" has a value that is not allowed`;
  for (const [index, child] of (node.content ?? []).entries()) {
    const wrong = firstWrongValue(child, `${path}/${child.type}[${index}]`);
    if (wrong !== undefined) return wrong;
  }
  return undefined;
}
