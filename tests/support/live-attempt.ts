import WebSocket from 'ws';
import * as Y from 'yjs';
import {
  encodePermissionDenied,
  encodePresence,
  encodeStep1,
  encodeStep2,
  encodeUpdate,
} from '#lib/protocol/codec.ts';
import { messageTypes, syncTypes, type ClientMessage } from '#lib/protocol/messages.ts';
import type { Right } from '#lib/domain/partnership/policy.ts';
import type { RunningServer } from './server.ts';

/** What clients may say, and the right that it takes. A kind that is missing here does not compile. */
export const liveClientAccess = {
  step1: { type: 'sync', right: 'read' },
  step2: { type: 'sync', right: 'write' },
  update: { type: 'sync', right: 'write' },
  presence: { type: 'presence', right: 'read' },
  'query-presence': { type: 'queryPresence', right: 'read' },
  'permission-denied': { type: 'permissionDenied', right: 'read' },
} as const satisfies Record<ClientMessage['kind'], { type: keyof typeof messageTypes; right: Right }>;

/** What only the server says. */
export const liveServerMessages = [
  'durable',
  'rejected',
  'policy',
  'storage',
  'size',
] as const satisfies (keyof typeof messageTypes)[];

type ClientKind = keyof typeof liveClientAccess;

export type LiveAttempt =
  'taken' | 'refused, document unchanged' | 'refused, document CHANGED' | `closed ${number}`;

interface Attempt {
  readonly server: RunningServer;
  readonly token: string | undefined;
  readonly documentId: string;
  readonly kind: ClientKind;
}

/** Opens the document as a machine does, says one thing, and tells what came of it. */
export async function tryLive({ server, token, documentId, kind }: Attempt): Promise<LiveAttempt> {
  const live = await open(server, token, documentId);
  if (typeof live === 'number') return `closed ${live}`;
  const doc = new Y.Doc();
  // A root type is known by its kind before the first update comes in.
  const body = doc.getXmlFragment('body');
  for (const update of live.updates) Y.applyUpdate(doc, update);
  const before = Y.encodeStateVector(doc);
  const paragraph = new Y.XmlElement('paragraph');
  paragraph.insert(0, [new Y.XmlText('Hello')]);
  body.insert(body.length, [paragraph]);
  live.say(messageOf(kind, doc, before));

  if (liveClientAccess[kind].right === 'read') {
    // Answered after what was said before it: the connection stands, and nothing was held against it.
    const answered = await live.sayAndWait(encodeStep1(before), 'step2');
    live.close();
    return answered;
  }
  const outcome = await live.wait('settled');
  live.close();
  if (outcome !== 'refused, document unchanged') return outcome;
  return (await contains(server, token, documentId, doc.clientID)) ? 'refused, document CHANGED' : outcome;
}

function messageOf(kind: ClientKind, doc: Y.Doc, before: Uint8Array): Uint8Array {
  switch (kind) {
    case 'step1':
      return encodeStep1(before);
    case 'step2':
      return encodeStep2(Y.encodeStateAsUpdate(doc, before));
    case 'update':
      return encodeUpdate(Y.encodeStateAsUpdate(doc, before));
    case 'presence':
      return encodePresence([{ clientId: doc.clientID, clock: 1, json: JSON.stringify({ cursor: null }) }]);
    case 'query-presence':
      return Uint8Array.of(messageTypes.queryPresence);
    case 'permission-denied':
      return encodePermissionDenied('not-allowed');
  }
}

async function contains(
  server: RunningServer,
  token: string | undefined,
  documentId: string,
  clientId: number,
): Promise<boolean> {
  const live = await open(server, token, documentId);
  if (typeof live === 'number') return false;
  live.close();
  const doc = new Y.Doc();
  for (const update of live.updates) Y.applyUpdate(doc, update);
  return Y.decodeStateVector(Y.encodeStateVector(doc)).has(clientId);
}

interface Live {
  /** What the server holds, as it came when the connection was opened. */
  readonly updates: readonly Uint8Array[];
  say(message: Uint8Array): void;
  sayAndWait(message: Uint8Array, until: Until): Promise<LiveAttempt>;
  wait(until: Until): Promise<LiveAttempt>;
  close(): void;
}
type Until = 'step2' | 'settled';

/** Resolves once the text is complete, or to the code with which the server closed instead. */
async function open(
  server: RunningServer,
  token: string | undefined,
  documentId: string,
): Promise<Live | number> {
  const url = `${server.url.replace('http', 'ws')}/sync/${documentId}?schema=1&proto=1&ack=1`;
  const socket = new WebSocket(url, { headers: token ? { authorization: `Bearer ${token}` } : {} });
  const frames: Uint8Array[] = [];
  let closed: number | null = null;
  let wake = () => {};
  socket.binaryType = 'nodebuffer';
  socket.on('open', () => socket.send(encodeStep1(Uint8Array.of(0))));
  socket.on('message', (data: Buffer) => {
    frames.push(new Uint8Array(data));
    wake();
  });
  socket.on('close', (code) => {
    closed = code;
    wake();
  });
  socket.on('error', () => {});

  /** The first frame, from the next unread one on, that `match` accepts; or the code of the end. */
  let read = 0;
  const until = async <T>(match: (frame: Uint8Array) => T | undefined): Promise<T | number> => {
    for (;;) {
      while (read < frames.length) {
        const found = match(frames[read++]!);
        if (found !== undefined) return found;
      }
      if (closed !== null) return closed;
      await new Promise<void>((resolve) => (wake = resolve));
    }
  };

  const updates: Uint8Array[] = [];
  const opened = await until((frame) => {
    const sync = syncPayload(frame);
    if (sync && sync.type !== syncTypes.step1) updates.push(sync.payload);
    return sync?.type === syncTypes.step2 ? 'open' : undefined;
  });
  if (typeof opened === 'number') return opened;

  const wait = async (what: Until): Promise<LiveAttempt> => {
    const outcome = await until((frame): LiveAttempt | undefined => {
      if (frame[0] === messageTypes.rejected) return 'refused, document unchanged';
      if (what === 'settled')
        return frame[0] === messageTypes.durable && frame[1] !== 0 ? 'taken' : undefined;
      return syncPayload(frame)?.type === syncTypes.step2 ? 'taken' : undefined;
    });
    return typeof outcome === 'number' ? `closed ${outcome}` : outcome;
  };
  return {
    updates,
    say: (message) => socket.send(message),
    sayAndWait(message, what) {
      socket.send(message);
      return wait(what);
    },
    wait,
    close: () => socket.close(),
  };
}

/** The payload of a sync message: two type bytes, a length, the bytes. */
function syncPayload(frame: Uint8Array): { readonly type: number; readonly payload: Uint8Array } | null {
  if (frame[0] !== messageTypes.sync) return null;
  let at = 2;
  while ((frame[at] ?? 0) >= 128) at += 1;
  return { type: frame[1] ?? -1, payload: frame.subarray(at + 1) };
}
