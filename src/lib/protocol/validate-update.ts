/**
 * Rule E3: judges a Yjs update by what is known of the document, without the document.
 *
 * Invariant: an accepted update leaves nothing pending in any Y.Doc that holds what came before it,
 * puts each thing only where things of its kind may be, and writes only under client ids of its
 * author. It leaves the values of attributes to those who render them.
 */
import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import * as Y from 'yjs';
import { limits } from '#lib/core/limits.ts';
import type { DocumentRules } from './document-rules.ts';
import { IdRanges } from './id-ranges.ts';
import { Knowledge } from './knowledge.ts';
import type { RefusalCode } from './messages.ts';
import { placeStructs } from './place-structs.ts';
import {
  FORBIDDEN_CONTENT,
  scanUpdate,
  type Block,
  type DeletedRange,
  type ScannedUpdate,
} from './scan-update.ts';
import { encodeStateVector } from './codec.ts';
import { atOnce, SLICE_LENGTH, type Sliced } from './sliced.ts';

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
      readonly deletesOnly: boolean;
      /** What is known once it is committed: absorb it. */
      readonly layer: Knowledge;
    }
  | { readonly kind: 'refused'; readonly code: RefusalCode; readonly detail: string };

export const refused = (code: RefusalCode, detail: string): Extract<Verdict, { kind: 'refused' }> => ({
  kind: 'refused',
  code,
  detail,
});

export const validateUpdate = (known: Knowledge, update: Uint8Array, context: UpdateContext): Verdict =>
  atOnce(judgeUpdate(known, update, context));

/** The same in slices. `known` must not change between them. */
export function* judgeUpdate(known: Knowledge, update: Uint8Array, context: UpdateContext): Sliced<Verdict> {
  const sizeMax = context.sizeBytesMax ?? limits.updateSizeBytesMax;
  if (update.length > sizeMax) return refused('too-large', `${update.length} bytes`);
  const scanned = yield* scanUpdate(update);
  if (!scanned.ok) {
    const { code, detail = '' } = scanned.problem;
    return refused(code === FORBIDDEN_CONTENT ? FORBIDDEN_CONTENT : 'malformed', detail);
  }
  const layer = new Knowledge(known);
  const placed = yield* placeStructs(layer, update, scanned.value.blocks, context);
  if (placed.kind === 'refused') return placed;
  if (!(yield* learnDeletes(layer, scanned.value.deletes)))
    return refused('gap', 'deletes what is not known');
  const deletes = layer.deletedHere;
  if (placed.count === 0 && deletes.isEmpty) return { kind: 'adds-nothing' };
  return {
    kind: 'accepted',
    bytes: yield* canonical(known, update, scanned.value, deletes),
    newClients: placed.newClients,
    schema: placed.schema,
    deletesOnly: placed.count === 0,
    layer,
  };
}

/** False: one reaches beyond what is known. */
function* learnDeletes(layer: Knowledge, deletes: readonly DeletedRange[]): Sliced<boolean> {
  let read = 0;
  for (const { client, clock, length } of deletes) {
    if (++read % SLICE_LENGTH === 0) yield;
    if (clock + length > layer.state(client)) return false;
    for (const gap of layer.undeleted(client, clock, clock + length))
      layer.markDeleted(client, gap.clock, gap.end);
  }
  return true;
}

/** Rewritten in one go: every key press is. */
const SHORT_BYTES_MAX = 30_000;

/**
 * A step 2 carries every deletion there ever was: only the new ones are stored and relayed. What arrives
 * deleted already is among them, for somebody may have it as words.
 */
function* canonical(
  known: Knowledge,
  update: Uint8Array,
  { blocks, deleteSetAt }: ScannedUpdate,
  deletes: IdRanges,
): Sliced<Uint8Array> {
  // Most that is typed: all of it is new, and nothing is deleted. The frame that it came in is not kept.
  const isTyped = deletes.isEmpty && update.length === deleteSetAt + 1;
  if (isTyped && blocks.every(({ client, slices }) => slices[0]?.clock === known.state(client)))
    return update.slice();
  if (update.length <= SHORT_BYTES_MAX) {
    const withoutDeletes = new Uint8Array(deleteSetAt + 1);
    withoutDeletes.set(update.subarray(0, deleteSetAt));
    const states = new Map<number, number>();
    for (const { client } of blocks) states.set(client, known.state(client));
    const structs = Y.diffUpdate(withoutDeletes, encodeStateVector(states));
    return encoding.encode((encoder) => {
      encoding.writeUint8Array(encoder, structs.subarray(0, structs.length - 1));
      deletes.write(encoder);
    });
  }
  const written: Uint8Array[] = [];
  let clients = 0;
  for (const block of blocks) {
    const structs = yield* newStructs(known, update, block);
    if (structs.length === 0) continue;
    clients++;
    written.push(...structs);
  }
  return encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, clients);
    for (const bytes of written) encoding.writeUint8Array(encoder, bytes);
    deletes.write(encoder);
  });
}

/** A block without what is known, a slice at a time: Yjs can only rewrite whole updates. */
function* newStructs(
  known: Knowledge,
  update: Uint8Array,
  { client, count, slices, end }: Block,
): Sliced<readonly Uint8Array[]> {
  const stateVector = encodeStateVector(new Map([[client, known.state(client)]]));
  const written: Uint8Array[] = [];
  let structs = 0;
  let clock: number | null = null;
  for (const [n, { position, clock: from }] of slices.entries()) {
    if (n > 0) yield;
    const slice = encoding.encode((encoder) => {
      encoding.writeVarUint(encoder, 1);
      encoding.writeVarUint(encoder, Math.min(SLICE_LENGTH, count - n * SLICE_LENGTH));
      encoding.writeVarUint(encoder, client);
      encoding.writeVarUint(encoder, from);
      encoding.writeUint8Array(encoder, update.subarray(position, (slices[n + 1] ?? end).position));
      encoding.writeVarUint(encoder, 0);
    });
    const decoder = decoding.createDecoder(Y.diffUpdate(slice, stateVector));
    if (decoding.readVarUint(decoder) === 0) continue;
    structs += decoding.readVarUint(decoder);
    decoding.readVarUint(decoder);
    const sliceClock = decoding.readVarUint(decoder);
    clock ??= sliceClock;
    written.push(decoder.arr.subarray(decoder.pos, decoder.arr.length - 1));
  }
  if (clock === null) return [];
  const header = encoding.createEncoder();
  for (const number of [structs, client, clock]) encoding.writeVarUint(header, number);
  return [encoding.toUint8Array(header), ...written];
}
