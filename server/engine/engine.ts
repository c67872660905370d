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
import { limits } from '#lib/core/limits.ts';
import type { Random } from '#lib/core/random.ts';
import { ok, problem, type Result } from '#lib/core/result.ts';
import { closeCodes } from '#lib/protocol/close-codes.ts';
import type { DocumentRules } from '#lib/protocol/document-rules.ts';
import { editText, joined } from '#lib/protocol/whole-text.ts';
import type { DocStore } from '#server/ports/doc-store.ts';
import type { ConnectRequest, LiveConnection, LivePort, RightsWatch } from '#server/ports/live.ts';
import type { Log } from '#server/ports/log.ts';
import type { Metrics } from '#server/ports/metrics.ts';
import type { TextWork } from '#server/ports/text-work.ts';
import { CommitLoop } from './commit-loop.ts';
import { Connection } from './connection.ts';
import { byteLength, LONG_BYTES_MIN, LongWork } from './long-work.ts';
import { Room } from './room.ts';
import { engineTiming, type EngineTiming } from './timing.ts';
import { Upkeep, upkeepWhen } from './upkeep.ts';

export interface EngineDeps {
  readonly store: DocStore;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly rules: DocumentRules;
  /** Repairs (E16) and snapshots, away from the sockets. */
  readonly text: TextWork;
  readonly timing?: Partial<EngineTiming>;
}

export interface Engine extends LivePort, RightsWatch {
  /** E15: an edit of the server's own, on disk when it resolves. */
  edit(documentId: string, edit: (doc: Y.Doc) => void): Promise<Result<{ readonly head: number }>>;
  /** What is committed, as one Yjs update (version 1); `null`: no such document. */
  readDocument(documentId: string): Promise<Uint8Array | null>;
  /** E13: resolves when everything is on disk and every socket was told. */
  shutdown(): Promise<void>;
  stats(): { readonly rooms: number; readonly connections: number };
}

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
  readonly #upkeep: Upkeep;
  readonly #rooms = new Map<string, OpenRoom>();
  #isClosing = false;
  #rightsChanges = 0;
  #tending: (() => void) | null = null;

  constructor(deps: EngineDeps) {
    this.#deps = deps;
    this.#timing = { ...engineTiming, ...deps.timing };
    this.#loop = new CommitLoop(deps.store, deps.clock, deps.metrics, this.#timing);
    this.#longWork = new LongWork(deps.clock);
    this.#upkeep = new Upkeep(deps);
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

  rightsChanges(): number {
    return this.#rightsChanges;
  }

  async documentRightsChanged(documentId: string): Promise<void> {
    this.#rightsChanges += 1;
    await (await this.#rooms.get(documentId)?.loaded)?.recheck();
  }

  async personRightsChanged(personId: string): Promise<void> {
    this.#rightsChanges += 1;
    const isOf = ({ identity }: Connection): boolean => identity.personId === personId;
    await Promise.all(
      [...this.#rooms.values()].map(async ({ loaded }) => {
        const room = await loaded;
        // Whoever left with an update on its way counts too.
        if (room && [...room.connections, ...room.writer.waiting()].some(isOf)) await room.recheck(isOf);
      }),
    );
  }

  edit(documentId: string, edit: (doc: Y.Doc) => void): Promise<Result<{ readonly head: number }>> {
    return this.#ownEdit(documentId, async (updates, clientId) => editText(updates, clientId, edit));
  }

  #ownEdit(
    documentId: string,
    make: (updates: readonly Uint8Array[], clientId: number) => Promise<Uint8Array | null>,
  ): Promise<Result<{ readonly head: number }>> {
    const open = this.#open(documentId);
    open.room.holds += 1;
    const done = open.edits.then(async () => {
      const room = await open.loaded;
      if (!room) return problem('document-unknown');
      const update = await make(room.log.updates(), open.serverClientId);
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
    if (room) return this.#whole(room.log.updates());
    const { store } = this.#deps;
    if (!(await store.head(documentId))) return null;
    const { snapshot, updates } = await store.read(documentId, 0);
    return this.#whole([...(snapshot ? [snapshot.bytes] : []), ...updates.map(({ bytes }) => bytes)]);
  }

  async #whole(updates: readonly Uint8Array[]): Promise<Uint8Array> {
    const isShort = updates.length < JOINED_MAX && byteLength(updates) < LONG_BYTES_MIN;
    return isShort ? joined(updates) : (await this.#deps.text.condense(updates)).bytes;
  }

  async shutdown(): Promise<void> {
    this.#isClosing = true;
    this.#upkeep.close();
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
      if (this.#rooms.get(documentId) !== open) return;
      if (result === null) this.#rooms.delete(documentId);
      else if (this.#upkeep.isDue(result, upkeepWhen.quiet)) this.#tidyLater(open);
    });
    return open;
  }

  /** It was left without a snapshot, by a power cut or by an earlier version: whoever comes next has one. */
  #tidyLater(open: OpenRoom): void {
    open.quiet ??= this.#deps.clock.after(this.#timing.quietMs, () => {
      open.quiet = null;
      void this.#upkeep.run(open.room, upkeepWhen.quiet);
    });
  }

  #forget(room: Room): void {
    const open = this.#rooms.get(room.documentId);
    if (open?.room !== room) return;
    open.quiet?.();
    this.#rooms.delete(room.documentId);
    this.#measure();
  }

  #unloadLater(room: Room): void {
    this.#measure();
    this.#deps.clock.after(this.#timing.lingerMs, () => {
      const open = this.#rooms.get(room.documentId);
      if (open?.room !== room || !room.isIdle) return;
      open.quiet?.();
      this.#rooms.delete(room.documentId);
      this.#measure();
      if (room.isLive) void this.#upkeep.run(room, upkeepWhen.unload);
    });
  }

  /** After the last edit of a while: repair, and upkeep; and upkeep when there is no such moment for long. */
  #afterQuiet(room: Room): void {
    const open = this.#rooms.get(room.documentId);
    if (!open || this.#isClosing) return;
    void this.#upkeep.run(room, upkeepWhen.busy);
    open.quiet?.();
    open.quiet = this.#deps.clock.after(this.#timing.quietMs, () => {
      open.quiet = null;
      void this.#maintain(room);
    });
  }

  async #maintain(room: Room): Promise<void> {
    const { text, log } = this.#deps;
    const repaired = await this.#ownEdit(room.documentId, (updates, clientId) =>
      text.repair(updates, clientId),
    ).catch(
      // One text that cannot be mended must not end the program.
      (error: unknown) => problem('repair-crashed', String(error)),
    );
    if (!repaired.ok && !this.#isClosing)
      log.warn({ documentId: room.documentId, ...repaired.problem }, 'repair failed');
    await this.#upkeep.run(room, upkeepWhen.quiet);
    const open = this.#rooms.get(room.documentId);
    if (open?.room !== room || this.#isClosing) return;
    open.quiet ??= this.#deps.clock.after(this.#timing.forgetMs, () => {
      open.quiet = null;
      room.forget();
    });
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

/** Joining more updates than this takes longer than loading the text: it grows with their square. */
const JOINED_MAX = 100;
/** Few sockets need no spreading. */
const CLOSE_EVERY_MS = 25;
