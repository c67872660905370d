/**
 * Somebody with a browser's session who means no good, as a program of its own, so that their work is not taken
 * for the server's: `node hostile-client.ts KIND URL COOKIE ORIGIN`. It goes on until it is ended.
 */
import { setImmediate as turn, setTimeout as delay } from 'node:timers/promises';
import { WebSocket } from 'ws';
import * as Y from 'yjs';
import { encodePresence, encodeStep1, encodeStep2, encodeUpdate } from '#lib/protocol/codec.ts';
import { hostileKinds, type HostileKind } from './hostile-kinds.ts';
import { writeParagraph } from './live-clients.ts';

const [kind = '', url = '', cookie = '', origin = ''] = process.argv.slice(2);

const NOTHING = new Uint8Array([0]);
const hello = encodeStep1(NOTHING);

/** Resolves when it is over, whoever ended it. */
function visit(act: (ws: WebSocket) => unknown): Promise<void> {
  return new Promise((resolve) => {
    const ws = new WebSocket(url, { headers: { cookie, origin } });
    ws.on('open', () => void act(ws));
    ws.on('error', () => undefined);
    ws.on('close', () => resolve());
  });
}

async function again(act: (ws: WebSocket) => unknown): Promise<never> {
  for (;;) await visit(act);
}

const presence = (clientId: number): Uint8Array =>
  encodePresence([{ clientId, clock: 1, json: '{"cursor":null}' }]);

/** As fast as the network takes it. */
async function pour(ws: WebSocket, next: () => Uint8Array): Promise<void> {
  while (ws.readyState === WebSocket.OPEN) {
    for (let n = 0; n < 50 && ws.bufferedAmount < 4_000_000; n++) ws.send(next());
    await turn();
  }
}

/** Its own words, letter for letter or in pieces as large as are taken. */
function edits(sizeBytes: number): () => Uint8Array {
  const doc = new Y.Doc();
  let last = NOTHING;
  doc.on('update', (update: Uint8Array) => (last = new Uint8Array(update)));
  writeParagraph(doc, '-');
  let opening: Uint8Array | null = last;
  const text = (doc.getXmlFragment('body').get(0) as Y.XmlElement).get(0) as Y.XmlText;
  return () => {
    if (opening === null) text.insert(text.length, 'x'.repeat(sizeBytes));
    const update = opening ?? last;
    opening = null;
    return encodeUpdate(update);
  };
}

let floods = 0;
function flood(ws: WebSocket): Promise<void> {
  ws.on('message', () => undefined);
  ws.send(hello);
  const ways = [edits(1), () => hello, edits(190_000), () => presence(7)];
  return pour(ws, ways[floods++ % ways.length] ?? edits(1));
}

/** Each small, each a claim to be huge. */
const huge = [0xff, 0xff, 0xff, 0xff, 0x0f];
const sevenBytes = new Uint8Array([0x01, 0xff, 0xff, 0xff, 0x0f, 0x01, 0x00]);
const bombs = [
  encodeUpdate(sevenBytes),
  encodeStep2(sevenBytes),
  encodeStep1(new Uint8Array(huge)),
  new Uint8Array([1, 6, ...huge, 0]),
  new Uint8Array([0, 2, ...huge]),
  encodeUpdate(new Uint8Array([0, 1, 1, ...huge])),
];
let thrown = 0;

const acts: Readonly<Record<HostileKind, () => Promise<unknown>>> = {
  'never-reads': () =>
    Promise.all(
      Array.from({ length: 20 }, (_, n) =>
        again((ws) => {
          ws.send(hello);
          ws.send(presence(1_000 + n));
          ws.pause();
        }),
      ),
    ),
  'as-fast-as-it-can': () => again(flood),
  'thousand-sockets': () =>
    Promise.all(
      Array.from({ length: 1_000 }, async (_, n) => {
        await delay(n);
        return again((ws) => {
          ws.send(hello);
          ws.send(presence(1_000 + n));
        });
      }),
    ),
  'seven-bytes': () =>
    again((ws) => {
      ws.send(hello);
      ws.send(bombs[thrown++ % bombs.length] ?? sevenBytes);
    }),
};

const act = hostileKinds.find((it) => it === kind);
if (!act) throw new Error(`nobody is hostile like that: ${kind}`);
await acts[act]();
