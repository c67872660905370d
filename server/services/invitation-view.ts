import type { AccountStore } from '#server/ports/account-store.ts';
import type { Invitation } from '#server/ports/invitation-store.ts';
import type { PersonId } from '#lib/core/ids.ts';
import type { Grant } from '#lib/domain/partnership/member.ts';

/** An invitation as those who look after people see it: all but its secret. */
export interface InvitationView {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly locale: string | null;
  readonly organisationId: string | null;
  readonly grants: readonly Grant[];
  /** Name; `null`: whoever it was has left. */
  readonly invitedBy: string | null;
  readonly createdAtMs: number;
  readonly expiresAtMs: number;
  readonly expired: boolean;
}

export const viewOf = (
  { id, email, name, locale, organisationId, grants, invitedBy, createdAtMs, expiresAtMs }: Invitation,
  names: ReadonlyMap<PersonId, string>,
  nowMs: number,
): InvitationView => ({
  id,
  email,
  name,
  locale,
  organisationId,
  grants,
  invitedBy: (invitedBy !== null && names.get(invitedBy)) || null,
  createdAtMs,
  expiresAtMs,
  expired: expiresAtMs <= nowMs,
});

export async function inviterNames(
  accounts: AccountStore,
  invitations: readonly Invitation[],
): Promise<ReadonlyMap<PersonId, string>> {
  const ids = new Set(invitations.flatMap(({ invitedBy }) => invitedBy ?? []));
  const found = await Promise.all([...ids].map((id) => accounts.person(id)));
  return new Map(found.flatMap((person) => (person ? [[person.id, person.name] as const] : [])));
}
