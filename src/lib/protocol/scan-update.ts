/**
 * Reads the bytes of a Yjs update (version 1) into plain records, without Yjs. A forged update of
 * seven bytes makes Yjs allocate 256 MB, a nested value overflows its stack: nothing that came over
 * the wire reaches Yjs before it has passed here.
 */
import { ok, problem, type Result } from '#lib/core/result.ts';
import { ByteReader, MalformedError } from './byte-reader.ts';
import { SLICE_LENGTH, type Sliced } from './sliced.ts';

export interface Id {
  readonly client: number;
  readonly clock: number;
}

/** Content kinds as Yjs numbers them. */
export const contentKinds = {
  gc: 0,
  deleted: 1,
  json: 2,
  binary: 3,
  string: 4,
  embed: 5,
  format: 6,
  type: 7,
  any: 8,
  subdocument: 9,
  skip: 10,
} as const;

/** Shared types as Yjs numbers them. */
export const sharedTypes = { xmlElement: 3, xmlText: 6 } as const;
const XML_HOOK = 5;
const SHARED_TYPES_MAX = 6;

export interface Struct {
  readonly client: number;
  readonly clock: number;
  readonly length: number;
  /** One of `contentKinds`. */
  readonly kind: number;
  readonly origin: Id | null;
  readonly rightOrigin: Id | null;
  /** Name of the shared type, id of the item that holds the parent, or `null`: that of its neighbours. */
  readonly parent: string | Id | null;
  readonly parentSub: string | null;
  /** Formatting key, or node name. */
  readonly name: string;
  /** For `type`: which shared type. */
  readonly sharedType: number;
  /** For `any`: the values; for `format`: the one value. */
  readonly values: readonly unknown[];
}

export interface DeletedRange {
  readonly client: number;
  readonly clock: number;
  readonly length: number;
}

/**
 * The structs of one client, clocks without a gap. They stay bytes until each is placed: kept as
 * records, those of a long update would fill the memory that the garbage collector has to walk.
 */
export interface Block {
  readonly client: number;
  readonly count: number;
  /** Every `SLICE_LENGTH`-th struct. */
  readonly slices: readonly { readonly position: number; readonly clock: number }[];
  /** Where the last struct ends. */
  readonly end: { readonly position: number; readonly clock: number };
}

export interface ScannedUpdate {
  /** Clients distinct. */
  readonly blocks: readonly Block[];
  readonly deletes: readonly DeletedRange[];
  /** Where the delete set begins. */
  readonly deleteSetAt: number;
}

/** Yjs draws 32 random bits. */
const CLIENT_ID_MAX = 0xffff_ffff;
/** Far above any text, far below where adding loses precision. */
const CLOCK_MAX = 2 ** 40;

const ORIGIN = 0b1000_0000;
const RIGHT_ORIGIN = 0b0100_0000;
const PARENT_SUB = 0b0010_0000;
export const FORBIDDEN_CONTENT = 'forbidden-content';
const NO_VALUES: readonly unknown[] = [];

export function* scanUpdate(bytes: Uint8Array): Sliced<Result<ScannedUpdate>> {
  const reader = new ByteReader(bytes);
  try {
    const blocks = yield* readBlocks(reader);
    const deleteSetAt = reader.position;
    const deletes = yield* readDeletes(reader);
    reader.end();
    return ok({ blocks, deletes, deleteSetAt });
  } catch (error) {
    if (error instanceof ForbiddenContentError)
      return problem(FORBIDDEN_CONTENT, 'a kind that no text holds');
    if (error instanceof MalformedError) return problem('malformed', error.message);
    throw error;
  }
}

function* readBlocks(reader: ByteReader): Sliced<readonly Block[]> {
  const blocks: Block[] = [];
  let read = 0;
  // Yjs writes the highest client first and relies on it when it merges updates: another order, or a
  // client that comes twice, would spoil what others in the same tick have written.
  let previous = Infinity;
  for (let n = reader.count(); n > 0; n--) {
    const count = reader.count();
    if (count === 0) throw new MalformedError('empty block');
    const client = readClient(reader);
    if (client >= previous) throw new MalformedError('clients out of order');
    previous = client;
    let clock = reader.varUint();
    const slices: { readonly position: number; readonly clock: number }[] = [];
    for (let i = 0; i < count; i++) {
      if (i % SLICE_LENGTH === 0) slices.push({ position: reader.position, clock });
      if (++read % SLICE_LENGTH === 0) yield;
      const struct = readStruct(reader, client, clock);
      clock += struct.length;
      if (struct.length === 0 || clock > CLOCK_MAX) throw new MalformedError('impossible length');
    }
    blocks.push({ client, count, slices, end: { position: reader.position, clock } });
  }
  return blocks;
}

