/**
 * What happens in a simulation, drawn from its seed and nothing else. Each operation carries its own seed,
 * so that the others stay what they are when one is left out.
 */
import { SeededRandom } from '../support/seeded-random.ts';
import type { ClientKind } from './clients.ts';

export interface Setup {
  readonly clients: readonly {
    readonly kind: ClientKind;
    readonly person: string;
    readonly document: number;
  }[];
  /** Rows that are in each log before anybody comes: long ones are condensed and packed. */
  readonly rows: readonly number[];
}

/** How often each operation is drawn, beside the others. */
const weights = {
  edit: 30,
  burst: 8,
  presence: 5,
  paste: 0.7,
  cut: 5,
  'go-offline': 3,
  'come-online': 3,
  stall: 2,
  freeze: 0.7,
  reload: 2,
  crash: 3,
  shutdown: 1.5,
  'fail-storage': 3,
  'fail-one-room': 3,
  'slow-storage': 1,
  'fail-reads': 0.4,
  'heal-storage': 5,
  withdraw: 3,
  'give-back': 3,
  lock: 2,
  unlock: 3,
  'sign-out': 1,
  elsewhere: 1,
  'server-edit': 1.5,
  'open-twice': 0.7,
  wait: 2,
} as const;

export type OperationKind = keyof typeof weights;

export interface Operation {
  readonly kind: OperationKind;
  /** Whom or what it concerns: the client or the document with this number, modulo how many there are. */
  readonly at: number;
  readonly seed: number;
  /** Until the next one. */
  readonly gapMs: number;
}

export interface Schedule {
  /** Of everything that is not an operation: delays, ids, what the server draws. */
  readonly seed: number;
  readonly setup: Setup;
  readonly operations: readonly Operation[];
}

export const documents = ['doc-one', 'doc-two'] as const;

export function drawSchedule(seed: number, operations: number): Schedule {
  const random = new SeededRandom(Math.imul(seed, 0x9e37_79b1) ^ 0x5bd1_e995);
  const setup = drawSetup(random);
  // Some runs are a rush, some are slow, and most failures of one run are of few kinds.
  const pace = random.pick([0.2, 1, 1, 3]);
  const kinds = drawKinds(random);
  return {
    seed,
    setup,
    operations: Array.from({ length: operations }, () => ({
      kind: random.pick(kinds),
      at: random.int(1_000),
      seed: random.int(0x7fff_ffff),
      gapMs: Math.round(random.pick([0, 0, 1, 5, 20, 50, 150, 600]) * pace),
    })),
  };
}

function drawSetup(random: SeededRandom): Setup {
  const kinds: readonly ClientKind[] = ['tandem', 'tandem', 'tandem', 'stock', 'hostile'];
  const others = Array.from({ length: random.int(3) }, (_, n) => {
    const kind = random.pick(kinds);
    return {
      kind,
      person: kind === 'hostile' ? 'mallory' : random.pick(['ada', 'bob', 'eve', `guest-${n}`]),
      document: random.int(documents.length),
    };
  });
  return {
    clients: [
      { kind: 'tandem', person: 'ada', document: 0 },
      { kind: 'tandem', person: 'bob', document: 0 },
      ...others,
    ],
    rows: documents.map(() => (random.chance(0.015) ? 190 + random.int(30) : random.chance(0.03) ? 60 : 0)),
  };
}

/** A bag to draw from: edits are always in it, each disturbance in half of the runs. */
function drawKinds(random: SeededRandom): OperationKind[] {
  const always: readonly OperationKind[] = ['edit', 'burst', 'presence', 'wait'];
  const healers: readonly OperationKind[] = ['come-online', 'heal-storage', 'give-back', 'unlock'];
  return (Object.keys(weights) as OperationKind[]).flatMap((kind) => {
    const isIn = always.includes(kind) || healers.includes(kind) || random.chance(0.5);
    return isIn ? Array.from({ length: Math.ceil(weights[kind] * 10) }, () => kind) : [];
  });
}
