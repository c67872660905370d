import { assert } from '#lib/core/assert.ts';
import { limits } from '#lib/core/limits.ts';
import type { DocumentMeta } from '#lib/domain/deliverable/work.ts';
import { closeCodes, type CloseCode } from '#lib/protocol/close-codes.ts';
import { Knowledge } from '#lib/protocol/knowledge.ts';
import type { RefusalCode, StorageState } from '#lib/protocol/messages.ts';
import {
  judgeUpdate,
  validateUpdate,
  type UpdateContext,
  type Verdict,
} from '#lib/protocol/validate-update.ts';
import { addsNothingToText, EMPTY_UPDATE } from '#lib/protocol/whole-text.ts';
import { SERVER_AUTHOR, type Author, type CommitOutcome, type RoomCommit } from '#server/ports/doc-store.ts';
import type { Committer } from './commit-loop.ts';
import type { Connection } from './connection.ts';
import { LONG_BYTES_MIN } from './long-work.ts';
import type { RoomDeps } from './room-deps.ts';
import type { RoomLog } from './room-log.ts';

/** An update on its way to the disk. */
interface Offer {
  /** `null`: the server's own. */
  readonly from: Connection | null;
  readonly author: Author;
  readonly schema: number;
  readonly kind: 'step2' | 'update';
  readonly frame: number;
  readonly bytes: Uint8Array;
  readonly onSettled?: (result: OfferResult) => void;
  attempts: number;
  /** Of a long one: found in slices, on nothing but what is committed. */
  verdict?: Verdict | null;
}

export type OfferResult = 'committed' | 'failed' | RefusalCode;

/** The room, as its writer needs it. */
export interface WrittenRoom {
  readonly documentId: string;
  readonly meta: DocumentMeta;
  readonly log: RoomLog;
  readonly knowledge: Knowledge | null;
  readonly connections: ReadonlySet<Connection>;
  readonly isIdle: boolean;
  readonly isAsking: boolean;
  whenLearnt(run: () => void): void;
  addsNothing(update: Uint8Array): boolean;
  committed(rows: readonly Uint8Array[], minSchema: number): void;
  sendEverything(connection: Connection): void;
  ask(connection: Connection): void;
  readAgain(meta: DocumentMeta): Promise<void>;
  recheck(): Promise<void>;
  noteIdle(): void;
  broken(error: unknown): void;
  closeAll(code: CloseCode, reason: string): void;
}

/** What a tick wants to write, until it is known whether it was written. */
interface Tick {
  layer: Knowledge;
  readonly offers: Offer[];
  readonly updates: { readonly bytes: Uint8Array; readonly author: Author; readonly atMs: number }[];
  readonly newClients: { readonly clientId: number; readonly author: Author }[];
  minSchema: number;
}

/** A gap is mended by a step 2 (E3); a client that keeps having them is lost. */
const GAPS_MAX = 3;
/** A commit that finds the document moved is tried again, this often. */
const ATTEMPTS_MAX = 4;

/**
 * What becomes of the updates that are offered to a room: judged in their order, written together,
 * and only then learnt, relayed and acknowledged; or dropped together, and said so.
 * A long one is judged in slices, with the rest of the room's queue behind it, and committed alone.
 * Invariant: an update is settled once, and never before it is on disk; what is known does not change
 * while something is judged, for only a commit of this room changes it.
 */
export class RoomWriter implements Committer {
  readonly #room: WrittenRoom;
  readonly #deps: RoomDeps;
  #queue: Offer[] = [];
  /** The first of the queue, while it is judged in slices. */
  #judging: Offer | null = null;
  #tick: Tick | null = null;
  #storage: StorageState = 'ok';
  #isProbing = false;

  constructor(room: WrittenRoom, deps: RoomDeps) {
    this.#room = room;
    this.#deps = deps;
  }

  get isIdle(): boolean {
    return this.#queue.length === 0 && this.#tick === null;
  }

