/** Updates as an attacker or a broken program would send them, from legitimate ones. */
import * as encoding from 'lib0/encoding';
import type { SeededRandom } from './seeded-random.ts';

type Mutation = (update: Uint8Array, random: SeededRandom, other: Uint8Array) => Uint8Array;

const join = (...parts: readonly Uint8Array[]): Uint8Array => {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
};

const flipBit: Mutation = (update, random) => {
  const copy = update.slice();
  const at = random.int(copy.length);
  copy[at] = (copy[at] ?? 0) ^ (1 << random.int(8));
  return copy;
};

const setByte: Mutation = (update, random) => {
  const copy = update.slice();
  copy[random.int(copy.length)] = random.int(256);
  return copy;
};

/** A small change of a small number: the neighbour's id, one client more, a length one less. */
const nudge: Mutation = (update, random) => {
  const copy = update.slice();
  const at = random.int(copy.length);
  copy[at] = ((copy[at] ?? 0) + (random.chance(0.5) ? 1 : 255)) & 127;
  return copy;
};

const cut: Mutation = (update, random) => {
  const from = random.int(update.length);
  return join(update.subarray(0, from), update.subarray(from + 1 + random.int(8)));
};

const truncate: Mutation = (update, random) => update.slice(0, random.int(update.length));

const trail: Mutation = (update, random) => join(update, random.bytes(1 + random.int(4)));

const splice: Mutation = (update, random, other) =>
  join(update.subarray(0, random.int(update.length)), other.subarray(random.int(other.length)));

const repeat: Mutation = (update, random) => {
  const from = random.int(update.length);
  const to = Math.min(update.length, from + 1 + random.int(12));
  return join(update.subarray(0, to), update.subarray(from));
};

/** The same number, written longer than needed. */
const overlong: Mutation = (update, random) => {
  const at = random.int(update.length);
  const byte = update[at] ?? 0;
  return join(update.subarray(0, at), Uint8Array.of(byte | 128, 0), update.subarray(at + 1));
};

const hugeNumber: Mutation = (update, random) => {
  const at = random.int(update.length);
  const number = encoding.encode((encoder) => encoding.writeVarUint(encoder, 2 ** (7 + random.int(46))));
  return join(update.subarray(0, at), number, update.subarray(at + 1));
};

const noise: Mutation = (_update, random) => random.bytes(1 + random.int(40));

const mutations: readonly Mutation[] = [
  ...[flipBit, setByte, nudge, nudge, cut, truncate, trail],
  ...[splice, repeat, overlong, hugeNumber, noise],
];

export function mutate(update: Uint8Array, other: Uint8Array, random: SeededRandom): Uint8Array {
  let mutated = update;
  for (let n = random.pick([1, 1, 1, 2, 3]); n > 0 && mutated.length > 0; n--) {
    mutated = random.pick(mutations)(mutated, random, other);
  }
  return mutated;
}

/** A well-formed update of one struct and one deletion with every field drawn at random. */
export function forge(
  clients: readonly number[],
  own: number,
  state: (client: number) => number,
  random: SeededRandom,
): Uint8Array {
  const id = (encoder: encoding.Encoder) => {
    const client = random.chance(0.2) ? own : random.pick(clients);
    encoding.writeVarUint(encoder, client);
    encoding.writeVarUint(encoder, random.int(state(client) + (random.chance(0.1) ? 3 : 0) || 1));
  };
  return encoding.encode((encoder) => {
    const structs = 1 + random.int(3);
    const author = random.chance(0.9) ? own : random.pick(clients);
    encoding.writeVarUint(encoder, 1);
    encoding.writeVarUint(encoder, structs);
    encoding.writeVarUint(encoder, author);
    encoding.writeVarUint(encoder, state(author) + (random.chance(0.05) ? 1 : 0));
    for (let n = structs; n > 0; n--) writeStruct(encoder, id, random);
    const deletes = random.int(3);
    encoding.writeVarUint(encoder, deletes);
    for (let n = deletes; n > 0; n--) {
      encoding.writeVarUint(encoder, random.pick(clients));
      encoding.writeVarUint(encoder, 1);
      encoding.writeVarUint(encoder, random.int(30));
      encoding.writeVarUint(encoder, 1 + random.int(5));
    }
  });
}

const NAMES = [
  'paragraph',
  'paragraph',
  'paragraph',
  'heading',
  'heading',
  'tableCell',
  'table',
  'doc',
  'text',
  'script',
  'constructor',
  '__proto__',
  '',
];
const KEYS = [
  'bold',
  'bold',
  'bold',
  'id',
  'id',
  'link',
  'insertion--a1B2c3D4',
  'ychange',
  'id',
  'level',
  'toString',
  '__proto__',
];
const JSONS = [
  'null',
  'true',
  '{}',
  '{"href":"javascript:alert(1)"}',
  '{"__proto__":{"x":1}}',
  '[[[[[[[]]]]]]]',
  '"x"',
  '{',
  '1e999',
  'null',
  '{}',
  '{}',
];

function writeStruct(
  encoder: encoding.Encoder,
  id: (encoder: encoding.Encoder) => void,
  random: SeededRandom,
): void {
  const kind = random.chance(0.1) ? random.int(11) : random.pick([0, 1, 4, 4, 6, 7, 7, 7, 8]);
  const flags = kind === 0 || kind === 10 ? 0 : random.pick([0, 0, 0x20, 0x40, 0x80, 0xc0, 0xa0]);
  encoding.writeUint8(encoder, kind | flags);
  if (kind !== 0 && kind !== 10) {
    if (flags & 0x80) id(encoder);
    if (flags & 0x40) id(encoder);
    if (!(flags & 0xc0)) {
      const byName = random.chance(0.5);
      encoding.writeVarUint(encoder, byName ? 1 : 0);
      if (byName) encoding.writeVarString(encoder, random.chance(0.8) ? 'body' : 'other');
      else id(encoder);
      if (flags & 0x20) encoding.writeVarString(encoder, random.pick(KEYS));
    }
  }
  switch (kind) {
    case 4:
      return encoding.writeVarString(
        encoder,
        random.pick(['x', 'x', 'two words', 'two words', '', 'é', '\u{1f469}']),
      );
    case 6:
      encoding.writeVarString(encoder, random.pick(KEYS));
      return encoding.writeVarString(encoder, random.pick(JSONS));
    case 7: {
      const type = random.pick([3, 3, 3, 6, 6, 0, 1, 2, 4, 5, 9]);
      encoding.writeVarUint(encoder, type);
      return type === 3 || type === 5 ? encoding.writeVarString(encoder, random.pick(NAMES)) : undefined;
    }
    case 8: {
      const depth = random.pick([0, 0, 0, 0, 0, 2, 3_000]);
      encoding.writeVarUint(encoder, 1);
      for (let n = depth; n > 0; n--) encoding.writeUint8Array(encoder, Uint8Array.of(117, 1));
      return encoding.writeAny(encoder, random.pick(['b1', 2, true, null, 0.5]));
    }
    default:
      return encoding.writeVarUint(encoder, 1 + random.int(4));
  }
}
