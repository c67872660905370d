import type { Clock } from '#lib/core/clock.ts';
import { limits } from '#lib/core/limits.ts';

/**
 * How often one address may try a secret: a bucket that refills, kept in memory only. Guessing 256
 * bits is hopeless anyway; this keeps trying from costing the database more than it costs the caller.
 * `true`: go on.
 */
export type Attempts = (address: string) => boolean;

interface Options {
  readonly clock: Clock;
  readonly burst?: number;
  readonly perMinute?: number;
  readonly addressesMax?: number;
}

export function createAttempts({
  clock,
  burst = limits.signInAttemptsBurst,
  perMinute = limits.signInAttemptsPerMinute,
  addressesMax = limits.signInAddressesMax,
}: Options): Attempts {
  const buckets = new Map<string, { left: number; atMs: number }>();
  return (address) => {
    const nowMs = clock.nowMs();
    const known = buckets.get(address);
    const refilled = known ? known.left + ((nowMs - known.atMs) / 60_000) * perMinute : burst;
    const left = Math.min(burst, refilled);
    // Set anew, so that the map's order is the order of last use and the oldest is forgotten first.
    buckets.delete(address);
    buckets.set(address, { left: Math.max(0, left - 1), atMs: nowMs });
    if (buckets.size > addressesMax) {
      const [oldest] = buckets.keys();
      if (oldest !== undefined) buckets.delete(oldest);
    }
    return left >= 1;
  };
}
