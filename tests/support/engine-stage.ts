/** The engine on a simulated clock and a store in memory, with sockets whose network the test holds in its hands. */
import * as Y from 'yjs';
import { decodeNotice, encodeStep1 } from '#lib/protocol/codec.ts';
import { textDocumentRules } from '#lib/protocol/document-rules.ts';
import { messageTypes } from '#lib/protocol/messages.ts';
import { memoryDocStore } from '#server/adapters/memory/doc-store.ts';
import { directTextWork } from '#server/adapters/memory/text-work.ts';
import { createEngine, type Engine } from '#server/engine/engine.ts';
import type { DocStore, RoomCommit } from '#server/ports/doc-store.ts';
import type { LiveConnection, LiveSocket } from '#server/ports/live.ts';
import { textOf } from './live-clients.ts';
import { SeededRandom } from './seeded-random.ts';
import { SimulatedClock } from './simulated-clock.ts';

export const DOCUMENT = 'doc-1';
export const EMPTY_STATE = new Uint8Array([0]);

export class FakeSocket implements LiveSocket {
  readonly frames: Uint8Array[] = [];
  closeCode: number | null = null;
  /** While true, nothing leaves. */
  isStuck = false;
  buffered = 0;
  sharedWrites = 0;

  send(bytes: Uint8Array, rest?: Uint8Array): void {
    const frame = rest ? new Uint8Array([...bytes, ...rest]) : bytes;
    this.frames.push(frame);
    if (this.isStuck) this.buffered += frame.length;
  }

  sendShared(messages: readonly Uint8Array[], own: Uint8Array | null): void {
    this.sharedWrites += 1;
    for (const message of own ? [...messages, own] : messages) this.send(message);
  }

  bufferedBytes(): number {
    return this.buffered;
  }

  close(code: number): void {
    this.closeCode = code;
  }

  get durable(): number {
    const last = this.frames.findLast(([type]) => type === messageTypes.durable);
    const notice = last && decodeNotice('durable', last.subarray(1));
    return notice?.ok && notice.value.kind === 'durable' ? notice.value.frames : 0;
  }

  presences(): number {
    return this.frames.filter(([type]) => type === messageTypes.presence).length;
  }

  /** The text as this socket was told it. */
  text(): string {
    const doc = new Y.Doc();
    this.applyTo(doc);
    return textOf(doc);
  }

  applyTo(doc: Y.Doc): void {
    for (const frame of this.frames) {
      if (frame[0] !== 0 || frame[1] === 0) continue;
      let at = 2;
      while ((frame[at++] ?? 0) >= 128);
      Y.applyUpdate(doc, frame.subarray(at));
    }
  }
}

export interface Stage {
  readonly clock: SimulatedClock;
  readonly engine: Engine;
  readonly store: ReturnType<typeof memoryDocStore>;
  readonly commits: RoomCommit[][];
  readonly join: (
    personId: string,
    right?: 'write' | 'read',
  ) => Promise<{ socket: FakeSocket; connection: LiveConnection }>;
}

export function stage(wrap: (store: DocStore) => DocStore = (store) => store): Stage {
  const clock = new SimulatedClock();
  const store = memoryDocStore();
  store.add({ id: DOCUMENT });
  const commits: RoomCommit[][] = [];
  const recording: DocStore = {
    ...store,
    commit(rooms) {
      commits.push([...rooms]);
      return store.commit(rooms);
    },
  };
  const quiet = {
    debug: () => undefined,
    info: () => undefined,
    warn: () => undefined,
    error: () => undefined,
  };
  const engine = createEngine({
    store: wrap(recording),
    clock,
    random: new SeededRandom(7),
    log: quiet,
    metrics: { count: () => undefined, observe: () => undefined, set: () => undefined },
    rules: textDocumentRules,
    text: directTextWork(),
  });
  const join: Stage['join'] = async (personId, right = 'write') => {
    const socket = new FakeSocket();
    const identity = { personId, name: personId, colour: '#336699', country: null };
    const connection = engine.connect({
      documentId: DOCUMENT,
      socket,
      identity,
      right,
      schema: 1,
      ack: true,
    });
    connection.receive(encodeStep1(EMPTY_STATE));
    await clock.pass(0);
    return { socket, connection };
  };
  return { clock, engine, store, commits, join };
}
