/**
 * engine/ is the server's peer on the live connection: it judges what people send, has it written,
 * and passes on what is written.
 *
 * Invariant: what another person has seen is on disk. The engine knows no socket, no clock and no
 * database: it is handed them. It leaves who may connect to server/http, and what a text means to
 * the schema.
 */
import type * as Y from 'yjs';
import type { Clock } from '#lib/core/clock.ts';
import { newId } from '#lib/core/ids.ts';
import { limits } from '#lib/core/limits.ts';
import type { Random } from '#lib/core/random.ts';
import { ok, problem, type Result } from '#lib/core/result.ts';
import { closeCodes } from '#lib/protocol/close-codes.ts';
import type { DocumentRules } from '#lib/protocol/document-rules.ts';
import { condense } from '#lib/protocol/whole-text.ts';
import type { DocStore } from '#server/ports/doc-store.ts';
import type { ConnectRequest, LiveConnection, LivePort } from '#server/ports/live.ts';
import type { Log } from '#server/ports/log.ts';
import type { Metrics } from '#server/ports/metrics.ts';
import { CommitLoop } from './commit-loop.ts';
import { Connection } from './connection.ts';
import { editText, joined } from './document-text.ts';
import { LongWork } from './long-work.ts';
import { Room } from './room.ts';
import { engineTiming, type EngineTiming } from './timing.ts';

export interface EngineDeps {
  readonly store: DocStore;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly rules: DocumentRules;
  /** E16: mends a text in a quiet moment; true when it changed something. */
  readonly repair?: (doc: Y.Doc, mintId: () => string) => boolean;
  readonly timing?: Partial<EngineTiming>;
}

export interface Engine extends LivePort {
  /** E11: to be called after a change of roles, state or lock is committed. */
  policyChanged(documentId: string): Promise<void>;
  /** E15: an edit of the server's own, on disk when it resolves. */
  edit(documentId: string, edit: (doc: Y.Doc) => void): Promise<Result<{ readonly head: number }>>;
  /** What is committed, as one Yjs update (version 1); `null`: no such document. */
  readDocument(documentId: string): Promise<Uint8Array | null>;
  /** E13: resolves when everything is on disk and every socket was told. */
  shutdown(): Promise<void>;
  stats(): { readonly rooms: number; readonly connections: number };
}

/** From so many updates on, opening costs more than a new snapshot. */
const TAIL_LENGTH_MAX = 200;

export function createEngine(deps: EngineDeps): Engine {
  return new LiveEngine(deps);
}

interface OpenRoom {
  readonly room: Room;
  /** Null when there is no such document or it cannot be read. */
  readonly loaded: Promise<Room | null>;
  /** The server's edits, one after the other: each builds on what the one before wrote. */
  edits: Promise<unknown>;
  readonly serverClientId: number;
  quiet: (() => void) | null;
}

class LiveEngine implements Engine {
  readonly #deps: EngineDeps;
  readonly #timing: EngineTiming;
  readonly #loop: CommitLoop;
  readonly #longWork: LongWork;
  readonly #rooms = new Map<string, OpenRoom>();
  #isClosing = false;
  #tending: (() => void) | null = null;

  constructor(deps: EngineDeps) {
    this.#deps = deps;
    this.#timing = { ...engineTiming, ...deps.timing };
    this.#loop = new CommitLoop(deps.store, deps.clock, deps.metrics, this.#timing);
    this.#longWork = new LongWork(deps.clock);
  }

