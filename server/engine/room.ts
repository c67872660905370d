import { assert } from '#lib/core/assert.ts';
import type { DocumentMeta } from '#lib/domain/deliverable/work.ts';
import { closeCodes, type CloseCode } from '#lib/protocol/close-codes.ts';
import { decodeStateVector, encodeStep1, encodeUpdate } from '#lib/protocol/codec.ts';
import type { Knowledge } from '#lib/protocol/knowledge.ts';
import { learnLog, readLog } from '#lib/protocol/learn-log.ts';
import { bringsNothing, deletesOf, type Outline } from '#lib/protocol/outline.ts';
import { joined } from '#lib/protocol/whole-text.ts';
import type { Author, Snapshot } from '#server/ports/doc-store.ts';
import type { Connection, RoomOfConnection } from './connection.ts';
import { byteLength, LONG_BYTES_MIN } from './long-work.ts';
import { Openings } from './openings.ts';
import { Presence } from './presence.ts';
import type { RoomDeps } from './room-deps.ts';
import { RoomLog } from './room-log.ts';
import { RoomWriter, type WrittenRoom } from './room-writer.ts';

/**
 * One open document: its committed log, and who is connected.
 * Invariant: nothing leaves a room that is not on disk (E6, E7). What is about to be written is its
 * writer's.
 */
export class Room implements RoomOfConnection, WrittenRoom {
  readonly documentId: string;
  readonly presence: Presence;
  readonly writer: RoomWriter;
  readonly connections = new Set<Connection>();
  /** Work that needs the room although nobody is connected. */
  holds = 0;
  readonly #deps: RoomDeps;
  #meta: DocumentMeta | null = null;
  #log: RoomLog | null = null;
  #openings: Openings | null = null;
  #knowledge: Knowledge | null = null;
  /** What waits until it is known. */
  #onLearnt: (() => void)[] = [];
  #isGivenUp = false;
  #owners: ReadonlyMap<number, Author> = new Map();
  /** Rounds of asking under way. */
  #asking = 0;

