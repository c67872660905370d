import type { OrganisationId, PartnershipId, PersonId } from '#lib/core/ids.ts';
import type { Grant } from '#lib/domain/partnership/member.ts';
import type { Person } from './account-store.ts';

/** Who was asked into a partnership. Secrets are stored as SHA-256 only. Contract: tests/contracts/invitation-store.ts. */
export interface InvitationStore {
  /**
   * One transaction: of several at once to one address, one is stored. Those that wait are neither accepted
   * nor expired; an expired one to the same address gives way, so that it cannot be renewed beside this one.
   */
  create(invitation: Invitation, pendingMax: number): Promise<CreationOutcome>;
  /** Those that nobody has accepted, expired ones too, newest first. */
  pending(partnershipId: PartnershipId): Promise<readonly Invitation[]>;
  bySecret(secretHash: string): Promise<Invitation | null>;
  /** A new secret and a new end; the old secret opens nothing from then on. False: gone or accepted. */
  renew(id: string, renewal: Pick<Invitation, 'secretHash' | 'expiresAtMs'>): Promise<boolean>;
  /** False: gone or accepted. */
  withdraw(id: string): Promise<boolean>;
  /**
   * One transaction: uses the invitation up, creates the person when they are new (with their password),
   * and makes them a member. Of several at once one succeeds. Who is a member already keeps their roles,
   * and the invitation is used up.
   */
  accept(acceptance: Acceptance): Promise<AcceptanceOutcome>;
  /** Those that ended before: accepted, or expired. */
  deleteEndedBefore(atMs: number): Promise<void>;
}

export interface Invitation {
  readonly id: string;
  readonly partnershipId: PartnershipId;
  readonly secretHash: string;
  readonly email: string;
  readonly name: string;
  readonly locale: string | null;
  readonly organisationId: OrganisationId | null;
  readonly grants: readonly Grant[];
  /** `null`: whoever invited has left. */
  readonly invitedBy: PersonId | null;
  readonly createdAtMs: number;
  readonly expiresAtMs: number;
  readonly acceptedAtMs: number | null;
}

/** Nothing is stored by the last two. Addresses are compared regardless of case. */
export type CreationOutcome = 'stored' | 'already-invited' | 'too-many';

/** `email-taken`: a new person's address has an account by now; nothing was stored. */
export type AcceptanceOutcome =
  'accepted' | 'unknown' | 'used' | 'expired' | 'email-taken' | 'already-member';

export interface Acceptance {
  readonly secretHash: string;
  readonly atMs: number;
  readonly who:
    | { readonly kind: 'known'; readonly personId: PersonId }
    | { readonly kind: 'new'; readonly person: Person; readonly passwordHash: string };
}
