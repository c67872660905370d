import { argon2, timingSafeEqual } from 'node:crypto';
import { limits } from '#lib/core/limits.ts';
import type { Random } from '#lib/core/random.ts';
import { ok, problem, type Result } from '#lib/core/result.ts';
import { normalPassword } from '#lib/domain/account/password.ts';

/**
 * Passwords as argon2id hashes (RFC 9106) in PHC strings, with the parameters that OWASP advises: 19 MiB,
 * two passes, one lane. A hash made with others is still understood, and replaced at the next sign-in.
 */
export interface Passwords {
  /** Problem: `overloaded`. */
  hash(password: string): Promise<Result<string>>;
  /**
   * Whether it is the password of this hash; without a hash the same work is done for nothing, so that
   * the time taken does not tell whether an account exists. Problem: `overloaded`.
   */
  verify(password: string, stored: string | null): Promise<Result<Verified>>;
}

export interface Verified {
  readonly matches: boolean;
  /** True: made with other parameters than today's; hash the password anew. */
  readonly outdated: boolean;
}

interface Parameters {
  readonly memory: number;
  readonly passes: number;
  readonly parallelism: number;
}

export interface PasswordOptions {
  readonly random: Random;
  /** Memory in KiB. */
  readonly parameters?: Parameters;
  readonly atOnceMax?: number;
  readonly waitingMax?: number;
}

export const PASSWORD_PARAMETERS: Parameters = { memory: 19_456, passes: 2, parallelism: 1 };
const SALT_BYTES = 16;
const HASH_BYTES = 32;

export function createPasswords({
  random,
  parameters = PASSWORD_PARAMETERS,
  atOnceMax = limits.passwordHashesMax,
  waitingMax = limits.passwordHashesWaitingMax,
}: PasswordOptions): Passwords {
  const take = queue(atOnceMax, waitingMax);
  const derive = async (password: string, salt: Uint8Array, how: Parameters): Promise<Result<Buffer>> => {
    const done = await take();
    if (!done) return problem('overloaded');
    try {
      return ok(await argon2id(password, salt, how));
    } finally {
      done();
    }
  };
  return {
    async hash(password) {
      const salt = random.bytes(SALT_BYTES);
      const hash = await derive(password, salt, parameters);
      return hash.ok ? ok(phcString({ ...parameters, salt, hash: hash.value })) : hash;
    },
    async verify(password, stored) {
      const known = stored === null ? null : readPhc(stored);
      const { salt, ...how } = known ?? { salt: new Uint8Array(SALT_BYTES), ...parameters };
      const hash = await derive(password, salt, how);
      if (!hash.ok) return hash;
      return ok({
        matches: known !== null && timingSafeEqual(hash.value, known.hash),
        outdated: known !== null && !same(known, parameters),
      });
    },
  };
}

const argon2id = (password: string, salt: Uint8Array, { memory, passes, parallelism }: Parameters) =>
  new Promise<Buffer>((resolve, reject) => {
    argon2(
      'argon2id',
      { message: normalPassword(password), nonce: salt, memory, passes, parallelism, tagLength: HASH_BYTES },
      (error, hash) => (error ? reject(error) : resolve(hash)),
    );
  });

/** A turn when one is free, in the order of asking; `null`: too many wait already. */
function queue(atOnceMax: number, waitingMax: number): () => Promise<(() => void) | null> {
  let running = 0;
  const waiting: (() => void)[] = [];
  const release = () => {
    const next = waiting.shift();
    if (next) next();
    else running -= 1;
  };
  return async () => {
    if (running >= atOnceMax) {
      if (waiting.length >= waitingMax) return null;
      // Whoever leaves hands the turn over: `running` stays as it is.
      await new Promise<void>((turn) => waiting.push(turn));
    } else running += 1;
    return release;
  };
}

interface StoredHash extends Parameters {
  readonly salt: Uint8Array;
  readonly hash: Uint8Array;
}

/** `$argon2id$v=19$m=19456,t=2,p=1$SALT$HASH`, base 64 without padding. */
const phcString = ({ memory, passes, parallelism, salt, hash }: StoredHash): string =>
  `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$${base64(salt)}$${base64(hash)}`;

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64').replace(/=+$/, '');

/** `null`: not one of ours, which matches nothing. */
function readPhc(stored: string): StoredHash | null {
  const found = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([\w+/]+)\$([\w+/]+)$/.exec(stored);
  if (!found) return null;
  const [, memory, passes, parallelism, salt = '', hash = ''] = found;
  const read: StoredHash = {
    memory: Number(memory),
    passes: Number(passes),
    parallelism: Number(parallelism),
    salt: Buffer.from(salt, 'base64'),
    hash: Buffer.from(hash, 'base64'),
  };
  return read.hash.byteLength === HASH_BYTES ? read : null;
}

const same = (a: Parameters, b: Parameters): boolean =>
  a.memory === b.memory && a.passes === b.passes && a.parallelism === b.parallelism;