  /** A step 2 or an update of a socket. */
  offer(from: Connection, { frame, kind, bytes }: Pick<Offer, 'frame' | 'kind' | 'bytes'>): void {
    if (from.isRefused) return;
    if (from.canWrite) {
      if (from.awaitsStep2 && kind === 'update') return;
      from.awaitsStep2 = this.#storage !== 'ok';
      if (from.awaitsStep2) return;
    }
    if (kind === 'step2' && this.isIdle && this.#room.addsNothing(bytes)) {
      from.settle(frame);
      return from.announceSettled();
    }
    const { personId } = from.identity;
    this.#enqueue({ from, author: personId, schema: from.request.schema, kind, frame, bytes, attempts: 0 });
  }

  /** E15, E16: an edit of the server's own goes the same way as everybody's. */
  offerOwn(bytes: Uint8Array): Promise<OfferResult> {
    if (this.#storage !== 'ok') return Promise.resolve('failed');
    const schema = this.#deps.rules.names.version;
    return new Promise((onSettled) => {
      this.#enqueue({
        from: null,
        author: SERVER_AUTHOR,
        schema,
        kind: 'step2',
        frame: 0,
        bytes,
        onSettled,
        attempts: 0,
      });
    });
  }

  /** The room is given up: what was offered is not acknowledged, so its authors still have it. */
  abandon(): void {
    const offers = [...(this.#tick?.offers ?? []), ...this.#queue.splice(0)];
    this.#tick = null;
    this.#judging = null;
    for (const { onSettled } of offers) onSettled?.('failed');
  }

  /** Those whose updates wait to be written, gone or not. */
  waiting(): readonly Connection[] {
    return [...this.#queue, ...(this.#tick?.offers ?? [])].flatMap(({ from }) => from ?? []);
  }

  /** Something that it waited for has come. */
  wake(): void {
    if (this.#queue.length > 0 || this.#isProbing) this.#deps.loop.wake(this);
    else this.#room.noteIdle();
  }

  sendStorage(connection: Connection): void {
    if (this.#storage !== 'ok') connection.notify({ kind: 'storage', state: this.#storage });
  }

  prepare(): RoomCommit | null {
    try {
      return this.#prepare();
    } catch (error) {
      this.#room.broken(error);
      return null;
    }
  }

  async finish(outcome: CommitOutcome): Promise<void> {
    const tick = this.#tick;
    // Given up while the commit was under way: the log has it, the next opening shows it.
    if (!tick) return;
    this.#tick = null;
    try {
      if (outcome.kind === 'committed') this.#committed(tick, outcome.head);
      else if (outcome.kind === 'failed') this.#failed(tick, outcome.reason, outcome.detail);
      else await this.#moved(tick, outcome.meta);
    } catch (error) {
      this.#room.broken(error);
    }
    this.wake();
  }

  #enqueue(offer: Offer): void {
    this.#queue.push(offer);
    this.#deps.loop.wake(this);
  }

  #prepare(): RoomCommit | null {
    if (!this.#room.knowledge) this.#room.whenLearnt(() => this.#deps.loop.wake(this));
    const { knowledge, meta } = this.#room;
    if (!knowledge || this.#judging || this.#room.isAsking) return null;
    const [first] = this.#queue;
    if (first && isUnjudgedLong(first)) {
      this.#judgeInSlices(first, knowledge);
      return null;
    }
    const atMs = this.#deps.clock.nowMs();
    const layer = new Knowledge(knowledge);
    const tick: Tick = { layer, offers: [], updates: [], newClients: [], minSchema: meta.minSchema };
    for (const offer of this.#nextOffers()) this.#take(offer, tick, atMs);
    if (this.#isProbing) tick.updates.push({ bytes: EMPTY_UPDATE, author: SERVER_AUTHOR, atMs });
    if (tick.updates.length === 0) {
      this.#settle(tick.offers);
      this.wake();
      return null;
    }
    this.#tick = tick;
    return {
      documentId: this.#room.documentId,
      expectedHead: meta.head,
      expectedPolicyEpoch: meta.policyEpoch,
      updates: tick.updates,
      newClients: tick.newClients,
      ...(tick.minSchema > meta.minSchema ? { minSchema: tick.minSchema } : {}),
      ...(tick.updates.every(({ author }) => author === SERVER_AUTHOR) ? { evenIfLocked: true } : {}),
    };
  }

  /** Those up to the next long one; a long one by itself, for joining it with others takes as long again. */
  #nextOffers(): readonly Offer[] {
    const long = this.#queue.findIndex(({ bytes }) => bytes.length >= LONG_BYTES_MIN);
    return this.#queue.splice(0, long === -1 ? this.#queue.length : Math.max(1, long));
  }

  /** It stays the first of the queue, so nothing of this room overtakes it. */
  #judgeInSlices(offer: Offer, knowledge: Knowledge): void {
    this.#judging = offer;
    const isWanted = (): boolean => this.#judging === offer;
    this.#deps.longWork
      .run(judgeUpdate(knowledge, offer.bytes, this.#contextOf(offer)), isWanted)
      .then((verdict) => {
        if (!isWanted()) return;
        this.#judging = null;
        offer.verdict = verdict;
        this.#deps.loop.wake(this);
      })
      .catch((error: unknown) => this.#room.broken(error));
  }

  #contextOf({ author, schema, kind }: Offer): UpdateContext {
    const sizeBytesMax = kind === 'step2' ? limits.syncStep2SizeBytesMax : limits.updateSizeBytesMax;
    return { author, schema, rules: this.#deps.rules, sizeBytesMax };
  }

  #take(offer: Offer, tick: Tick, atMs: number): void {
    const verdict = this.#judge(offer, tick.layer);
    if (verdict === null) return;
    tick.offers.push(offer);
    if (verdict.kind === 'adds-nothing') return;
    if (offer.verdict) tick.layer = verdict.layer;
    else tick.layer.absorb(verdict.layer);
    tick.minSchema = Math.max(tick.minSchema, verdict.schema);
    tick.updates.push({ bytes: verdict.bytes, author: offer.author, atMs });
    for (const clientId of verdict.newClients) tick.newClients.push({ clientId, author: offer.author });
  }

  /** `null`: not taken. */
  #judge(offer: Offer, layer: Knowledge): Exclude<Verdict, { kind: 'refused' }> | null {
    const { from, kind } = offer;
    if (from?.isRefused) return null;
    // The right is that of now, not that of when it was sent.
    if (from && !from.canWrite) return this.#judgeReader(offer);
    // Meanwhile something before it left a gap.
    if (from?.awaitsStep2 && kind === 'update') return null;
    const verdict = offer.verdict ?? validateUpdate(layer, offer.bytes, this.#contextOf(offer));
    if (verdict.kind !== 'refused') return verdict;
    if (verdict.code === 'gap' && from && kind === 'update' && ++from.gaps < GAPS_MAX)
      return this.#askAgain(from);
    const { documentId } = this.#room;
    this.#deps.log.warn({ documentId, code: verdict.code, detail: verdict.detail }, 'update refused');
    return this.#refuse(offer, verdict.code);
  }

  /** A gap: both sides tell each other everything once more. */
  #askAgain(from: Connection): null {
    from.awaitsStep2 = true;
    this.#room.sendEverything(from);
    this.#room.ask(from);
    return null;
  }

  #refuse({ from, frame, onSettled }: Offer, code: RefusalCode): null {
    this.#deps.metrics.count('tandem_updates_refused_total');
    onSettled?.(code);
    from?.refuse(frame, code);
    if (from && code !== 'not-allowed' && code !== 'locked') from.close(closeCodes.unusable, code);
    return null;
  }

  /** E4: a reader's step 2 that adds nothing is polite; anything else is refused. */
  #judgeReader(offer: Offer): { readonly kind: 'adds-nothing' } | null {
    const { knowledge, log, meta } = this.#room;
    assert(knowledge, 'judged by what is known');
    const verdict = offer.verdict ?? validateUpdate(knowledge, offer.bytes, this.#contextOf(offer));
    if (verdict.kind === 'adds-nothing') return verdict;
    // Deletions that follow from others (a word in a paragraph that is gone) only a text shows.
    const isNothing =
      offer.kind === 'step2' &&
      verdict.kind === 'accepted' &&
      verdict.deletesOnly &&
      addsNothingToText(log.updates(), verdict.bytes);
    return isNothing ? { kind: 'adds-nothing' } : this.#refuse(offer, meta.locked ? 'locked' : 'not-allowed');
  }

  #committed(tick: Tick, head: number): void {
    assert(this.#room.knowledge, 'a tick is judged by what is known');
    assert(this.#room.log.head + tick.updates.length === head, 'the store and the room count alike');
    this.#room.knowledge.absorb(tick.layer);
    // Noted first, so that what the room is given carries it to most authors.
    for (const { from, frame } of tick.offers) from?.settle(frame);
    this.#room.committed(
      tick.updates.map(({ bytes }) => bytes),
      tick.minSchema,
    );
    this.#settle(tick.offers);
    if (this.#storage !== 'ok') this.#storageWorks();
    this.#deps.onChange();
  }

  #settle(offers: readonly Offer[]): void {
    for (const { from, frame, onSettled } of offers) {
      onSettled?.('committed');
      from?.settle(frame);
    }
    for (const { from } of offers) from?.announceSettled();
  }

  /** E6: the tick is dropped, said so, and nothing is taken until a commit succeeds. */
  #failed(tick: Tick, reason: 'full' | 'storage', detail: string): void {
    const state = reason === 'full' ? 'full' : 'failing';
    const { documentId, connections } = this.#room;
    if (this.#storage === 'ok') this.#deps.log.error({ documentId, reason, detail }, 'commit failed');
    const isNews = this.#storage !== state;
    this.#storage = state;
    this.#isProbing = false;
    for (const { onSettled, from } of [...tick.offers, ...this.#queue.splice(0)]) {
      onSettled?.('failed');
      // Later updates may not depend on the lost one: without this they would be called durable with it.
      if (from) from.awaitsStep2 = true;
    }
    if (isNews) for (const connection of connections) connection.notify({ kind: 'storage', state });
    this.#deps.clock.after(this.#deps.timing.storageProbeMs, () => this.#probe());
  }

  /** Writes a row that says nothing: a disk that has room again shows it by taking one. */
  #probe(): void {
    if (this.#room.isIdle) {
      // Nobody waits; whoever comes next is the probe. They read anew: what failed may have been written.
      this.#storage = 'ok';
      this.#deps.onBroken();
      return;
    }
    this.#isProbing = true;
    this.#deps.loop.wake(this);
  }

  #storageWorks(): void {
    this.#storage = 'ok';
    this.#isProbing = false;
    this.#deps.log.info({ documentId: this.#room.documentId }, 'storage works again');
    for (const connection of this.#room.connections) {
      connection.notify({ kind: 'storage', state: 'ok' });
      // What was dropped is still with its author: the question brings it.
      if (connection.cursor !== null) this.#room.ask(connection);
      connection.refuseDropped(this.#room.meta.locked ? 'locked' : 'not-allowed');
    }
  }

  /** The document is not as we thought: somebody else wrote to it, or its rights changed. */
  async #moved(tick: Tick, meta: DocumentMeta | null): Promise<void> {
    const room = this.#room;
    if (!meta) {
      for (const { onSettled } of tick.offers) onSettled?.('failed');
      return room.closeAll(closeCodes.noSuchDocument, 'no such document');
    }
    // Back in the queue first: whoever left meanwhile is asked for as well.
    for (const offer of tick.offers) {
      offer.attempts += 1;
      offer.verdict = null;
    }
    if (tick.offers.some(({ attempts }) => attempts >= ATTEMPTS_MAX))
      return this.#failed(tick, 'storage', 'the document moves faster than it can be read');
    this.#queue.unshift(...tick.offers);
    await room.readAgain(meta);
    await room.recheck();
    this.#deps.loop.wake(this);
  }
}

const isUnjudgedLong = ({ bytes, verdict }: Offer): boolean => bytes.length >= LONG_BYTES_MIN && !verdict;
