/**
 * Rule E3: judges a Yjs update by what is known of the document, without the document.
 *
 * Invariant: an accepted update leaves nothing pending in any Y.Doc that holds what came before it,
 * puts each thing only where things of its kind may be, and writes only under client ids of its
 * author. It leaves the values of attributes to those who render them.
 */
import * as encoding from 'lib0/encoding';
import * as Y from 'yjs';
import { limits } from '#lib/core/limits.ts';
import type { DocumentRules } from './document-rules.ts';
import { IdRanges } from './id-ranges.ts';
import { Knowledge } from './knowledge.ts';
import type { RefusalCode } from './messages.ts';
import { placeStructs } from './place-structs.ts';
import { FORBIDDEN_CONTENT, scanUpdate, type ScannedUpdate } from './scan-update.ts';
import { encodeStateVector } from './codec.ts';

export interface UpdateContext {
  readonly author: string;
  /** Schema version that the sender's editor declared. */
  readonly schema: number;
  readonly rules: DocumentRules;
  readonly sizeBytesMax?: number;
}

export type Verdict =
  | { readonly kind: 'adds-nothing' }
  | {
      readonly kind: 'accepted';
      /** What is new in the update, written the one way that Yjs writes it. */
      readonly bytes: Uint8Array;
      /** Client ids seen for the first time, the author's from now on. */
      readonly newClients: readonly number[];
      /** Schema version needed to read it (E9). */
      readonly schema: number;
      /** What is known once it is committed: absorb it. */
      readonly layer: Knowledge;
    }
  | { readonly kind: 'refused'; readonly code: RefusalCode; readonly detail: string };

export const refused = (code: RefusalCode, detail: string): Extract<Verdict, { kind: 'refused' }> => ({
  kind: 'refused',
  code,
  detail,
});

export function validateUpdate(known: Knowledge, update: Uint8Array, context: UpdateContext): Verdict {
  const sizeMax = context.sizeBytesMax ?? limits.updateSizeBytesMax;
  if (update.length > sizeMax) return refused('too-large', `${update.length} bytes`);
  const scanned = scanUpdate(update);
  if (!scanned.ok) {
    const { code, detail = '' } = scanned.problem;
    return refused(code === FORBIDDEN_CONTENT ? FORBIDDEN_CONTENT : 'malformed', detail);
  }
  const layer = new Knowledge(known);
  const placed = placeStructs(layer, scanned.value.blocks, context);
  if (placed.kind === 'refused') return placed;
  const deletes = newDeletes(layer, scanned.value);
  if (!deletes) return refused('gap', 'deletes what is not known');
  if (placed.count === 0 && deletes.isEmpty) return { kind: 'adds-nothing' };
  layer.markAllDeleted(deletes);
  return {
    kind: 'accepted',
    bytes: canonical(known, update, scanned.value, deletes),
    newClients: placed.newClients,
    schema: placed.schema,
    layer,
  };
}

/** The deletions that are not known yet; `null`: one reaches beyond what is known. */
function newDeletes(layer: Knowledge, { deletes }: ScannedUpdate): IdRanges | null {
  const fresh = new IdRanges();
  for (const { client, clock, length } of deletes) {
    if (clock + length > layer.state(client)) return null;
    for (const gap of layer.undeleted(client, clock, clock + length)) fresh.add(client, gap.clock, gap.end);
  }
  return fresh;
}

/** A step 2 carries every deletion there ever was: only the new ones are stored and relayed. */
function canonical(
  known: Knowledge,
  update: Uint8Array,
  scanned: ScannedUpdate,
  deletes: IdRanges,
): Uint8Array {
  const withoutDeletes = new Uint8Array(scanned.deleteSetAt + 1);
  withoutDeletes.set(update.subarray(0, scanned.deleteSetAt));
  const states = new Map<number, number>();
  for (const [first] of scanned.blocks) if (first) states.set(first.client, known.state(first.client));
  const structs = Y.diffUpdate(withoutDeletes, encodeStateVector(states));
  return encoding.encode((encoder) => {
    encoding.writeUint8Array(encoder, structs.subarray(0, structs.length - 1));
    deletes.write(encoder);
  });
}
