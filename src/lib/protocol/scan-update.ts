/**
 * Reads the bytes of a Yjs update (version 1) into plain records, without Yjs. A forged update of
 * seven bytes makes Yjs allocate 256 MB, a nested value overflows its stack: nothing that came over
 * the wire reaches Yjs before it has passed here.
 */
import { ok, problem, type Result } from '#lib/core/result.ts';
import { ByteReader, MalformedError } from './byte-reader.ts';

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

export interface ScannedUpdate {
  /** Structs of each client, clocks without a gap, clients distinct. */
  readonly blocks: readonly (readonly Struct[])[];
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

export function scanUpdate(bytes: Uint8Array): Result<ScannedUpdate> {
  const reader = new ByteReader(bytes);
  try {
    const blocks = readBlocks(reader);
    const deleteSetAt = reader.position;
    const deletes = readDeletes(reader);
    reader.end();
    return ok({ blocks, deletes, deleteSetAt });
  } catch (error) {
    if (error instanceof ForbiddenContentError)
      return problem(FORBIDDEN_CONTENT, 'a kind that no text holds');
    if (error instanceof MalformedError) return problem('malformed', error.message);
    throw error;
  }
}

function readBlocks(reader: ByteReader): readonly (readonly Struct[])[] {
  const blocks: Struct[][] = [];
  const seen = new Set<number>();
  for (let n = reader.count(); n > 0; n--) {
    const count = reader.count();
    if (count === 0) throw new MalformedError('empty block');
    const client = readClient(reader);
    if (seen.has(client)) throw new MalformedError('client twice');
    seen.add(client);
    let clock = reader.varUint();
    const structs: Struct[] = [];
    for (let i = 0; i < count; i++) {
      const struct = readStruct(reader, client, clock);
      clock += struct.length;
      if (struct.length === 0 || clock > CLOCK_MAX) throw new MalformedError('impossible length');
      structs.push(struct);
    }
    blocks.push(structs);
  }
  return blocks;
}

function readStruct(reader: ByteReader, client: number, clock: number): Struct {
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

function readDeletes(reader: ByteReader): readonly DeletedRange[] {
  const deletes: DeletedRange[] = [];
  for (let n = reader.count(); n > 0; n--) {
    const client = readClient(reader);
    for (let ranges = reader.count(); ranges > 0; ranges--) {
      const clock = reader.varUint();
      const length = reader.varUint();
      if (length === 0 || clock + length > CLOCK_MAX) throw new MalformedError('impossible length');
      deletes.push({ client, clock, length });
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
