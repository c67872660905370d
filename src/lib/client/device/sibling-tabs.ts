import * as Y from 'yjs';

type Message =
  | { readonly kind: 'update'; readonly update: Uint8Array }
  /** A tab that has just opened asks for what it lacks. */
  | { readonly kind: 'hello'; readonly stateVector: Uint8Array };

/**
 * Pages of one person on the same document, while there is no server between them: what is written in one
 * appears in the other. With a server they hear of each other through it, after the commit, as everybody does.
 */
export class SiblingTabs {
  readonly #doc: Y.Doc;
  readonly #channel: BroadcastChannel;
  readonly #isAlone: () => boolean;
  readonly #share: (update: Uint8Array, origin: unknown) => void;

  /** `isAlone`: no server reaches the other tabs for us; `isOwn`: an update was made by the person. */
  constructor(name: string, doc: Y.Doc, isAlone: () => boolean, isOwn: (origin: unknown) => boolean) {
    this.#doc = doc;
    this.#isAlone = isAlone;
    this.#channel = new BroadcastChannel(name);
    // In a test's process an open channel would keep it from ending.
    (this.#channel as { unref?: () => void }).unref?.();
    this.#channel.onmessage = ({ data }: MessageEvent<Message>) => this.#receive(data);
    this.#share = (update, origin) => {
      if (origin !== this && isOwn(origin) && this.#isAlone()) this.#post({ kind: 'update', update });
    };
    doc.on('update', this.#share);
    this.#post({ kind: 'hello', stateVector: Y.encodeStateVector(doc) });
  }

  close(): void {
    this.#doc.off('update', this.#share);
    this.#channel.close();
  }

  #receive(message: Message): void {
    if (message.kind === 'update') Y.applyUpdate(this.#doc, message.update, this);
    else if (this.#isAlone())
      this.#post({ kind: 'update', update: Y.encodeStateAsUpdate(this.#doc, message.stateVector) });
  }

  #post(message: Message): void {
    this.#channel.postMessage(message);
  }
}
