import type { Clock } from '#lib/core/clock.ts';
import { assert } from '#lib/core/assert.ts';
import { limits } from '#lib/core/limits.ts';
import type { DocumentMeta } from '#lib/domain/deliverable/work.ts';
import { closeCodes, type CloseCode } from '#lib/protocol/close-codes.ts';
import { decodeStateVector, encodeStep1, encodeStep2, encodeUpdate } from '#lib/protocol/codec.ts';
import type { DocumentRules } from '#lib/protocol/document-rules.ts';
import { Knowledge } from '#lib/protocol/knowledge.ts';
import { learnLog } from '#lib/protocol/learn-log.ts';
import type { RefusalCode, StorageState } from '#lib/protocol/messages.ts';
import { validateUpdate } from '#lib/protocol/validate-update.ts';
import { SERVER_AUTHOR, type Author, type CommitOutcome, type DocStore, type RoomCommit } from '#server/ports/doc-store.ts';
import type { Log } from '#server/ports/log.ts';
import type { Metrics } from '#server/ports/metrics.ts';
import type { CommitLoop, Committer } from './commit-loop.ts';
import type { Connection } from './connection.ts';
import { addsNothingToText, EMPTY_UPDATE, joined } from './document-text.ts';
import { Presence } from './presence.ts';
import { RoomLog } from './room-log.ts';
import type { EngineTiming } from './timing.ts';

export interface RoomDeps {
  readonly store: DocStore;
  readonly clock: Clock;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly rules: DocumentRules;
  readonly timing: EngineTiming;
  readonly loop: CommitLoop;
  /** Called when nobody is left and nothing is under way. */
  readonly onEmpty: (room: Room) => void;
  /** Called when the room can no longer be trusted. */
  readonly onBroken: (room: Room) => void;
  /** Called after each commit that changed the text. */
  readonly onChange: (room: Room) => void;
}

/** An update on its way to the disk. */
interface Offer {
  readonly from: Connection | null;
  readonly author: Author;
  readonly schema: number;
  readonly kind: 'step2' | 'update';
  readonly frame: number;
  readonly bytes: Uint8Array;
  /** For the server's own edits. */
  readonly settled?: (result: 'committed' | 'failed' | RefusalCode) => void;
  attempts: number;
}

/** What a tick wants to write, until it is known whether it was written. */
interface Tick {
  readonly layer: Knowledge;
  readonly rows: Uint8Array[];
  readonly offers: Offer[];
  minSchema: number;
}

/** A gap is mended by a step 2 (E3); a client that keeps having them is lost. */
const GAPS_MAX = 3;
/** A commit that finds the document moved is tried again, this often. */
const ATTEMPTS_MAX = 4;

/**
 * One open document: its committed log, who is connected, and what is about to be written.
 * Invariant: nothing leaves a room that is not on disk (E6, E7). One commit is under way at a time,
 * and what came in its order leaves in its order.
 */
export class Room implements Committer {
  readonly documentId: string;
  readonly presence: Presence;
  readonly connections = new Set<Connection>();
  /** Work that needs the room although nobody is connected. */
  holds = 0;
  #deps: RoomDeps;
  #meta: DocumentMeta | null = null;
  #log: RoomLog | null = null;
  #knowledge: Knowledge | null = null;
  #owners: ReadonlyMap<number, Author> = new Map();
  #queue: Offer[] = [];
  #tick: Tick | null = null;
  #storage: StorageState = 'ok';
  #isProbing = false;

