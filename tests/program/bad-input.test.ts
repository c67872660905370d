/**
 * Bad input, said to the running program over HTTP and the live connection: a clear answer with a stable
 * code, and afterwards not a row of the database differs and not a byte of the document.
 */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { limits } from '#lib/core/limits.ts';
import { encodeStep1, encodeStep2, encodeUpdate } from '#lib/protocol/codec.ts';
import { messageTypes } from '#lib/protocol/messages.ts';
import { apiClient, liveUrl, newDocument, type ApiClient } from '../support/api-client.ts';
import { changeDatabase, databaseState } from '../support/database-state.ts';
import { freshText } from '../support/journal-writer.ts';
import { BareClient, textOf, until, writeParagraph, type BareOptions } from '../support/live-clients.ts';
import { askRaw, type RawAnswer, type RawRequest } from '../support/raw-http.ts';
import { startServer, type RunningServer } from '../support/server.ts';

const PARTNERSHIP = 'msf-2050';
const QUERY = 'schema=1&proto=1&ack=1';

let server: RunningServer;
let editor: ApiClient;
let coordinatorToken: string;
let cookie: string;
let usedSecret: string;
let expiredSecret: string;
let documentId: string;
/** What the coordinator wrote, under their own client id. */
const text = new Y.Doc();

beforeAll(async () => {
  server = await startServer();
  const token = (role: string) => server.cli('token', 'create', '--role', role);
  const link = async () => new URL(await server.cli('link', '--role', 'editor')).hash.slice(1);
  const tokens = await Promise.all([token('editor'), token('coordinator'), link(), link()]);
  [, coordinatorToken, expiredSecret, usedSecret] = tokens;
  editor = apiClient(server, tokens[0]);
  changeDatabase(server.dataDir, 'UPDATE sign_in_link SET expires_at_ms = 1');
  usedSecret = await (async () => {
    const secret = await link();
    const signedIn = await signIn(secret);
    cookie = signedIn.cookies.find((it) => it.startsWith('__Host-tandem='))?.split(';')[0] ?? '';
    return secret;
  })();
  documentId = await newDocument(editor);
  const author = await live({ token: coordinatorToken });
  writeParagraph(text, 'Kept.');
  author.send(encodeUpdate(Y.encodeStateAsUpdate(text)));
  await until(() => author.durable === 1, 'the text is durable');
  author.stop();
  // After a quiet moment the server gives the paragraph its id, in a commit of its own.
  await until(() => databaseHead() === 2, 'repaired', 10_000);
}, 60_000);

afterAll(async () => {
  await server?.stop();
});

let before: { rows: Readonly<Record<string, string>>; text: string };
const readText = () => freshText(`${liveUrl(server)}/${documentId}?${QUERY}`, editor.token);
const state = async () => ({ rows: databaseState(server.dataDir), text: await readText() });
const databaseHead = () => Number(/^(\d+)/.exec(databaseState(server.dataDir)['doc_update'] ?? '')?.[1]) - exampleRows;
let exampleRows = 0;

beforeEach(async () => {
  before = await state();
});

/** Holds after every test of this file. */
const expectUnchanged = async () => expect(await state()).toEqual(before);
