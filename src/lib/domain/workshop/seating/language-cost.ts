import { weights } from './seating-weights.ts';

/** As in int-array.ts; here because it is called a hundred million times, and a test runner looks imports up each time. */
const at = (array: Int32Array, index: number): number => array[index] as number;

/** Languages as bits, of each person and of an empty chair, which understands all and speaks none. */
export interface Tongues {
  readonly understands: Int32Array;
  readonly speaks: Int32Array;
}

/** Seats of one table, `from` to before `to`; on the seat `insteadOf`, if any, `person` is thought to sit. */
export interface SeatRange {
  readonly sitting: Int32Array;
  from: number;
  to: number;
  insteadOf: number;
  person: number;
}

const sitsOn = (range: SeatRange, seat: number): number =>
  seat === range.insteadOf ? range.person : at(range.sitting, seat);

/**
 * What a table's languages cost, for the best of those announced, or of all where none is: so much for each
 * person who has a buddy (somebody here who understands it and shares a language with them), and much more for each
 * who has none.
 */
export function languageCost(tongues: Tongues, announced: number, range: SeatRange): number {
  const { understands, speaks } = tongues;
  let candidates = announced;
  if (announced === 0)
    for (let seat = range.from; seat < range.to; seat++) candidates |= at(speaks, sitsOn(range, seat));
  // Nobody here has a language that anybody else has.
  if (candidates === 0) candidates = 1;
  let best = Infinity;
  while (candidates !== 0) {
    const language = candidates & -candidates;
    candidates ^= language;
    // What those who understand it also speak: a buddy's languages.
    let within = 0;
    for (let seat = range.from; seat < range.to; seat++) {
      const spoken = at(speaks, sitsOn(range, seat));
      if ((spoken & language) !== 0) within |= spoken;
    }
    let cost = 0;
    for (let seat = range.from; seat < range.to; seat++) {
      const understood = at(understands, sitsOn(range, seat));
      if ((understood & language) === 0)
        cost += (understood & within) === 0 ? weights.leftOut : weights.buddy;
    }
    if (cost < best) best = cost;
  }
  return best;
}
