import { randomBytes } from 'node:crypto';
import type { Random } from '#lib/core/random.ts';

/** The operating system's cryptographic randomness. */
export const systemRandom: Random = { bytes: (count) => randomBytes(count) };
