import type * as Y from 'yjs';
import { condense, editText, loadText } from '#lib/protocol/whole-text.ts';
import { contentOf } from '#lib/schema/text/convert.ts';
import { beginningOf } from '#lib/schema/text/markup.ts';
import { publicationFacts } from '#lib/schema/text/publication-facts.ts';
import type { TextWork } from '#server/ports/text-work.ts';

/** Whole texts put together where they are asked for: for commands, which serve nobody else, and tests. */
export function directTextWork(repair: (doc: Y.Doc) => unknown = () => undefined): TextWork {
  return {
    condense: async (updates) => condense(updates),
    beginning: async (updates) => beginningOf(contentOf(loadText(updates))),
    publicationFacts: async (updates) => publicationFacts(contentOf(loadText(updates))),
    repair: async (updates, clientId) => editText(updates, clientId, (doc) => void repair(doc)),
    close: async () => {},
  };
}