  constructor(documentId: string, deps: RoomDeps) {
    this.documentId = documentId;
    this.#deps = deps;
    this.presence = new Presence(deps.clock, deps.timing, (frame) => this.#broadcast(frame));
  }

  get isLive(): boolean {
    return this.#log !== null;
  }

  get isIdle(): boolean {
    return this.connections.size === 0 && this.holds === 0 && this.#queue.length === 0 && this.#tick === null;
  }

  get meta(): DocumentMeta {
    assert(this.#meta, 'a live room has its row');
    return this.#meta;
  }

  get log(): RoomLog {
    assert(this.#log, 'a live room has its log');
    return this.#log;
  }

  /** Null when there is no such document. */
  async load(): Promise<Room | null> {
    const { store } = this.#deps;
    const meta = await store.head(this.documentId);
    if (!meta) {
      this.closeAll(closeCodes.noSuchDocument, 'no such document');
      return null;
    }
    const [state, owners] = await Promise.all([store.read(this.documentId, 0), store.clients(this.documentId)]);
    this.#meta = meta;
    this.#owners = owners;
    this.#log = new RoomLog(state, meta.head);
    this.#meta = { ...meta, head: this.#log.head };
    for (const connection of [...this.connections]) connection.begin();
    return this;
  }

  join(connection: Connection): void {
    this.connections.add(connection);
    if (this.isLive) connection.begin();
  }

  leave(connection: Connection): void {
    if (!this.connections.delete(connection)) return;
    this.presence.leave(connection);
    if (this.isIdle) this.#deps.onEmpty(this);
  }

  closeAll(code: CloseCode, reason: string): void {
    for (const connection of [...this.connections]) connection.close(code, reason);
  }

  /** Something is wrong with this document, or with the program: everybody leaves and it is read anew. */
  broken(error: unknown): void {
    this.#deps.metrics.count('tandem_rooms_broken_total');
    this.#deps.log.error({ documentId: this.documentId, error: String(error) }, 'room broken');
    this.#tick = null;
    for (const offer of this.#queue.splice(0)) offer.settled?.('failed');
    this.#deps.onBroken(this);
    this.closeAll(closeCodes.overloaded, 'try again');
  }

  ownerOf(clientId: number): string | undefined {
    return this.#knowledge?.owner(clientId) ?? this.#owners.get(clientId);
  }

  /** E7: what is committed, as it lies on the disk, closed by a step 2; then our question for theirs. */
  open(connection: Connection, stateVector: Uint8Array): void {
    const asked = decodeStateVector(stateVector);
    if (!asked.ok) return connection.close(closeCodes.unusable, 'malformed state vector');
    if (connection.request.schema < this.meta.minSchema) return connection.close(closeCodes.reload, 'newer schema');
    const isCurrent = this.#knowledge !== null && sameStates(asked.value, this.#knowledge.states());
    if (!isCurrent) for (const frame of this.log.framesAfter(0)) connection.send(frame);
    connection.cursor = this.log.head;
    connection.send(encodeStep2(isCurrent ? this.#known().deletesAsUpdate() : EMPTY_UPDATE));
    if (connection.canWrite) connection.send(encodeStep1(this.#known().stateVector()));
    this.sendPolicy(connection);
    if (this.#storage !== 'ok') connection.notify({ kind: 'storage', state: this.#storage });
    this.sendPresence(connection);
  }

  sendPolicy(connection: Connection): void {
    const { locked, minSchema } = this.meta;
    connection.notify({ kind: 'policy', right: connection.right, locked, minSchema });
  }

  sendPresence(connection: Connection): void {
    const everybody = this.presence.everybody();
    if (everybody) connection.send(everybody);
  }

  /** A step 2 or an update of a socket. */
  offer(from: Connection, { frame, kind, bytes }: { frame: number; kind: 'step2' | 'update'; bytes: Uint8Array }): void {
    if (from.isRefused) return;
    if (!from.canWrite) return this.#offeredByReader(from, frame, kind, bytes);
    if (from.awaitsStep2 && kind === 'update') return;
    if (this.#storage !== 'ok') {
      from.awaitsStep2 = true;
      return;
    }
    from.awaitsStep2 = false;
    const { personId } = from.identity;
    this.#enqueue({ from, author: personId, schema: from.request.schema, kind, frame, bytes, attempts: 0 });
  }

  /** E15, E16: an edit of the server's own goes the same way as everybody's. */
  offerOwn(bytes: Uint8Array): Promise<'committed' | 'failed' | RefusalCode> {
    const schema = this.#deps.rules.names.version;
    if (this.#storage !== 'ok') return Promise.resolve('failed');
    return new Promise((settled) => {
      this.#enqueue({ from: null, author: SERVER_AUTHOR, schema, kind: 'step2', frame: 0, bytes, settled, attempts: 0 });
    });
  }

  prepare(): RoomCommit | null {
    try {
      return this.#prepare();
    } catch (error) {
      this.broken(error);
      return null;
    }
  }

  #prepare(): RoomCommit | null {
    const tick: Tick = { layer: new Knowledge(this.#known()), rows: [], offers: [], minSchema: this.meta.minSchema };
    const newClients: { clientId: number; author: Author }[] = [];
    const updates: { bytes: Uint8Array; author: Author; atMs: number }[] = [];
    const atMs = this.#deps.clock.nowMs();
    for (const offer of this.#queue.splice(0)) {
      const verdict = this.#judge(offer, tick.layer);
      if (verdict === null) continue;
      tick.offers.push(offer);
      if (verdict.kind === 'adds-nothing') continue;
      tick.layer.absorb(verdict.layer);
      tick.minSchema = Math.max(tick.minSchema, verdict.schema);
      tick.rows.push(verdict.bytes);
      updates.push({ bytes: verdict.bytes, author: offer.author, atMs });
      for (const clientId of verdict.newClients) newClients.push({ clientId, author: offer.author });
    }
    if (this.#isProbing) {
      updates.push({ bytes: EMPTY_UPDATE, author: SERVER_AUTHOR, atMs });
      tick.rows.push(EMPTY_UPDATE);
    }
    if (updates.length === 0) {
      this.#settle(tick.offers);
      if (this.isIdle) this.#deps.onEmpty(this);
      return null;
    }
    this.#tick = tick;
    const { head: expectedHead, policyEpoch: expectedPolicyEpoch, minSchema } = this.meta;
    const commit = { documentId: this.documentId, expectedHead, expectedPolicyEpoch, updates, newClients };
    const evenIfLocked = updates.every(({ author }) => author === SERVER_AUTHOR);
    return { ...commit, ...(tick.minSchema > minSchema ? { minSchema: tick.minSchema } : {}), ...(evenIfLocked ? { evenIfLocked } : {}) };
  }

  async finish(outcome: CommitOutcome): Promise<void> {
    const tick = this.#tick;
    // Broken while the commit was under way: the log has it, the next opening shows it.
    if (!tick) return;
    this.#tick = null;
    if (outcome.kind === 'committed') this.#committed(tick, outcome.head);
    else if (outcome.kind === 'failed') this.#failed(tick, outcome.reason, outcome.detail);
    else await this.#moved(tick, outcome.meta);
    if (this.isIdle) this.#deps.onEmpty(this);
  }

  /** E11: rights, lock or state changed: everybody is asked for anew. */
  async recheck(): Promise<void> {
    const meta = await this.#deps.store.head(this.documentId);
    if (!meta) return this.closeAll(closeCodes.noSuchDocument, 'no such document');
    if (meta.incarnation !== this.meta.incarnation) return this.closeAll(closeCodes.otherIncarnation, 'restored');
    const wasLocked = this.meta.locked;
    this.#meta = { ...this.meta, policyEpoch: meta.policyEpoch, locked: meta.locked };
    await Promise.all(
      [...this.connections].map(async (connection) => {
        const verdict = (await connection.request.recheck?.()) ?? { right: connection.right };
        if ('closeCode' in verdict) return connection.close(verdict.closeCode, 'rights changed');
        const couldWrite = connection.canWrite;
        connection.right = verdict.right;
        // A stock client cannot be told that it reads from now on; it would go on typing.
        const mustLeave = meta.locked && !wasLocked && couldWrite && !connection.request.ack;
        if (mustLeave) connection.close(closeCodes.locked, 'locked');
        else this.sendPolicy(connection);
      }),
    );
  }

  /** Regularly: gives slow sockets what they missed, and silent ones a sign of life. */
  tend(keepAliveBeforeMs: number): void {
    for (const connection of [...this.connections]) {
      if (connection.drained() && connection.cursor !== null) this.#catchUp(connection, connection.cursor);
      if (!connection.isSlow && connection.lastSentAtMs < keepAliveBeforeMs) connection.keepAlive();
    }
  }

  #enqueue(offer: Offer): void {
    this.#queue.push(offer);
    this.#deps.loop.wake(this);
  }

  #known(): Knowledge {
    this.#knowledge ??= learnLog(this.log.updates(), this.#owners);
    return this.#knowledge;
  }

  /** `null`: dropped. */
  #judge(offer: Offer, layer: Knowledge) {
    const { from, kind } = offer;
    if (from?.isRefused || (from?.awaitsStep2 && kind === 'update')) return null;
    // The right is that of now, not that of when it was sent.
    if (from && !from.canWrite) return this.#refuse(offer, this.meta.locked ? 'locked' : 'not-allowed');
    const verdict = validateUpdate(layer, offer.bytes, {
      author: offer.author,
      schema: offer.schema,
      rules: this.#deps.rules,
      sizeBytesMax: kind === 'step2' ? limits.syncStep2SizeBytesMax : limits.updateSizeBytesMax,
    });
    if (verdict.kind !== 'refused') return verdict;
    if (verdict.code === 'gap' && from && kind === 'update' && ++from.gaps < GAPS_MAX) return this.#askAgain(from);
    this.#deps.log.warn({ documentId: this.documentId, code: verdict.code, detail: verdict.detail }, 'update refused');
    return this.#refuse(offer, verdict.code);
  }

  /** A gap: both sides tell each other everything once more. */
  #askAgain(from: Connection): null {
    from.awaitsStep2 = true;
    for (const frame of this.log.framesAfter(0)) from.send(frame);
    from.cursor = this.log.head;
    from.send(encodeStep2(EMPTY_UPDATE));
    from.send(encodeStep1(this.#known().stateVector()));
    return null;
  }

  #refuse({ from, frame, settled }: Offer, code: RefusalCode): null {
    this.#deps.metrics.count('tandem_updates_refused_total');
    settled?.(code);
    from?.refuse(frame, code);
    if (from && code !== 'not-allowed' && code !== 'locked') from.close(closeCodes.unusable, code);
    return null;
  }

  /** E4: a reader's step 2 that adds nothing is polite; anything else is refused. */
  #offeredByReader(from: Connection, frame: number, kind: 'step2' | 'update', bytes: Uint8Array): void {
    const { rules } = this.#deps;
    const known = this.#known();
    const verdict = validateUpdate(known, bytes, { author: from.identity.personId, schema: from.request.schema, rules });
    const isNothing =
      verdict.kind === 'adds-nothing' || (kind === 'step2' && verdict.kind === 'accepted' && this.#isImplied(bytes));
    if (!isNothing) {
      this.#deps.metrics.count('tandem_updates_refused_total');
      return from.refuse(frame, this.meta.locked ? 'locked' : 'not-allowed');
    }
    from.settle(frame);
    from.announceSettled();
  }

  /** Deletions that follow from others (a word in a paragraph that is gone) are known to a text only. */
  #isImplied(bytes: Uint8Array): boolean {
    const verdict = addsNothingToText(this.log.updates(), bytes);
    return verdict;
  }

  #committed(tick: Tick, head: number): void {
    this.#known().absorb(tick.layer);
    const before = this.log.head;
    for (const bytes of tick.rows) this.log.append(bytes);
    assert(this.log.head === head, 'the store and the room count alike');
    this.#meta = { ...this.meta, head, minSchema: tick.minSchema, changedAtMs: this.#deps.clock.nowMs() };
    this.#closeOlderSchemas();
    this.#relay(before, tick.rows);
    this.#settle(tick.offers);
    if (this.#storage !== 'ok') this.#storageWorks();
    this.#deps.onChange(this);
  }

  /** One buffer for the tick, the same bytes to every socket. */
  #relay(before: number, rows: readonly Uint8Array[]): void {
    const frame = encodeUpdate(joined(rows));
    for (const connection of this.connections) {
      if (connection.isSlow || connection.cursor !== before) continue;
      connection.cursor = this.log.head;
      connection.send(frame);
    }
  }

  #settle(offers: readonly Offer[]): void {
    for (const { from, frame, settled } of offers) {
      settled?.('committed');
      from?.settle(frame);
    }
    for (const { from } of offers) from?.announceSettled();
  }

  /** E9: before what only a newer editor understands is relayed. */
  #closeOlderSchemas(): void {
    for (const connection of [...this.connections]) {
      if (connection.request.schema < this.meta.minSchema) connection.close(closeCodes.reload, 'newer schema');
    }
  }

  /** E6: the tick is dropped, said so, and nothing is taken until a commit succeeds. */
  #failed(tick: Tick, reason: 'full' | 'storage', detail: string): void {
    const state = reason === 'full' ? 'full' : 'failing';
    if (this.#storage === 'ok') this.#deps.log.error({ documentId: this.documentId, reason, detail }, 'commit failed');
    const isNews = this.#storage !== state;
    this.#storage = state;
    this.#isProbing = false;
    for (const offer of [...tick.offers, ...this.#queue.splice(0)]) {
      offer.settled?.('failed');
      if (offer.from) offer.from.awaitsStep2 = true;
    }
    if (isNews) for (const connection of this.connections) connection.notify({ kind: 'storage', state });
    this.#deps.clock.after(this.#deps.timing.storageProbeMs, () => {
      this.#isProbing = true;
      this.#deps.loop.wake(this);
    });
  }

  #storageWorks(): void {
    this.#storage = 'ok';
    this.#isProbing = false;
    this.#deps.log.info({ documentId: this.documentId }, 'storage works again');
    for (const connection of this.connections) {
      connection.notify({ kind: 'storage', state: 'ok' });
      // What was dropped is still with its author: the question brings it.
      if (connection.canWrite && connection.cursor !== null) connection.send(encodeStep1(this.#known().stateVector()));
    }
  }

  /** The document is not as we thought: somebody else wrote to it, or its rights changed. */
  async #moved(tick: Tick, meta: DocumentMeta | null): Promise<void> {
    if (!meta) return this.closeAll(closeCodes.noSuchDocument, 'no such document');
    if (meta.incarnation !== this.meta.incarnation) return this.closeAll(closeCodes.otherIncarnation, 'restored');
    await this.#catchUpWithStore(meta);
    await this.recheck();
    for (const offer of tick.offers) offer.attempts += 1;
    const exhausted = tick.offers.some(({ attempts }) => attempts >= ATTEMPTS_MAX);
    if (exhausted) return this.#failed(tick, 'storage', 'the document moves faster than it can be read');
    this.#queue.unshift(...tick.offers);
    this.#deps.loop.wake(this);
  }

  async #catchUpWithStore(meta: DocumentMeta): Promise<void> {
    const before = this.log.head;
    const [{ updates }, owners] = await Promise.all([
      this.#deps.store.read(this.documentId, before),
      this.#deps.store.clients(this.documentId),
    ]);
    this.#owners = owners;
    const rows = updates.map(({ bytes }) => bytes);
    for (const bytes of rows) this.log.append(bytes);
    this.#knowledge = null;
    this.#meta = { ...this.meta, head: this.log.head, minSchema: Math.max(meta.minSchema, this.meta.minSchema) };
    this.#closeOlderSchemas();
    if (rows.length > 0) this.#relay(before, rows);
  }

  #catchUp(connection: Connection, cursor: number): void {
    for (const frame of this.log.framesAfter(cursor)) connection.send(frame);
    connection.cursor = this.log.head;
    this.sendPresence(connection);
  }

  #broadcast(frame: Uint8Array): void {
    for (const connection of this.connections) {
      if (connection.cursor !== null && !connection.isSlow) connection.send(frame);
    }
  }
}

const sameStates = (a: ReadonlyMap<number, number>, b: ReadonlyMap<number, number>): boolean =>
  a.size === b.size && [...a].every(([client, clock]) => b.get(client) === clock);
