import { createHash } from 'node:crypto';
import type { Random } from '#lib/core/random.ts';

/**
 * Secrets that open something: links, API tokens, sessions. At rest there is only their SHA-256:
 * they are random, so a slow hash would add nothing, and a stolen database opens nothing.
 */
const SECRET_BYTES = 32;

/** Longer input is not one of ours and is not worth hashing. */
export const SECRET_LENGTH_MAX = 128;

export const newSecret = (random: Random): string =>
  Buffer.from(random.bytes(SECRET_BYTES)).toString('base64url');

export const hashSecret = (secret: string): string => createHash('sha256').update(secret).digest('hex');

/** Says what it is to secret scanners and to whoever finds it in a file. */
const TOKEN_PREFIX = 'tdm_';

export const newApiToken = (random: Random): string => TOKEN_PREFIX + newSecret(random);

/** The token of an `Authorization` header; `null` when it carries none of ours. */
export function bearerTokenIn(authorization: string): string | null {
  const token = /^Bearer +(\S+)$/i.exec(authorization)?.[1];
  return token?.startsWith(TOKEN_PREFIX) && token.length <= SECRET_LENGTH_MAX ? token : null;
}
