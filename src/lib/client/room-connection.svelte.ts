import type { Awareness } from 'y-protocols/awareness';
import type * as Y from 'yjs';
import type { Right } from '#lib/domain/partnership/policy.ts';
import { contentOf } from '#lib/schema/text/convert.ts';
import type { Copy } from './device/shelf.ts';
import type { Keeping } from './device/text-store.ts';
import { linesOf, plainText } from './device/words.ts';
import { Peer, type PeerOptions } from './peer.ts';
import { peoplePresent, type PersonPresent } from './people.ts';
import { closedReason, savedState, type ClosedReason, type Facts, type SavedState } from './saved-state.ts';
import type { Waiting } from './tandem-provider.ts';

export type { PersonPresent } from './people.ts';

export interface RoomOptions extends Pick<
  PeerOptions,
  'documentId' | 'url' | 'schema' | 'incarnation' | 'right' | 'title' | 'language' | 'onKnown'
> {
  /** Who we are: whose store on this device, and for the list of those present. */
  readonly self: {
    readonly id: string;
    readonly name: string;
    readonly country: string | null;
    readonly colour: string;
  };
}

/** After a hall's Wi-Fi comes back every page hears of it in the same moment. */
const ONLINE_SPREAD_MS = 1_000;
const UNSEEN_FRAME_MS = 200;

/** One open document in one page, as the page shows it: create it in the browser, destroy it on leaving. */
export class RoomConnection {
  readonly doc: Y.Doc;
  readonly awareness: Awareness;
  readonly #peer: Peer;

  #facts = $state.raw<Facts>() as Facts;
  /** Between two attempts: why, and when the next one is. */
  waiting = $state.raw<Waiting | null>(null);
  /** As the server said last; `null`: it has not said yet. */
  locked = $state.raw<boolean | null>(null);
  /** Of the size that a document may have; 0: far from it. */
  sizePercent = $state(0);
  /** The copy that was made because the server could not take what was written here. */
  setAside = $state.raw<Pick<Copy, 'id' | 'reason'> | null>(null);
  people = $state.raw<readonly PersonPresent[]>([]);

  readonly right: Right = $derived(this.#facts.right);
  readonly unsaved: boolean = $derived(this.#facts.unsaved);
  readonly saved: SavedState = $derived(savedState(this.#facts));
  /** Why the connection ended or refused, for the interface to explain. */
  readonly savedCode: ClosedReason | null = $derived(closedReason(this.#facts));
  /** What this device did with the last edit. */
  readonly device: Keeping = $derived(this.#facts.device);
  /** The content is here: from this device, or from the server. */
  readonly synced: boolean = $derived(this.#facts.opened);

  // eslint-disable-next-line svelte/prefer-svelte-reactivity -- nothing shows who listens
  readonly #listeners = new Set<(update: Uint8Array) => void>();
  #hasAskedToStay = false;
  readonly #online = () => setTimeout(() => this.retry(), Math.random() * ONLINE_SPREAD_MS);
  readonly #visible = () => {
    if (document.visibilityState === 'visible' && this.waiting) this.retry();
  };

  constructor(options: RoomOptions) {
    const { self, ...rest } = options;
    this.#peer = new Peer({
      ...rest,
      personId: self.id,
      factory: storage(),
      nowMs: Date.now,
      random: Math.random,
      onChange: () => this.#show(),
      onIncoming: (update) => {
        for (const listener of this.#listeners) listener(update);
      },
      onNextFrame,
    });
    this.#facts = this.#peer.facts;
    this.doc = this.#peer.doc;
    this.awareness = this.#peer.awareness;
    const present = () => (this.people = peoplePresent(this.awareness.getStates(), this.doc.clientID, self));
    this.awareness.on('change', present);
    present();
    globalThis.addEventListener?.('online', this.#online);
    globalThis.document?.addEventListener('visibilitychange', this.#visible);
    void this.#peer.start();
  }

  /** Raw bytes of each remote update, before those of its frame are applied (E18). Returns how to stop listening. */
  readonly incoming = (listener: (update: Uint8Array) => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Now, instead of after the wait. */
  retry(): void {
    this.#peer.retry();
  }

  /** After the sign-in had ended: with the sign-in of now, and what was written meanwhile. */
  resume(): void {
    this.#peer.resume();
  }

  /** The words that this page has, accepted by the server or not. */
  localCopy(): string {
    return plainText(linesOf(contentOf(this.doc)));
  }

  destroy(): void {
    globalThis.removeEventListener?.('online', this.#online);
    globalThis.document?.removeEventListener('visibilitychange', this.#visible);
    void this.#peer.destroy();
  }

  #show(): void {
    const { facts, waiting, locked, copy } = this.#peer;
    this.#facts = facts;
    this.waiting = waiting;
    this.locked = locked;
    this.sizePercent = this.#peer.sizePercent;
    this.setAside = copy;
    if (!this.#hasAskedToStay && facts.unsaved && !facts.connected && facts.device === 'kept') {
      this.#hasAskedToStay = true;
      askToStay();
    }
  }
}

/** A page that nobody sees draws no frames: it takes what comes a little later. */
function onNextFrame(run: () => void): void {
  const once = (): void => {
    cancelAnimationFrame(frame);
    clearTimeout(timer);
    run();
  };
  const frame = requestAnimationFrame(once);
  const timer = setTimeout(once, UNSEEN_FRAME_MS);
}

/** `null` where a browser forbids it: reading the property may already throw. */
function storage(): IDBFactory | null {
  try {
    return globalThis.indexedDB ?? null;
  } catch {
    return null;
  }
}

/** Once there is something to lose, the browser is asked not to clear it when the disk gets full. */
function askToStay(): void {
  void navigator.storage?.persisted?.().then((stays) => stays || navigator.storage.persist());
}
