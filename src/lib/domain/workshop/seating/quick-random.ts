import type { Random } from '#lib/core/random.ts';

/** A whole number 0 ≤ n < `below`. */
export type Draw = (below: number) => number;

/**
 * A search draws half a million numbers: the port gives the seed, a generator of 32 bits the rest
 * (xorshift32, Marsaglia 2003; its low bits are weak, so the high ones are scaled).
 */
export function drawsFrom(random: Random): Draw {
  let state = 0;
  for (const byte of random.bytes(4)) state = (state << 8) | byte;
  if (state === 0) state = 0x9e3779b9;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return Math.floor(((state >>> 0) / 4_294_967_296) * below);
  };
}
