import { askApi } from '#lib/client/api.ts';
import type { RoomConnection } from '#lib/client/room-connection.svelte.ts';
import type { TextAuthor, TextAuthorship } from '#server/services/text-authors.ts';

/** What is known of a passage's author. */
export type Author =
  | { readonly kind: 'self' }
  | { readonly kind: 'person'; readonly author: TextAuthor }
  /** Repairs, the example, what was put back. */
  | { readonly kind: 'program' }
  | { readonly kind: 'unknown' };

/** Somebody who begins to write is unknown to the list that was read before: it is asked for again, not at once. */
const ASK_AGAIN_MS = 3_000;

/** Who wrote which passage of the open text. The server says whose each browser is. */
export class TextAuthorshipOf {
  author = $state.raw<Author | null>(null);
  readonly #documentId: string;
  readonly #room: RoomConnection;
  readonly #selfId: string;
  #known: TextAuthorship | null = null;
  #askedAtMs = -Infinity;
  #asked = 0;

  constructor(documentId: string, room: RoomConnection, selfId: string) {
    this.#documentId = documentId;
    this.#room = room;
    this.#selfId = selfId;
  }

  async show(clientId: number | null): Promise<void> {
    const asked = ++this.#asked;
    if (clientId === null) {
      this.author = null;
      return;
    }
    if (!this.#find(clientId) && performance.now() - this.#askedAtMs > ASK_AGAIN_MS) await this.#ask();
    if (asked === this.#asked) this.author = this.#find(clientId) ?? { kind: 'unknown' };
  }

  #find(clientId: number): Author | null {
    if (clientId === this.#room.doc.clientID) return { kind: 'self' };
    const id = this.#known?.clients[clientId];
    if (id === undefined) return null;
    if (id === this.#selfId) return { kind: 'self' };
    if (id === 'server') return { kind: 'program' };
    const author = this.#known?.authors[id];
    return author ? { kind: 'person', author } : { kind: 'unknown' };
  }

  async #ask(): Promise<void> {
    this.#askedAtMs = performance.now();
    const asked = await askApi<TextAuthorship>('GET', `/documents/${this.#documentId}/authorship`);
    // Without an answer, what was read before has to do.
    if (asked.ok) this.#known = asked.value;
  }
}
