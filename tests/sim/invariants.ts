/**
 * What must hold at every moment of a simulation, judged from outside: by what crosses the network and what
 * is durable, never by what the engine thinks. The first violation is kept.
 */
import { ByteReader } from '#lib/protocol/byte-reader.ts';
import { closeCodes } from '#lib/protocol/close-codes.ts';
import { decodeClientMessage, decodeNotice, decodeStateVector } from '#lib/protocol/codec.ts';
import { messageTypes, type PresenceState, type RefusalCode } from '#lib/protocol/messages.ts';
import type { DocumentMeta } from '#lib/domain/deliverable/work.ts';
import type { RoomCommit } from '#server/ports/doc-store.ts';
import type { Link, Witness } from './network.ts';
import { isServer, Mirror } from './mirror.ts';
import type { Rights } from './rights.ts';
import type { StoreWitness } from './store.ts';
import type { Trace } from './trace.ts';

/** What a socket was told and what it told. */
interface Account {
  /** Step 2 and update frames that have reached the server, until they are acknowledged. */
  readonly frames: Uint8Array[];
  acknowledged: number;
  /** The server's last question: what it says that it has. */
  question: ReadonlyMap<number, number> | null;
}

export class Invariants implements Witness, StoreWitness {
  readonly mirrors = new Map<string, Mirror>();
  readonly #trace: Trace;
  readonly #accounts = new Map<number, Account>();
  /** Frames that go to many are looked at once: what was durable stays so. */
  readonly #seen = new WeakSet<Uint8Array>();
  /** Whose sessions have ended, since when the engine has said that everybody was asked. */
  readonly ended = new Map<string, number>();
  rights: Rights | null = null;
  violation: string | null = null;
  rows = 0;
  acknowledged = 0;
  relayed = 0;

  constructor(trace: Trace) {
    this.#trace = trace;
  }

  fail(what: string): void {
    this.violation ??= what;
  }

  mirror(documentId: string): Mirror {
    let mirror = this.mirrors.get(documentId);
    if (!mirror) this.mirrors.set(documentId, (mirror = new Mirror()));
    return mirror;
  }

  question(link: Link): ReadonlyMap<number, number> | null {
    return this.#account(link).question;
  }

  committed({ documentId, updates }: RoomCommit, meta: DocumentMeta, begunAtMs: number): void {
    for (const { author, bytes } of updates) {
      this.rows++;
      this.#trace.note(`row ${documentId} ${author}`, bytes);
      if (isServer(author) || this.rights?.mayWrite(author, documentId) !== false) continue;
      this.fail(`a row of ${author} in ${documentId} was written without the right`);
    }
    for (const { author } of updates)
      if (begunAtMs > (this.ended.get(author) ?? Infinity))
        this.fail(`a row of ${author} was written after the end of the session`);
    const mirror = this.mirror(documentId);
    const wrong = mirror.add(updates);
    if (wrong !== null) this.fail(`${documentId}: ${wrong}`);
    if (mirror.rows !== meta.head) this.fail(`${documentId}: head ${meta.head} after ${mirror.rows} rows`);
  }

  received(link: Link, frame: Uint8Array): void {
    this.#trace.note(`up ${link.id}`, frame);
    if (!link.isHonest || frame[0] !== messageTypes.sync || frame[1] === 0) return;
    const message = decodeClientMessage(frame);
    if (!message.ok || (message.value.kind !== 'step2' && message.value.kind !== 'update')) return;
    this.#account(link).frames.push(message.value.update);
  }

  sent(link: Link, frame: Uint8Array): void {
    this.#trace.note(`down ${link.id}`, frame);
    const [type = 0] = frame;
    if (type === messageTypes.sync) return this.#sync(link, frame);
    if (type === messageTypes.presence) return this.#presence(frame);
    if (type === messageTypes.durable) return this.#durable(link, frame);
    if (type === messageTypes.rejected) return this.#rejected(link, frame);
  }

  closed(link: Link, code: number): void {
    this.#trace.note(`close ${link.id} ${code}`);
    if (code === closeCodes.unusable && link.isHonest && link.acks)
      this.fail(`an honest socket of ${link.person} was closed as unusable`);
  }

  #account({ id }: Link): Account {
    let account = this.#accounts.get(id);
    if (!account) this.#accounts.set(id, (account = { frames: [], acknowledged: 0, question: null }));
    return account;
  }

  /** What another person has seen is on disk. */
  #sync(link: Link, frame: Uint8Array): void {
    if (this.#seen.has(frame)) return;
    this.#seen.add(frame);
    const message = decodeClientMessage(frame);
    if (!message.ok) return this.fail('the server sent a frame that cannot be read');
    const mirror = this.mirror(link.documentId);
    if (message.value.kind === 'step1') {
      const states = decodeStateVector(message.value.stateVector);
      if (!states.ok) return this.fail('the server sent a state vector that cannot be read');
      this.#account(link).question = states.value;
      if (!mirror.isBeyond(states.value))
        this.fail(`${link.documentId}: the server claims to have what is not durable`);
      return;
    }
    if (message.value.kind !== 'step2' && message.value.kind !== 'update') return;
    const { update } = message.value;
    if (update.length <= 2) return;
    this.relayed++;
    const lacking = mirror.lacks(update);
    if (lacking !== null) this.fail(`${link.documentId}: somebody was shown what is not durable: ${lacking}`);
  }

  /** A client is never left to believe something false about its own edits. */
  #durable(link: Link, frame: Uint8Array): void {
    const notice = decodeNotice('durable', frame.subarray(1));
    if (!notice.ok || notice.value.kind !== 'durable') return this.fail('101 cannot be read');
    if (!link.isHonest) return;
    const account = this.#account(link);
    const { frames } = notice.value;
    const fresh = account.frames.splice(0, frames - account.acknowledged);
    if (fresh.length !== frames - account.acknowledged)
      return this.fail(
        `101 ${frames} to ${link.person}, who has sent ${account.acknowledged + fresh.length}`,
      );
    account.acknowledged = frames;
    this.acknowledged += fresh.length;
    for (const update of fresh) {
      const lacking = this.mirror(link.documentId).lacks(update);
      if (lacking !== null)
        return this.fail(
          `${link.documentId}: ${link.person} was told 101 ${frames}, but not durable is ${lacking}`,
        );
    }
  }

  #rejected(link: Link, frame: Uint8Array): void {
    const notice = decodeNotice('rejected', frame.subarray(1));
    if (!notice.ok || notice.value.kind !== 'rejected') return this.fail('102 cannot be read');
    const allowed: readonly RefusalCode[] = ['not-allowed', 'locked'];
    if (link.isHonest && !allowed.includes(notice.value.code))
      this.fail(`an honest update of ${link.person} was refused: ${notice.value.code}`);
  }

  /** Each person says in their state who they are: what the server writes beside it must be the same. */
  #presence(frame: Uint8Array): void {
    for (const { json } of statesIn(frame)) {
      if (json === 'null') continue;
      const state = JSON.parse(json) as { by?: string; user?: { id?: string } };
      if (state.user?.id === undefined) this.fail('presence without the server’s word for who it is');
      else if (state.by !== undefined && state.by !== state.user.id)
        this.fail(`${state.by} is shown as ${state.user.id}`);
    }
  }
}

function statesIn(frame: Uint8Array): readonly PresenceState[] {
  const reader = new ByteReader(new ByteReader(frame.subarray(1)).varBytes());
  return Array.from({ length: reader.count() }, () => ({
    clientId: reader.varUint(),
    clock: reader.varUint(),
    json: reader.string(),
  }));
}
