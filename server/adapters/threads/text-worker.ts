import { getRandomValues } from 'node:crypto';
import { parentPort } from 'node:worker_threads';
import { assert } from '#lib/core/assert.ts';
import { newId } from '#lib/core/ids.ts';
import type { Random } from '#lib/core/random.ts';
import { contentOf } from '#lib/schema/text/convert.ts';
import { beginningOf } from '#lib/schema/text/markup.ts';
import { publicationFacts } from '#lib/schema/text/publication-facts.ts';
import { repairBody } from '#lib/schema/text/repair.ts';
import { condense, editText, loadText } from '#lib/protocol/whole-text.ts';
import { unpackUpdates, type PackedUpdates } from './packed-updates.ts';

/** What the server and this thread say to each other: one task, one answer, in order. */
export interface TextTask {
  readonly updates: PackedUpdates;
  readonly work:
    | { readonly kind: 'condense' | 'beginning' | 'publication-facts' }
    | { readonly kind: 'repair'; readonly clientId: number };
}
export type TextAnswer = { readonly value: unknown } | { readonly error: string };

const port = parentPort;
assert(port, 'texts are put together in a worker thread');
const random: Random = { bytes: (count) => getRandomValues(new Uint8Array(count)) };

function answer({ updates, work }: TextTask): unknown {
  const rows = unpackUpdates(updates);
  switch (work.kind) {
    case 'condense':
      return condense(rows);
    case 'beginning':
      return beginningOf(contentOf(loadText(rows)));
    case 'publication-facts':
      return publicationFacts(contentOf(loadText(rows)));
    case 'repair':
      return editText(rows, work.clientId, (doc) => void repairBody(doc, () => newId(random)));
  }
}

port.on('message', (task: TextTask) => {
  let reply: TextAnswer;
  try {
    reply = { value: answer(task) };
  } catch (error) {
    reply = { error: error instanceof Error ? error.message : String(error) };
  }
  port.postMessage(reply);
});
