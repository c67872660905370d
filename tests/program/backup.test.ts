/** Backups as an administrator makes and restores them: beside the running program, and on an empty host. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { Awareness } from 'y-protocols/awareness';
import * as Y from 'yjs';
import { TandemProvider } from '#lib/client/tandem-provider.ts';
import { closeCodes } from '#lib/protocol/close-codes.ts';
import { apiOfRole, liveUrl, newDocument } from '../support/api-client.ts';
import { growLogs } from '../support/grow-logs.ts';
import { freshText } from '../support/journal-writer.ts';
import { stockClient, textOf, until, writeParagraph } from '../support/live-clients.ts';
import { photograph } from '../support/pictures.ts';
import { SeededRandom } from '../support/seeded-random.ts';
import { commandOn, freePort, startServer, temporaryFolder, type RunningServer } from '../support/server.ts';

const WITHIN_MS = 30_000;
const cleanUp: (() => unknown)[] = [];
afterEach(async () => {
  for (const stop of cleanUp.splice(0).toReversed()) await stop();
});

async function start(dataDir: string, port: number): Promise<RunningServer> {
  const server = await startServer({ dataDir, port });
  cleanUp.push(() => server.stop());
  return server;
}

/** The browser's own peer, with the incarnation that its page was given. */
function peer(server: RunningServer, documentId: string, token: string, incarnation: number) {
  const doc = new Y.Doc();
  const awareness = new Awareness(doc);
  class Polyfill extends WebSocket {
    constructor(url: string) {
      super(url, { headers: { authorization: `Bearer ${token}` } });
    }
  }
  const provider = new TandemProvider({
    ...{ url: liveUrl(server), documentId, doc, awareness, schema: 1, incarnation },
    mayWrite: () => true,
    onNotice: () => undefined,
    onUnsaved: () => undefined,
    onIncoming: () => undefined,
    random: () => 0,
    WebSocketPolyfill: Polyfill as unknown as typeof globalThis.WebSocket,
  });
  const codes: number[] = [];
  provider.on('connection-close', (event) => void (event && codes.push(event.code)));
  provider.connect();
  cleanUp.push(() => {
    provider.destroy();
    awareness.destroy();
    doc.destroy();
  });
  const saved = () => until(() => provider.synced && !provider.unsaved, 'saved', WITHIN_MS);
  return { doc, codes, saved, text: () => textOf(doc) };
}

test('[E17] a backup is restored while an editor with newer text is still open: they are told, and the backup’s text stays', async () => {
  const [dataDir, port] = [temporaryFolder(), await freePort()];
  const file = join(temporaryFolder(), 'backup.tar.gz');
  const before = await start(dataDir, port);
  const api = await apiOfRole(before, 'editor');
  const documentId = await newDocument(api);
  const open = peer(before, documentId, api.token, 1);
  await open.saved();
  writeParagraph(open.doc, 'Before the backup.');
  await open.saved();
  expect(await before.cli('backup', file)).toContain('9 documents');
  writeParagraph(open.doc, 'After the backup.');
  await open.saved();

  await expect(before.cli('restore', file, '--replace')).rejects.toThrow('stop it');
  await before.stop();
  await expect(before.cli('restore', file)).rejects.toThrow('add --replace');
  expect(await before.cli('restore', file, '--replace')).toContain('Restored: 39 documents');
  const after = await start(dataDir, port);

  await until(() => open.codes.includes(closeCodes.otherIncarnation), 'told by 4409', WITHIN_MS);
  const fresh = () => freshText(`${liveUrl(after)}/${documentId}`, api.token);
  expect(await fresh()).toContain('Before the backup.');
  expect(await fresh()).not.toContain('After the backup.');
  // Their own copy is theirs.
  expect(open.text()).toContain('After the backup.');

  const db = new DatabaseSync(join(dataDir, 'tandem.db'), { readOnly: true });
  const { incarnation } = db.prepare('SELECT incarnation FROM document WHERE id = ?').get(documentId) ?? {};
  db.close();
  const again = peer(after, documentId, api.token, Number(incarnation));
  await again.saved();
  writeParagraph(again.doc, 'Written after the restore.');
  await again.saved();
  expect(await fresh()).toMatch(/Before the backup.*Written after the restore/);
  expect(readdirSync(dataDir).some((name) => name.startsWith('replaced-'))).toBe(true);
}, 240_000);