  connect(request: ConnectRequest): LiveConnection {
    const open = this.#open(request.documentId);
    const connection = new Connection(request, open.room, this.#deps.clock);
    if (this.#isClosing) connection.close(closeCodes.restarting, 'restarting');
    else open.room.join(connection);
    this.#tend();
    this.#measure();
    return connection;
  }

  async policyChanged(documentId: string): Promise<void> {
    await (await this.#rooms.get(documentId)?.loaded)?.recheck();
  }

  edit(documentId: string, edit: (doc: Y.Doc) => void): Promise<Result<{ readonly head: number }>> {
    const open = this.#open(documentId);
    open.room.holds += 1;
    const done = open.edits.then(async () => {
      const room = await open.loaded;
      if (!room) return problem('document-unknown');
      const update = editText(room.log.updates(), open.serverClientId, edit);
      const result = update === null ? 'committed' : await room.writer.offerOwn(update);
      if (result === 'committed') return ok({ head: room.log.head });
      return result === 'failed' ? problem('storage-failed') : problem('update-refused', result);
    });
    open.edits = done
      .catch(() => undefined)
      .finally(() => {
        open.room.holds -= 1;
        if (open.room.isIdle) this.#unloadLater(open.room);
      });
    return done;
  }

  async readDocument(documentId: string): Promise<Uint8Array | null> {
    const room = await this.#rooms.get(documentId)?.loaded;
    if (room) return joined(room.log.updates());
    const { store } = this.#deps;
    if (!(await store.head(documentId))) return null;
    const { snapshot, updates } = await store.read(documentId, 0);
    return joined([...(snapshot ? [snapshot.bytes] : []), ...updates.map(({ bytes }) => bytes)]);
  }

  async shutdown(): Promise<void> {
    this.#isClosing = true;
    this.#tending?.();
    await this.#flush();
    const connections = [...this.#rooms.values()].flatMap(({ room }) => [...room.connections]);
    const spreadMs = Math.min(this.#timing.closeSpreadMs, connections.length * CLOSE_EVERY_MS);
    await Promise.all(
      connections.map(async (connection, index) => {
        await this.#wait((spreadMs * index) / connections.length);
        connection.close(closeCodes.restarting, 'restarting');
      }),
    );
    await this.#flush();
    for (const { quiet } of this.#rooms.values()) quiet?.();
    this.#rooms.clear();
  }

  stats(): { readonly rooms: number; readonly connections: number } {
    const rooms = [...this.#rooms.values()];
    return {
      rooms: rooms.length,
      connections: rooms.reduce((sum, { room }) => sum + room.connections.size, 0),
    };
  }

  /** What is being judged is written too. */
  async #flush(): Promise<void> {
    do {
      await this.#longWork.finished();
      await this.#loop.flush();
    } while (this.#longWork.isBusy);
  }

  #open(documentId: string): OpenRoom {
    const existing = this.#rooms.get(documentId);
    if (existing) return existing;
    const { store, clock, log, metrics, rules } = this.#deps;
    const room: Room = new Room(documentId, {
      ...{ store, clock, log, metrics, rules },
      timing: this.#timing,
      loop: this.#loop,
      longWork: this.#longWork,
      onEmpty: () => this.#unloadLater(room),
      onBroken: () => this.#forget(room),
      onChange: () => this.#afterQuiet(room),
    });
    const loaded = room.load().catch((error: unknown) => {
      log.error({ documentId, error: String(error) }, 'document cannot be opened');
      room.closeAll(closeCodes.overloaded, 'cannot be opened');
      return null;
    });
    const open: OpenRoom = {
      room,
      loaded,
      edits: Promise.resolve(),
      serverClientId: this.#clientId(),
      quiet: null,
    };
    this.#rooms.set(documentId, open);
    void loaded.then((result) => {
      if (result === null && this.#rooms.get(documentId) === open) this.#rooms.delete(documentId);
    });
    return open;
  }

  #forget(room: Room): void {
    const open = this.#rooms.get(room.documentId);
    if (open?.room !== room) return;
    open.quiet?.();
    this.#rooms.delete(room.documentId);
  }

  #unloadLater(room: Room): void {
    this.#measure();
    this.#deps.clock.after(this.#timing.lingerMs, () => {
      const open = this.#rooms.get(room.documentId);
      if (open?.room !== room || !room.isIdle) return;
      open.quiet?.();
      this.#rooms.delete(room.documentId);
      this.#measure();
      if (room.isLive) void this.#saveSnapshot(room);
    });
  }

  /** After the last edit of a while: repair, and a new snapshot when the tail has grown long. */
  #afterQuiet(room: Room): void {
    const open = this.#rooms.get(room.documentId);
    if (!open || this.#isClosing) return;
    open.quiet?.();
    open.quiet = this.#deps.clock.after(this.#timing.quietMs, () => {
      open.quiet = null;
      void this.#maintain(room);
    });
  }

  async #maintain(room: Room): Promise<void> {
    const { repair, random, log } = this.#deps;
    if (repair) {
      const repaired = await this.edit(room.documentId, (doc) => void repair(doc, () => newId(random))).catch(
        // One text that cannot be mended must not end the program.
        (error: unknown) => problem('repair-crashed', String(error)),
      );
      if (!repaired.ok)
        log.warn({ documentId: room.documentId, code: repaired.problem.code }, 'repair failed');
    }
    await this.#saveSnapshot(room);
  }

  async #saveSnapshot(room: Room): Promise<void> {
    if (room.log.tailLength < TAIL_LENGTH_MAX) return;
    const snapshot = { seq: room.log.head, ...condense(room.log.updates()) };
    try {
      await this.#deps.store.saveSnapshot(room.documentId, snapshot);
      room.log.rebase(snapshot);
    } catch (error) {
      // A cache: the log is complete without it.
      this.#deps.log.warn({ documentId: room.documentId, error: String(error) }, 'snapshot not saved');
    }
  }

  /** While anybody is here: slow sockets are looked after often, silent ones now and then. */
  #tend(): void {
    if (this.#tending || this.#isClosing) return;
    this.#tending = this.#deps.clock.after(this.#timing.drainMs, () => {
      this.#tending = null;
      const silentSinceMs = this.#deps.clock.nowMs() - limits.keepAliveMs + this.#timing.keepAliveCheckMs;
      for (const { room } of this.#rooms.values()) room.tend(silentSinceMs);
      if (this.stats().connections > 0) this.#tend();
    });
  }

  #measure(): void {
    const { rooms, connections } = this.stats();
    this.#deps.metrics.set('tandem_rooms', rooms);
    this.#deps.metrics.set('tandem_connections', connections);
  }

  #wait(delayMs: number): Promise<void> {
    return new Promise((resolve) => this.#deps.clock.after(delayMs, resolve));
  }

  #clientId(): number {
    return new DataView(this.#deps.random.bytes(4).slice().buffer).getUint32(0);
  }
}

/** Few sockets need no spreading. */
const CLOSE_EVERY_MS = 25;