export function readStruct(reader: ByteReader, client: number, clock: number): Struct {
  const info = reader.byte();
  const kind = info & 31;
  if (kind === contentKinds.gc || kind === contentKinds.skip) {
    if (info !== kind) throw new MalformedError('unknown flags');
    const length = reader.varUint();
    return struct(client, clock, kind, null, null, null, null, { length });
  }
  const origin = (info & ORIGIN) > 0 ? readId(reader) : null;
  const rightOrigin = (info & RIGHT_ORIGIN) > 0 ? readId(reader) : null;
  let parent: string | Id | null = null;
  let parentSub: string | null = null;
  if (!origin && !rightOrigin) {
    const byName = reader.varUint();
    if (byName > 1) throw new MalformedError('unknown parent');
    parent = byName === 1 ? reader.string() : readId(reader);
    if ((info & PARENT_SUB) > 0) parentSub = reader.string();
  }
  return struct(client, clock, kind, origin, rightOrigin, parent, parentSub, readContent(reader, kind));
}

interface Content {
  readonly length: number;
  readonly name?: string;
  readonly sharedType?: number;
  readonly values?: readonly unknown[];
}

function readContent(reader: ByteReader, kind: number): Content {
  switch (kind) {
    case contentKinds.deleted:
      return { length: reader.varUint() };
    case contentKinds.string:
      return { length: reader.string().length };
    case contentKinds.format:
      return { length: 1, name: reader.string(), values: [reader.json()] };
    case contentKinds.any: {
      const values: unknown[] = [];
      reader.beginValue();
      for (let n = reader.count(); n > 0; n--) values.push(reader.any());
      return { length: values.length, values };
    }
    case contentKinds.type: {
      const sharedType = reader.varUint();
      if (sharedType > SHARED_TYPES_MAX) throw new MalformedError('unknown shared type');
      const named = sharedType === sharedTypes.xmlElement || sharedType === XML_HOOK;
      return { length: 1, sharedType, name: named ? reader.string() : '' };
    }
    case contentKinds.json:
    case contentKinds.binary:
    case contentKinds.embed:
    case contentKinds.subdocument:
      // No kind of document has these; their bytes are not even looked at.
      throw new ForbiddenContentError();
    default:
      throw new MalformedError('unknown content');
  }
}

/** Well-formed Yjs perhaps, but nothing that Tandem's documents hold. */
class ForbiddenContentError extends Error {
  override name = 'ForbiddenContentError';
}

function* readDeletes(reader: ByteReader): Sliced<readonly DeletedRange[]> {
  const deletes: DeletedRange[] = [];
  for (let n = reader.count(); n > 0; n--) {
    const client = readClient(reader);
    let end = 0;
    for (let ranges = reader.count(); ranges > 0; ranges--) {
      const clock = reader.varUint();
      const length = reader.varUint();
      if (length === 0 || clock + length > CLOCK_MAX) throw new MalformedError('impossible length');
      // As Yjs writes them; a set built backwards would cost the square of its size.
      if (clock < end) throw new MalformedError('deletions out of order');
      end = clock + length;
      deletes.push({ client, clock, length });
      if (deletes.length % SLICE_LENGTH === 0) yield;
    }
  }
  return deletes;
}

const readId = (reader: ByteReader): Id => ({ client: readClient(reader), clock: reader.varUint() });

function readClient(reader: ByteReader): number {
  const client = reader.varUint();
  if (client > CLIENT_ID_MAX) throw new MalformedError('impossible client id');
  return client;
}

// One place that makes them, so that all have one shape and stay fast.
const struct = (
  client: number,
  clock: number,
  kind: number,
  origin: Id | null,
  rightOrigin: Id | null,
  parent: string | Id | null,
  parentSub: string | null,
  content: Content,
): Struct => ({
  client,
  clock,
  length: content.length,
  kind,
  origin,
  rightOrigin,
  parent,
  parentSub,
  name: content.name ?? '',
  sharedType: content.sharedType ?? -1,
  values: content.values ?? NO_VALUES,
});