  constructor(documentId: string, deps: RoomDeps) {
    this.documentId = documentId;
    this.#deps = deps;
    this.presence = new Presence(deps.clock, deps.timing, (frame) => this.#broadcast(frame));
    this.writer = new RoomWriter(this, deps);
  }

  get isLive(): boolean {
    return this.#log !== null;
  }

  get isIdle(): boolean {
    const isBusy = this.#onLearnt.length > 0 || this.isAsking;
    return this.connections.size === 0 && this.holds === 0 && this.writer.isIdle && !isBusy;
  }

  /** Somebody's right is being asked for: nothing is written until it is known. */
  get isAsking(): boolean {
    return this.#asking > 0;
  }

  get meta(): DocumentMeta {
    assert(this.#meta, 'a live room has its row');
    return this.#meta;
  }

  get log(): RoomLog {
    assert(this.#log, 'a live room has its log');
    return this.#log;
  }

  /** What is known of the committed text; `null`: not learnt yet. */
  get knowledge(): Knowledge | null {
    return this.#knowledge;
  }

  /**
   * Runs when the committed text is known; at once when it is, or is short. It is learnt when something
   * is first to be judged, for opening needs none; nothing is committed meanwhile.
   */
  whenLearnt(run: () => void): void {
    if (this.#knowledge) return run();
    const log = this.log.updates();
    if (byteLength(log) < LONG_BYTES_MIN) {
      this.#knowledge = learnLog(log, this.#owners);
      return run();
    }
    this.#onLearnt.push(run);
    if (this.#onLearnt.length > 1) return;
    this.#deps.longWork
      .run(readLog(log, this.#owners), () => !this.#isGivenUp)
      .then((knowledge) => {
        this.#knowledge = knowledge;
        for (const waiting of this.#onLearnt.splice(0)) if (knowledge) waiting();
        this.noteIdle();
      })
      .catch((error: unknown) => this.broken(error));
  }

  /**
   * Nobody has written for a while: what was learnt takes several times the memory of the text, and can be learnt
   * again. Whose the client ids are stays.
   */
  forget(): void {
    if (!this.#knowledge || !this.writer.isIdle || this.#onLearnt.length > 0) return;
    this.#owners = this.#knowledge.owners();
    this.#knowledge = null;
  }

  /** Null when there is no such document. */
  async load(): Promise<Room | null> {
    const { store } = this.#deps;
    const meta = await store.head(this.documentId);
    if (!meta) {
      this.closeAll(closeCodes.noSuchDocument, 'no such document');
      return null;
    }
    const [state, owners] = await Promise.all([
      store.read(this.documentId, 0),
      store.clients(this.documentId),
    ]);
    this.#owners = owners;
    this.#log = new RoomLog(state, meta.head);
    this.#openings = new Openings(this.#log);
    this.#meta = { ...meta, head: this.#log.head };
    for (const connection of [...this.connections]) this.#welcome(connection);
    return this;
  }

  join(connection: Connection): void {
    this.connections.add(connection);
    if (this.isLive) this.#welcome(connection);
  }

  /** Rights may have changed between the door and here; who was admitted before is asked once more. */
  #welcome(connection: Connection): void {
    const { policyEpoch, isStale } = connection.request;
    if (isStale?.() || (policyEpoch !== undefined && policyEpoch < this.meta.policyEpoch))
      void this.recheck((it) => it === connection);
    connection.begin();
  }

  leave(connection: Connection): void {
    if (!this.connections.delete(connection)) return;
    this.presence.leave(connection);
    this.noteIdle();
  }

  noteIdle(): void {
    if (this.isIdle) this.#deps.onEmpty();
  }

  closeAll(code: CloseCode, reason: string): void {
    for (const connection of [...this.connections]) connection.close(code, reason);
  }

  /** Something is wrong with this document, or with the program: everybody leaves and it is read anew. */
  broken(error: unknown): void {
    this.#deps.metrics.count('tandem_rooms_broken_total');
    this.#deps.log.error({ documentId: this.documentId, error: String(error) }, 'room broken');
    this.#isGivenUp = true;
    this.writer.abandon();
    this.#deps.onBroken();
    this.closeAll(closeCodes.overloaded, 'try again');
  }

  ownerOf(clientId: number): string | undefined {
    return this.#knowledge?.owner(clientId) ?? this.#owners.get(clientId);
  }

  /** E7: what is committed, as it lies on the disk, closed by a step 2; then our question for theirs. */
  open(connection: Connection, stateVector: Uint8Array): void {
    const asked = decodeStateVector(stateVector);
    if (!asked.ok) return connection.close(closeCodes.unusable, 'malformed state vector');
    if (connection.request.schema < this.meta.minSchema)
      return connection.close(closeCodes.reload, 'newer schema');
    this.#toOpen.give(connection, asked.value, this.#knowledge);
    this.ask(connection);
    this.sendPolicy(connection);
    this.writer.sendStorage(connection);
    this.sendPresence(connection);
  }

  sendEverything(connection: Connection): void {
    this.#toOpen.giveEverything(connection);
  }

  /** Step 1: without it nobody sends what they wrote while they were away. */
  ask(connection: Connection): void {
    if (!connection.canWrite) return;
    const outline = this.#outline();
    if (outline) return connection.send(encodeStep1(outline.stateVector()));
    this.whenLearnt(() => {
      if (this.#knowledge && connection.canWrite) connection.send(encodeStep1(this.#knowledge.stateVector()));
    });
  }

  /** E4, E7: whether a step 2 is that of somebody who has nothing new: it needs no text that is learnt. */
  addsNothing(step2: Uint8Array): boolean {
    if (this.#toOpen.isKnown(step2)) return true;
    const outline = this.#outline();
    const toRead = step2.length + (this.log.base?.deletes.length ?? 0);
    return outline !== null && toRead < LONG_BYTES_MIN && bringsNothing(outline, step2);
  }

  /** What is known of the committed text without reading it all; `null`: what follows the snapshot is long. */
  #outline(): Pick<Outline, keyof Outline> | null {
    return this.#knowledge ?? this.#toOpen.outline;
  }

  get #toOpen(): Openings {
    assert(this.#openings, 'a live room can be opened');
    return this.#openings;
  }

  /** A new snapshot stands for the rows up to its own. */
  rebase(snapshot: Snapshot): void {
    this.log.rebase(snapshot);
    // It also tells what went with its container, which the log does not. Nothing is being judged now.
    if (!this.#knowledge || !this.writer.isIdle || snapshot.deletes.length >= LONG_BYTES_MIN) return;
    for (const { client, clock, length } of deletesOf(snapshot.deletes))
      this.#knowledge.markDeleted(client, clock, clock + length);
  }

  sendPolicy(connection: Connection): void {
    const { locked, minSchema } = this.meta;
    connection.notify({ kind: 'policy', right: connection.right, locked, minSchema });
  }

  sendPresence(connection: Connection): void {
    const everybody = this.presence.everybody();
    if (everybody) connection.send(everybody);
  }

  /** Rows that are on disk now: one buffer for the tick, the same bytes to every socket. */
  committed(rows: readonly Uint8Array[], minSchema: number): void {
    const before = this.log.head;
    for (const bytes of rows) this.log.append(bytes);
    const changedAtMs = this.#deps.clock.nowMs();
    this.#meta = {
      ...this.meta,
      head: this.log.head,
      minSchema: Math.max(this.meta.minSchema, minSchema),
      changedAtMs,
    };
    this.#closeOlderSchemas();
    const update = encodeUpdate(joined(rows));
    // Who moved goes along: one write for both.
    const presence = this.presence.take();
    const messages = presence ? [update, presence] : [update];
    for (const connection of this.connections) {
      if (connection.isSlow || connection.cursor !== before) continue;
      connection.cursor = this.log.head;
      connection.sendShared(messages, changedAtMs);
    }
  }

  /** Somebody else wrote to the document: reads what is new. */
  async readAgain(meta: DocumentMeta): Promise<void> {
    const { store } = this.#deps;
    const [{ updates }, owners] = await Promise.all([
      store.read(this.documentId, this.log.head),
      store.clients(this.documentId),
    ]);
    this.#owners = owners;
    this.#knowledge = null;
    if (updates.length > 0)
      this.committed(
        updates.map(({ bytes }) => bytes),
        meta.minSchema,
      );
  }

  /**
   * E11: rights, lock or state changed: those concerned are asked for anew, and meanwhile nothing is
   * committed. The epoch is taken over only when nobody is left who was admitted under an older one:
   * until then every commit comes back as moved, and asks again.
   */
  async recheck(isConcerned?: (connection: Connection) => boolean): Promise<void> {
    this.#asking += 1;
    try {
      const meta = await this.#deps.store.head(this.documentId);
      if (!meta) return this.closeAll(closeCodes.noSuchDocument, 'no such document');
      if (meta.incarnation !== this.meta.incarnation)
        return this.closeAll(closeCodes.otherIncarnation, 'restored');
      const everybody = new Set([...this.connections, ...this.writer.waiting()]);
      const asked = isConcerned ? [...everybody].filter(isConcerned) : [...everybody];
      const could = new Set(asked.filter(({ canWrite }) => canWrite));
      await Promise.all(asked.map((connection) => connection.askAnew()));
      const { policyEpoch, locked } = meta;
      if (!isConcerned && policyEpoch >= this.meta.policyEpoch)
        this.#meta = { ...this.meta, policyEpoch, locked };
      for (const connection of asked) this.#tell(connection, could.has(connection));
    } catch (error) {
      // Who may do what is not known: everybody comes back and is asked at the door.
      this.broken(error);
    } finally {
      this.#asking -= 1;
      if (!this.isAsking) this.writer.wake();
    }
  }

  #tell(connection: Connection, couldWrite: boolean): void {
    // A stock client cannot be told that it reads from now on; it would go on typing.
    if (couldWrite && !connection.canWrite && !connection.request.ack) {
      const code = this.meta.locked ? closeCodes.locked : closeCodes.notAllowed;
      return connection.close(code, 'rights changed');
    }
    // Nor that it may write again, after what it wrote as a reader was refused: it comes back with all it has.
    if (connection.canWrite && connection.isRefused && !connection.request.ack)
      return connection.close(closeCodes.overloaded, 'rights changed');
    this.sendPolicy(connection);
    if (!couldWrite && connection.cursor !== null) this.ask(connection);
    connection.refuseDropped(this.meta.locked ? 'locked' : 'not-allowed');
  }

  /** Regularly: gives slow sockets what they missed, and silent ones a sign of life. */
  tend(keepAliveBeforeMs: number): void {
    for (const connection of [...this.connections]) {
      if (connection.drained() && connection.cursor !== null) this.#catchUp(connection, connection.cursor);
      if (!connection.isSlow && connection.lastSentAtMs < keepAliveBeforeMs) connection.keepAlive();
    }
  }

  /** E9: before what only a newer editor understands is relayed. */
  #closeOlderSchemas(): void {
    for (const connection of [...this.connections]) {
      if (connection.request.schema < this.meta.minSchema)
        connection.close(closeCodes.reload, 'newer schema');
    }
  }

  #catchUp(connection: Connection, cursor: number): void {
    for (const frame of this.log.framesAfter(cursor)) connection.send(frame);
    connection.cursor = this.log.head;
    this.sendPresence(connection);
  }

  #broadcast(frame: Uint8Array): void {
    const messages = [frame];
    const nowMs = this.#deps.clock.nowMs();
    for (const connection of this.connections) {
      if (connection.cursor !== null && !connection.isSlow) connection.sendShared(messages, nowMs);
    }
  }
}
