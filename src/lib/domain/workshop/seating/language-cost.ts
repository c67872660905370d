import { at } from './int-array.ts';
import type { SeatingProblem } from './seating-problem.ts';
import { weights } from './seating-weights.ts';

/**
 * What a table's languages cost: nothing where all understand one; else, for the best language, so much for each
 * person who has a buddy (somebody here who understands it and shares a language with them), and much more for each
 * who has none. `insteadOf` is a seat on which `person` is thought to sit.
 */
export function languageCost(
  { understands, speaks }: SeatingProblem,
  sitting: Int32Array,
  from: number,
  to: number,
  announced: number,
  insteadOf: number,
  person: number,
): number {
  let shared = announced === 0 ? -1 : announced;
  let spoken = 0;
  for (let s = from; s < to; s++) {
    const each = s === insteadOf ? person : at(sitting, s);
    if (each < 0) continue;
    shared &= at(understands, each);
    spoken |= at(speaks, each);
  }
  if (shared !== 0) return 0;

  let candidates = announced === 0 ? spoken : announced;
  let best = Infinity;
  // Nobody here has a language that anybody else has.
  if (candidates === 0) candidates = 1;
  while (candidates !== 0) {
    const language = candidates & -candidates;
    candidates ^= language;
    let cost = 0;
    for (let s = from; s < to && cost < best; s++) {
      const each = s === insteadOf ? person : at(sitting, s);
      if (each < 0 || (at(understands, each) & language) !== 0) continue;
      let hasBuddy = false;
      for (let o = from; o < to && !hasBuddy; o++) {
        const other = o === insteadOf ? person : at(sitting, o);
        if (other < 0) continue;
        const theirs = at(speaks, other);
        hasBuddy = (theirs & language) !== 0 && (theirs & at(understands, each)) !== 0;
      }
      cost += hasBuddy ? weights.buddy : weights.leftOut;
    }
    if (cost < best) best = cost;
  }
  return best;
}
