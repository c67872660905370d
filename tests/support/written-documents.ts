/** Documents with a given text, and what is in them: on the server, and on a screen. */
import type { Page } from '@playwright/test';
import * as Y from 'yjs';
import { encodeStep1, encodeUpdate } from '#lib/protocol/codec.ts';
import { syncTypes } from '#lib/protocol/messages.ts';
import { contentToUpdate, type ContentNode } from '#lib/schema/text/convert.ts';
import { isBlockName } from '#lib/schema/text/versions.ts';
import { editorOf } from './documents.ts';
import { BareClient, until } from './live-clients.ts';
import type { RunningServer } from './server.ts';

/** `server.cli('token', 'create', …)` takes a second: one token serves many documents. */
export interface Author {
  readonly server: RunningServer;
  readonly token: string;
}

const headersOf = ({ token }: Author) => ({ authorization: `Bearer ${token}` });
const liveUrl = ({ server }: Author): string => `${server.url.replace(/^http/, 'ws')}/sync`;

export async function documentWith(author: Author, content: ContentNode, title = 'Draft'): Promise<string> {
  const response = await fetch(`${author.server.url}/api/v1/partnerships/msf-2050/documents`, {
    method: 'POST',
    headers: { ...headersOf(author), 'content-type': 'application/json' },
    body: JSON.stringify({ title, kind: 'free', language: 'en' }),
  });
  if (response.status !== 201) throw new Error(`no document: ${response.status} ${await response.text()}`);
  const { id } = (await response.json()) as { id: string };
  await write(author, id, contentToUpdate(content, 1));
  return id;
}

/** An update of one's own, on disk when this resolves. */
export async function write(
  author: Author,
  documentId: string,
  update: Uint8Array,
  schema = 1,
): Promise<void> {
  const client = new BareClient(liveUrl(author), documentId, {
    token: author.token,
    query: `schema=${schema}&proto=1&ack=1`,
  });
  await client.opened();
  client.send(encodeUpdate(update));
  await until(
    () => client.durable > 0 || client.notice('rejected') !== undefined || client.closeCode !== null,
    'an answer to the update',
    20_000,
  );
  const refusal = client.notice('rejected')?.code ?? client.closeCode;
  client.stop();
  if (refusal !== null) throw new Error(`the update was refused: ${refusal}`);
}

/** As a program reads it. */
export async function contentOnServer(author: Author, documentId: string): Promise<ContentNode> {
  const url = `${author.server.url}/api/v1/documents/${documentId}?format=json`;
  const response = await fetch(url, { headers: headersOf(author) });
  if (!response.ok) throw new Error(`not read: ${response.status} ${await response.text()}`);
  return ((await response.json()) as { content: ContentNode }).content;
}

const TEXT_BLOCKS: ReadonlySet<string> = new Set(['paragraph', 'heading', 'codeBlock', 'detailsSummary']);

/** One line per innermost block, as `linesOnScreen` reads it: `# ` before headings, ⏎ for line breaks. */
export function linesOf(node: ContentNode): string[] {
  if (!TEXT_BLOCKS.has(node.type)) return (node.content ?? []).flatMap(linesOf);
  const words = (node.content ?? []).map(({ type, text }) => (type === 'hardBreak' ? '⏎' : (text ?? '')));
  return [`${node.type === 'heading' ? '# ' : ''}${words.join('')}`];
}

export const linesOnScreen = (page: Page): Promise<string[]> =>
  editorOf(page).evaluate((text) =>
    [...text.querySelectorAll('p, h1, h2, h3, h4, pre')].map((block) => {
      const copy = block.cloneNode(true) as HTMLElement;
      // Others' carets, and what the editor adds so that a browser can place its own.
      for (const extra of copy.querySelectorAll('.person-caret, .ProseMirror-trailingBreak, img'))
        extra.remove();
      for (const lineBreak of copy.querySelectorAll('br')) lineBreak.replaceWith('⏎');
      return (/^H\d$/.test(block.tagName) ? '# ' : '') + copy.textContent;
    }),
  );

/** Blocks whose address is missing or taken: `paragraph: a`. */
export function addressFaults(content: ContentNode): string[] {
  const seen = new Set<unknown>();
  const faults: string[] = [];
  const visit = (node: ContentNode) => {
    const id: unknown = node.attrs?.id;
    if (isBlockName(node.type)) {
      if (typeof id !== 'string' || seen.has(id)) faults.push(`${node.type}: ${String(id)}`);
      seen.add(id);
    }
    node.content?.forEach(visit);
  };
  visit(content);
  return faults;
}

/** How many cells each row has. */
export function rowWidths(content: ContentNode): number[] {
  if (content.type === 'tableRow') return [content.content?.length ?? 0];
  return (content.content ?? []).flatMap(rowWidths);
}

/** The shared document itself, as an editor of that schema receives it: nothing is left out in reading. */
export async function documentOnServer(author: Author, documentId: string, schema = 1): Promise<Y.Doc> {
  const client = new BareClient(liveUrl(author), documentId, {
    token: author.token,
    query: `schema=${schema}&proto=1&ack=1`,
  });
  await client.opened();
  const received = new Y.Doc();
  client.send(encodeStep1(Y.encodeStateVector(received)));
  await until(() => client.sync(syncTypes.step2).length > 0, 'the text', 20_000);
  for (const type of [syncTypes.update, syncTypes.step2])
    for (const update of client.sync(type)) Y.applyUpdate(received, update);
  client.stop();
  return received;
}
