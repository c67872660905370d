import type { CondensedText } from '#lib/protocol/whole-text.ts';
import type { TextFacts } from '#lib/domain/publication/text-facts.ts';
import type { Beginning } from '#lib/domain/deliverable/beginning.ts';

/**
 * Work that needs a whole text, away from the thread that serves the sockets: a long one takes a hundred
 * milliseconds and more. Its arguments are not changed and may be used again.
 */
export interface TextWork {
  /** The text after these updates, without what is deleted. */
  condense(updates: readonly Uint8Array[]): Promise<CondensedText>;

  /** What mending the text changes (E16), as one update written by `clientId`; `null`: nothing to mend. */
  repair(updates: readonly Uint8Array[], clientId: number): Promise<Uint8Array | null>;

  /** What a page shows of the text before its editor is there. */
  beginning(updates: readonly Uint8Array[]): Promise<Beginning>;

  /** What in the text its publication depends on. */
  publicationFacts(updates: readonly Uint8Array[]): Promise<TextFacts>;

  close(): Promise<void>;
}
