/**
 * The live connection as it runs in the program, in this process: a real WebSocket server over the
 * engine and a store. Tests talk to it through stock y-websocket providers and bare sockets.
 */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type * as Y from 'yjs';
import { newId } from '#lib/core/ids.ts';
import { memoryDocStore, type MemoryDocStore } from '#server/adapters/memory/doc-store.ts';
import { directTextWork } from '#server/adapters/memory/text-work.ts';
import { systemClock } from '#server/adapters/system/clock.ts';
import { systemRandom } from '#server/adapters/system/random.ts';
import { createEngine, type Engine, type EngineDeps } from '#server/engine/engine.ts';
import type { EngineTiming } from '#server/engine/timing.ts';
import { createLiveSockets } from '#server/http/live-sockets.ts';
import { createSyncUpgrade, type SyncUpgrade, type SyncVerdict } from '#server/http/sync-upgrade.ts';
import { textDocumentRules } from '#lib/protocol/document-rules.ts';
import type { Right } from '#lib/domain/partnership/policy.ts';
import type { DocStore } from '#server/ports/doc-store.ts';
import type { ConnectRequest } from '#server/ports/live.ts';
import type { Identity } from '#server/ports/identity.ts';

export const DOCUMENT = 'doc-1';
export const ORIGIN = 'http://127.0.0.1:3000';

/** Who holds which token, and what they may do on every document. */
export type Cast = Readonly<Record<string, Right | null>>;

export interface LiveServer {
  /** `ws://127.0.0.1:PORT/sync` */
  readonly url: string;
  readonly engine: Engine;
  readonly store: MemoryDocStore;
  /** What a person may do from now on; tell the engine with `documentRightsChanged`. */
  setRight(name: string, right: Right | null): void;
  setExpiry(name: string, expiresAtMs: number): void;
  /** Their session is gone; tell the engine with `personRightsChanged`. */
  endSession(name: string): void;
  warnings(): readonly string[];
  stop(): Promise<void>;
}

export interface LiveOptions {
  readonly cast?: Cast;
  readonly timing?: Partial<EngineTiming>;
  readonly repair?: (doc: Y.Doc, mintId: () => string) => boolean;
  readonly text?: EngineDeps['text'];
  readonly rules?: EngineDeps['rules'];
  readonly store?: MemoryDocStore;
  /** Between the finding of a right and what is made of it. */
  readonly onVerdict?: (name: string) => Promise<void> | void;
  readonly onConnect?: (request: ConnectRequest) => void;
  /** Something between the engine and the store. */
  readonly wrap?: (store: DocStore) => DocStore;
}

const CAST: Cast = { ada: 'write', bob: 'write', eve: 'read', nobody: null };

export async function startLive(options: LiveOptions = {}): Promise<LiveServer> {
  const rightOf = new Map(Object.entries(options.cast ?? CAST));
  const expiry = new Map<string, number>();
  const store = options.store ?? memoryDocStore();
  if (!(await store.head(DOCUMENT))) store.add({ id: DOCUMENT });
  const warnings: string[] = [];
  const log = {
    debug: () => undefined,
    info: () => undefined,
    warn: (_fields: unknown, message: string) => void warnings.push(message),
    error: (fields: unknown, message: string) => void warnings.push(`${message} ${JSON.stringify(fields)}`),
  };
  const metrics = { count: () => undefined, observe: () => undefined, set: () => undefined };
  const engine = createEngine({
    store: options.wrap?.(store) ?? store,
    clock: systemClock,
    random: systemRandom,
    log,
    metrics,
    rules: options.rules ?? textDocumentRules,
    timing: { lingerMs: 50, closeSpreadMs: 50, storageProbeMs: 60, ...options.timing },
    text: options.text ?? directTextWork((doc) => options.repair?.(doc, () => newId(systemRandom))),
  });
  const identityOf = (name: string | undefined): Identity | null => {
    if (name === undefined || !rightOf.has(name)) return null;
    return {
      principal: { personId: name, operator: false, memberships: [] },
      person: { id: name, name: name.toUpperCase(), email: null, locale: null, operator: false },
      via: 'token',
      expiresAtMs: expiry.get(name) ?? null,
    };
  };
  const sockets = createLiveSockets({ clock: systemClock, log });
  const sync = createSyncUpgrade({
    sockets,
    engine: {
      rightsChanges: () => engine.rightsChanges(),
      connect(request) {
        options.onConnect?.(request);
        return engine.connect(request);
      },
    },
    metrics,
    clock: systemClock,
    originAllowed: (origin) => origin === ORIGIN,
    identify: async ({ authorization, cookie }) =>
      identityOf(authorization?.slice('Bearer '.length) ?? cookie?.slice('who='.length)),
    async authorise(principal, documentId): Promise<SyncVerdict> {
      const meta = await store.head(documentId);
      if (!meta) return { kind: 'refused', code: 4404 };
      const right = rightOf.get(principal.personId);
      await options.onVerdict?.(principal.personId);
      if (!right) return { kind: 'refused', code: 4403 };
      return {
        ...{ kind: 'allowed', meta, country: 'FR' },
        right: meta.locked && right === 'write' ? 'comment' : right,
      };
    },
    colourOf: () => '#336699',
  });
  const server = await listen(sync);
  return {
    url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}/sync`,
    engine,
    store,
    setRight: (name, right) => void rightOf.set(name, right),
    endSession: (name) => void rightOf.delete(name),
    setExpiry: (name, expiresAtMs) => void expiry.set(name, expiresAtMs),
    warnings: () => warnings,
    async stop() {
      await engine.shutdown();
      await sockets.close();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function listen(sync: SyncUpgrade): Promise<Server> {
  const server = createServer();
  server.on('upgrade', (request, socket, head) => sync.upgrade(request, socket, head));
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}
