import { Awareness } from 'y-protocols/awareness';
import * as Y from 'yjs';
import type { Right } from '#lib/domain/partnership/policy.ts';
import { includes, rights } from '#lib/domain/partnership/policy.ts';
import { closeCodes } from '#lib/protocol/close-codes.ts';
import type { ServerNotice, StorageState } from '#lib/protocol/messages.ts';
import { contentOf, type ContentNode } from '#lib/schema/text/convert.ts';
import { peoplePresent, type PersonPresent } from './people.ts';
import { closedReason, savedState, type ClosedReason, type Facts, type SavedState } from './saved-state.ts';
import { TandemProvider, type Waiting } from './tandem-provider.ts';

export type { PersonPresent } from './people.ts';

export interface RoomOptions {
  readonly documentId: string;
  /** `wss://host/sync` */
  readonly url: string;
  readonly schema: number;
  readonly incarnation: number;
  readonly right: Right;
  /** Who we are, for the list of those present; the server tells it to the others. */
  readonly self: {
    readonly id: string;
    readonly name: string;
    readonly country: string | null;
    readonly colour: string;
  };
}

/** One open document in one page: create it in the browser, destroy it on leaving. */
export class RoomConnection {
  readonly doc = new Y.Doc();
  readonly awareness = new Awareness(this.doc);
  readonly provider: TandemProvider;

  #connected = $state(false);
  #opened = $state(false);
  #synced = $state(false);
  #storage = $state<StorageState>('ok');
  #rejected = $state(false);
  #closedCode = $state<number | null>(null);

  /** Between two attempts: why, and when the next one is. */
  waiting = $state.raw<Waiting | null>(null);
  right = $state<Right>('read');
  /** As the server said last; `null`: it has not said yet. */
  locked = $state<boolean | null>(null);
  unsaved = $state(false);
  people = $state.raw<readonly PersonPresent[]>([]);

  readonly #facts: Facts = $derived({
    connected: this.#connected,
    opened: this.#opened,
    synced: this.#synced,
    unsaved: this.unsaved,
    right: this.right,
    storage: this.#storage,
    rejected: this.#rejected,
    closedCode: this.#closedCode,
  });
  readonly saved: SavedState = $derived(savedState(this.#facts));
  /** Why the connection ended or refused, for the interface to explain. */
  readonly savedCode: ClosedReason | null = $derived(closedReason(this.#facts));

  // eslint-disable-next-line svelte/prefer-svelte-reactivity -- nothing shows who listens
  readonly #listeners = new Set<(update: Uint8Array) => void>();
  readonly #online = () => this.retry();

  constructor(options: RoomOptions) {
    this.right = options.right;
    this.provider = new TandemProvider({
      ...options,
      doc: this.doc,
      awareness: this.awareness,
      mayWrite: () => includes(this.right, 'write') && !this.#rejected,
      onNotice: (notice) => this.#notice(notice),
      onUnsaved: () => (this.unsaved = this.provider.unsaved),
      onIncoming: (update) => {
        for (const listener of this.#listeners) listener(update);
      },
      random: Math.random,
    });
    this.provider.on('status', ({ status }) => {
      this.#connected = status === 'connected';
      if (status === 'connected') this.#storage = 'ok';
      this.waiting = this.provider.waiting;
    });
    this.provider.on('sync', (synced: boolean) => {
      this.#synced = synced;
      this.#opened ||= synced;
    });
    this.provider.on('connection-close', () => (this.waiting = this.provider.waiting));
    this.provider.on('closed', ({ code }) => {
      this.#closedCode = code;
      this.waiting = null;
    });
    const present = () =>
      (this.people = peoplePresent(this.awareness.getStates(), this.doc.clientID, options.self));
    this.awareness.on('change', present);
    present();
    globalThis.addEventListener?.('online', this.#online);
    this.provider.connect();
  }

  /** The first content is here. */
  get synced(): boolean {
    return this.#opened;
  }

  /** Raw bytes of each remote update just before it is applied (E18). Returns how to stop listening. */
  readonly incoming = (listener: (update: Uint8Array) => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  retry(): void {
    if (this.#closedCode === null) this.provider.retry();
  }

  /** After the sign-in had ended: with the sign-in of now, and what was written meanwhile. */
  resume(): void {
    if (this.#closedCode !== closeCodes.notSignedIn) return;
    this.#closedCode = null;
    this.provider.retry();
  }

  /** The words that this page has, accepted by the server or not. */
  localCopy(): string {
    return plainText(contentOf(this.doc));
  }

  destroy(): void {
    globalThis.removeEventListener?.('online', this.#online);
    this.provider.destroy();
    this.awareness.destroy();
    this.doc.destroy();
  }

  #notice(notice: ServerNotice): void {
    if (notice.kind === 'storage') this.#storage = notice.state;
    else if (notice.kind === 'rejected') this.#rejected = true;
    else if (notice.kind === 'policy') {
      this.right = rights.find((it) => it === notice.right) ?? this.right;
      this.locked = notice.locked;
    }
  }
}

/** The words alone, a line per innermost block. */
function plainText(node: ContentNode): string {
  if (node.type === 'text') return node.text ?? '';
  if (node.type === 'hardBreak') return '\n';
  const inner = (node.content ?? []).map(plainText);
  const holdsText = node.content?.some((child) => child.type === 'text') ?? false;
  return holdsText || inner.length === 0 ? `${inner.join('')}\n` : inner.join('');
}
