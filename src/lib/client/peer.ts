import { Awareness } from 'y-protocols/awareness';
import * as Y from 'yjs';
import { includes, rights, type Right } from '#lib/domain/partnership/policy.ts';
import { closeCodes } from '#lib/protocol/close-codes.ts';
import type { ServerNotice } from '#lib/protocol/messages.ts';
import { contentOf } from '#lib/schema/text/convert.ts';
import { leaveDocument } from './device/leave-document.ts';
import { textName } from './device/names.ts';
import { contentOfUpdate, holdsAll } from './device/same-content.ts';
import { setAside } from './device/set-aside.ts';
import { Shelf, type Copy, type CopyReason, type KnownDocument } from './device/shelf.ts';
import { SiblingTabs } from './device/sibling-tabs.ts';
import { keepingAfter, TextStore } from './device/text-store.ts';
import { nothingYet, type Facts } from './saved-state.ts';
import { TandemProvider, type Waiting } from './tandem-provider.ts';

export interface PeerOptions {
  readonly documentId: string;
  /** `wss://host/sync` */
  readonly url: string;
  readonly schema: number;
  readonly incarnation: number;
  readonly right: Right;
  /** Whose store on this device it is. */
  readonly personId: string;
  readonly title: string;
  /** BCP 47 */
  readonly language: string;
  /** `null`: the browser has none, or forbids it. */
  readonly factory: IDBFactory | null;
  readonly nowMs: () => number;
  /** 0 to 1 */
  readonly random: () => number;
  readonly WebSocketPolyfill?: typeof WebSocket;
  readonly onChange: () => void;
  readonly onIncoming: (update: Uint8Array) => void;
  readonly onNextFrame?: (run: () => void) => void;
  /** This device has the whole document now, and could show it without the server. */
  readonly onKnown?: (() => void) | undefined;
}

/** Words held back are shown after this long, whether or not a server has answered. */
const HELD_MS = 4_000;

/**
 * One person's page on one document: the text on this device first, then the connection. It says nothing
 * and shows nothing; `facts` is what the sign is computed from (saved-state.ts).
 */
export class Peer {
  readonly doc = new Y.Doc();
  readonly awareness = new Awareness(this.doc);
  facts: Facts;
  waiting: Waiting | null = null;
  /** As the server said last; `null`: it has not said yet. */
  locked: boolean | null = null;
  /** Of the size that a document may have; 0: far from it. */
  sizePercent = 0;
  /** The copy that was made because the server could not take what was written here. */
  copy: Pick<Copy, 'id' | 'reason'> | null = null;

  readonly #options: PeerOptions;
  #provider: TandemProvider | null = null;
  #shelf: Shelf | null = null;
  #store: TextStore | null = null;
  /** Unsent words on this device, on a page that came with a right too low for them; see `#release`. */
  #held: TextStore | null = null;
  #holding: ReturnType<typeof setTimeout> | undefined;
  #tabs: SiblingTabs | null = null;
  /** A text is being left: the page's end waits for it. */
  #leaving: Promise<void> = Promise.resolve();
  #isSettingAside = false;
  #isDestroyed = false;

  constructor(options: PeerOptions) {
    this.#options = options;
    this.facts = { ...nothingYet, right: options.right };
  }