/** Every row of the log, packed or not, is what its hash says: two logs with the same hash at a row are the same up to it. */
function heads(dataDir: string): Map<string, { head: number; hashAt: (seq: number) => string | undefined }> {
  const db = new DatabaseSync(join(dataDir, 'tandem.db'), { readOnly: true, timeout: 5_000 });
  cleanUp.push(() => db.close());
  const hash = db.prepare('SELECT hex(hash) AS hash FROM doc_update WHERE document = ? AND seq = ?');
  return new Map(
    db
      .prepare('SELECT id, head FROM document')
      .all()
      .map(({ id, head }) => [
        String(id),
        { head: Number(head), hashAt: (seq) => hash.get(id ?? '', seq)?.hash as string | undefined },
      ]),
  );
}

test('a backup made while people type is restored on an empty host: the same logs, texts and pictures', async () => {
  const [dataDir, port] = [temporaryFolder(), await freePort()];
  const first = await start(dataDir, port);
  const api = await apiOfRole(first, 'editor');
  const documents = [await newDocument(api), await newDocument(api)];
  const picture = await photograph();
  const sent = await fetch(`${first.url}/api/v1/documents/${documents[0]}/uploads`, {
    method: 'POST',
    headers: { authorization: `Bearer ${api.token}`, 'content-type': 'image/jpeg' },
    body: new Uint8Array(picture),
  });
  const { url: pictureUrl } = (await sent.json()) as { url: string };
  const pictureAt = async ({ url }: RunningServer) =>
    Buffer.from(
      await (
        await fetch(url + pictureUrl, { headers: { authorization: `Bearer ${api.token}` } })
      ).arrayBuffer(),
    );
  const kept = await pictureAt(first);
  await first.stop();
  await growLogs(dataDir, documents, new SeededRandom(5), 1_300);

  const source = await start(dataDir, port);
  const writers = documents.map((id) => stockClient(liveUrl(source), id, api.token));
  cleanUp.push(() => writers.forEach((writer) => writer.stop()));
  await Promise.all(writers.map((writer) => until(() => writer.provider.synced, 'synced', WITHIN_MS)));
  let n = 0;
  const typing = setInterval(() => writers.forEach((writer) => writer.write(`Sentence ${n++}.`)), 20);
  cleanUp.push(() => clearInterval(typing));
  await until(() => n > 20, 'typing');
  const file = join(temporaryFolder(), 'backup.tar.gz');
  const printed = await source.cli('backup', file);
  expect(printed).toContain('1 pictures');
  expect(n).toBeGreaterThan(25);
  clearInterval(typing);

  const restoredDir = join(temporaryFolder(), 'data');
  const tandem = commandOn(restoredDir);
  expect(await tandem('restore', file)).toContain('1 pictures');
  expect(await tandem('verify')).toContain('1 pictures');
  expect(existsSync(join(restoredDir, 'blobs'))).toBe(true);

  const there = heads(dataDir);
  for (const [id, { head, hashAt }] of heads(restoredDir)) {
    expect(there.get(id)?.head, id).toBeGreaterThanOrEqual(head);
    // Since the backup the source may have packed this very row.
    const original = there.get(id)?.hashAt(head);
    if (original) expect(hashAt(head), id).toBe(original);
  }
  const served = await start(restoredDir, await freePort());
  expect(await pictureAt(served)).toEqual(kept);
  for (const id of documents)
    expect(await freshText(`${liveUrl(served)}/${id}`, api.token)).toMatch(/Sentence \d+\./);
}, 300_000);
