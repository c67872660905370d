import { hashSecret, newApiToken } from '#server/auth/secrets.ts';
import type { AccountStore } from '#server/ports/account-store.ts';
import type { Clock } from '#lib/core/clock.ts';
import { newId, type PersonId } from '#lib/core/ids.ts';
import type { Random } from '#lib/core/random.ts';

interface Deps {
  readonly accounts: AccountStore;
  readonly clock: Clock;
  readonly random: Random;
}

export interface NewToken {
  readonly personId: PersonId;
  readonly label: string;
  /** `null`: until it is deleted. */
  readonly expiresAtMs?: number | null;
}

/** An API token with exactly its person's rights. The token itself is returned once and never kept. */
export const createToken =
  ({ accounts, clock, random }: Deps) =>
  async ({
    personId,
    label,
    expiresAtMs = null,
  }: NewToken): Promise<{ readonly id: string; readonly token: string }> => {
    const token = newApiToken(random);
    const id = newId(random);
    await accounts.createApiToken({
      id,
      secretHash: hashSecret(token),
      personId,
      label,
      createdAtMs: clock.nowMs(),
      expiresAtMs,
    });
    return { id, token };
  };