  /** Resolves when the text of this device is in the document and the connection is being made. */
  async start(): Promise<void> {
    await this.#openStore();
    if (this.#isDestroyed) return this.#closeStore();
    const unsent = this.#store?.unsent ?? false;
    this.#provider = this.#connect(unsent);
    if (this.#store) this.#attach(this.#store);
    this.#learn({ unsaved: unsent, opened: this.#store?.complete ?? false });
    if (this.#held) this.#holding = setTimeout(() => this.#release(), HELD_MS);
    this.#provider.connect();
  }

  get provider(): TandemProvider | null {
    return this.#provider;
  }

  retry(): void {
    if (!this.#isDestroyed && this.facts.closedCode === null) this.#provider?.retry();
  }

  /** After the sign-in had ended (4401): with the sign-in of now, and what was written meanwhile. */
  resume(): void {
    if (this.#isDestroyed || this.facts.closedCode !== closeCodes.notSignedIn) return;
    this.#learn({ closedCode: null });
    this.#provider?.retry();
  }

  /** Resolves when what was written is kept on this device or could not be, and nothing is held back. */
  async quiet(): Promise<void> {
    while (this.#held) await new Promise((resolve) => setTimeout(resolve, 1));
    await this.#leaving;
    await this.#store?.quiet();
  }

  async destroy(): Promise<void> {
    this.#isDestroyed = true;
    this.#tabs?.close();
    this.#provider?.destroy();
    this.awareness.destroy();
    await this.#closeStore();
    this.doc.destroy();
  }

  #learn(news: Partial<Facts>): void {
    this.facts = { ...this.facts, ...news };
    this.#options.onChange();
  }

  // --- this device ---

  async #openStore(): Promise<void> {
    const { factory, personId, documentId, incarnation, right } = this.#options;
    try {
      if (!factory) throw new DOMException('No storage.', 'SecurityError');
      this.#shelf = await Shelf.open(factory, personId);
      const known = await this.#shelf.document(documentId);
      if (known && known.incarnation < incarnation) await this.#leaveIncarnation(known);
      const store = await this.#openText();
      if (store.unsent && !includes(right, 'write')) this.#held = store;
      else this.#store = store;
    } catch (problem) {
      this.facts = { ...this.facts, device: keepingAfter(problem) };
    }
  }

  #attach(store: TextStore): void {
    this.#store = store;
    store.onKeeping = (device) => this.#learn({ device });
    store.attach(this.doc, (origin) => this.#isOwn(origin));
    this.#tabs = this.#openTabs();
  }

  /**
   * The page's right may be one of before, if the page was kept: only the server, asked anew, says whether
   * unsent words still have a place in the text. Until it has, they are held back; if it does not answer,
   * they are shown like any other text of this device.
   */
  #release(): void {
    const store = this.#held;
    if (!store || this.#isDestroyed) return;
    this.#held = null;
    clearTimeout(this.#holding);
    this.#attach(store);
    this.#provider?.holdsUnsent();
    this.#learn({ opened: this.facts.opened || store.complete, unsaved: true });
  }

  /** The server said that they have none: the text opens without them, and they are a copy. */
  async #setHeldAside(store: TextStore, reason: CopyReason): Promise<void> {
    if (!this.#shelf) return;
    try {
      this.copy = await setAside(this.#shelf, store, this.#known(), reason, this.#now());
      const fresh = await this.#openText();
      if (this.#isDestroyed) return await fresh.close();
      this.#attach(fresh);
      if (this.facts.synced) this.#remember();
      this.#options.onChange();
    } catch (problem) {
      // No room for a copy: the store itself stays, and with it the words.
      await store.close();
      this.#learn({ device: keepingAfter(problem) });
    }
  }

  #openText(): Promise<TextStore> {
    const { factory, personId, documentId, incarnation, random } = this.#options;
    if (!factory) throw new DOMException('No storage.', 'SecurityError');
    const session = `${this.#now().toString(36)}-${random().toString(36).slice(2)}`;
    return TextStore.open({ factory, personId, documentId, incarnation, session });
  }

  /** A backup was restored while we were away: what this device has is of another time (E17). */
  async #leaveIncarnation(known: KnownDocument): Promise<void> {
    if (!this.#shelf) return;
    const old = await this.#shelf.text(known);
    if (old.complete || old.unsent)
      this.copy = await setAside(this.#shelf, old, known, 'restored', this.#now());
    else await old.close();
    await this.#shelf.forget(known);
  }

  #known(syncedAtMs: number | null = null): KnownDocument {
    const { documentId: id, title, language, incarnation } = this.#options;
    return { id, title, language, incarnation, right: this.facts.right, syncedAtMs };
  }

  /** Everything is here and on the server: the store is whole, and nothing in it waits. */
  #remember(): void {
    // What this device could not keep must not be promised for a time without a network.
    if (!this.#store) return;
    this.#store.markComplete();
    void this.#shelf?.remember(this.#known(this.#now())).then(
      () => this.#options.onKnown?.(),
      () => undefined,
    );
  }

  #openTabs(): SiblingTabs | null {
    if (typeof BroadcastChannel === 'undefined') return null;
    const { personId, documentId, incarnation } = this.#options;
    return new SiblingTabs(
      textName(personId, documentId, incarnation),
      this.doc,
      () => !this.facts.synced && !this.#isSettingAside,
      (origin) => this.#isOwn(origin),
    );
  }

  /** Made by this person, here or in another tab, and not known to the server by itself. */
  #isOwn(origin: unknown): boolean {
    return origin !== this.#provider && origin !== this.#store;
  }

  async #closeStore(): Promise<void> {
    clearTimeout(this.#holding);
    await this.#leaving;
    await (this.#held ?? this.#store)?.close();
    this.#shelf?.close();
  }

  /** Once: what comes after it is refused as well. */
  #setAside(reason: CopyReason): void {
    if (this.#isSettingAside || !this.#shelf || !this.#store) return;
    this.#isSettingAside = true;
    this.#tabs?.close();
    this.#leaving = this.#makeCopy(this.#shelf, this.#store, reason);
  }

  async #makeCopy(shelf: Shelf, store: TextStore, reason: CopyReason): Promise<void> {
    try {
      this.copy = await setAside(shelf, store, this.#known(), reason, this.#now());
      this.#store = null;
      this.#options.onChange();
    } catch (problem) {
      // No room for a second copy: the store itself stays, and with it what was written.
      this.#learn({ device: keepingAfter(problem) });
    }
  }

  /** What one may no longer read does not stay on the device; without room for a copy of one's own words it does. */
  async #leaveDocument(reason: CopyReason): Promise<void> {
    const store = this.#store;
    if (!this.#shelf || (store && this.facts.unsaved)) return;
    this.#tabs?.close();
    this.#store = null;
    try {
      await store?.close();
      this.copy = (await leaveDocument(this.#shelf, this.#known(), reason, this.#now())) ?? this.copy;
      this.#options.onChange();
    } catch (problem) {
      this.#learn({ device: keepingAfter(problem) });
    }
  }

  /** The backup has all that is in it: then there is nothing to offer. */
  async #dropEqualCopy(id: string): Promise<void> {
    const copy = (await this.#shelf?.copies().catch(() => []))?.find((it) => it.id === id);
    if (!copy || !holdsAll(contentOf(this.doc), contentOfUpdate(copy.update))) return;
    await this.#shelf?.deleteCopy(id);
    this.copy = null;
    this.#options.onChange();
  }

  #now(): number {
    return this.#options.nowMs();
  }

  // --- the connection ---

  #connect(unsent: boolean): TandemProvider {
    const { url, documentId, schema, incarnation, nowMs, random, WebSocketPolyfill } = this.#options;
    const provider: TandemProvider = new TandemProvider({
      url,
      documentId,
      schema,
      incarnation,
      nowMs,
      random,
      unsent,
      doc: this.doc,
      awareness: this.awareness,
      mayWrite: () => includes(this.facts.right, 'write') && !this.facts.rejected,
      isFromStore: (origin) => origin === this.#store && origin !== null,
      onNotice: (notice) => this.#notice(notice),
      onUnsaved: () => this.#unsaved(),
      onIncoming: this.#options.onIncoming,
      onNextFrame: this.#options.onNextFrame,
      ...(WebSocketPolyfill ? { WebSocketPolyfill } : {}),
    });
    const wait = () => {
      this.waiting = provider.waiting;
      this.#learn({ waiting: this.waiting?.reason ?? null });
    };
    provider.on('status', ({ status }) => {
      this.#learn({
        connected: status === 'connected',
        ...(status === 'connected' ? { storage: 'ok' as const } : {}),
      });
      wait();
    });
    provider.on('connection-close', () => {
      this.#release();
      wait();
    });
    provider.on('sync', (synced: boolean) => {
      this.#learn({ synced, opened: this.facts.opened || synced });
      if (synced) this.#remember();
      if (synced && this.copy?.reason === 'restored') void this.#dropEqualCopy(this.copy.id);
      this.#settle();
    });
    provider.on('closed', ({ code }) => {
      wait();
      this.#learn({ closedCode: code });
      const reason = reasonOfClose(code);
      // Of what the server has not, or not any more, a writer's may be the only text.
      const isLost = reason === 'restored' || (reason === 'removed' && includes(this.facts.right, 'write'));
      const isLast = isLost && this.facts.opened;
      if (reason && (this.facts.unsaved || isLast)) this.#setAside(reason);
      if (reason && (code === closeCodes.notAllowed || code === closeCodes.noSuchDocument))
        this.#leaving = this.#leaving.then(() => this.#leaveDocument(reason));
    });
    return provider;
  }

  #unsaved(): void {
    const unsaved = this.#provider?.unsaved ?? false;
    if (unsaved !== this.facts.unsaved) this.#learn({ unsaved });
    this.#settle();
  }

  /** The server has everything that is here: the store need not remember that it waits. */
  #settle(): void {
    const { connected, synced, unsaved, rejected, right } = this.facts;
    if (connected && synced && !unsaved && !rejected && includes(right, 'write') && this.#provider?.answered)
      this.#store?.settled();
  }

  #notice(notice: ServerNotice): void {
    if (notice.kind === 'storage') this.#learn({ storage: notice.state });
    else if (notice.kind === 'size') {
      this.sizePercent = notice.percent;
      this.#options.onChange();
    } else if (notice.kind === 'rejected') {
      this.#learn({ rejected: true });
      const { code } = notice;
      const isRight = code === 'not-allowed' || !includes(this.facts.right, 'write');
      if (code === 'document-full') this.#setAside('full');
      else this.#setAside(code === 'locked' ? 'locked' : isRight ? 'right-withdrawn' : 'refused');
    } else if (notice.kind === 'policy') {
      this.locked = notice.locked;
      this.#learn({ right: rights.find((it) => it === notice.right) ?? this.facts.right });
      if (this.#held && !includes(this.facts.right, 'write')) {
        this.#leaving = this.#setHeldAside(this.#held, notice.locked ? 'locked' : 'right-withdrawn');
        this.#held = null;
        clearTimeout(this.#holding);
        return;
      }
      this.#release();
      // What is under way is accepted or refused in words; what never left will not be asked for any more.
      if (this.#provider?.unsent && !includes(this.facts.right, 'write')) {
        // This page keeps nothing on the device from here on, also if the right comes back: it is loaded again first.
        this.#learn({ rejected: true });
        this.#setAside(notice.locked ? 'locked' : 'right-withdrawn');
      }
    }
  }
}

/** `null`: coming back can help, so the store stays as it is. */
function reasonOfClose(code: number): CopyReason | null {
  if (code === closeCodes.otherIncarnation) return 'restored';
  if (code === closeCodes.noSuchDocument) return 'removed';
  if (code === closeCodes.locked) return 'locked';
  if (code === closeCodes.notSignedIn || code === closeCodes.reload) return null;
  return code === closeCodes.notAllowed ? 'right-withdrawn' : 'refused';
}
