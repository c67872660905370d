import type { Grant } from '#lib/domain/partnership/member.ts';

/** A member as the people page shows them; the address only to who may invite. */
export interface MemberView {
  readonly personId: string;
  readonly name: string;
  readonly email: string | null;
  readonly organisationId: string | null;
  readonly country: string | null;
  readonly grants: readonly Grant[];
  readonly self: boolean;
  readonly may: { readonly change: boolean; readonly remove: boolean };
  readonly lastCoordinator: boolean;
}

export interface InvitationRow {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly organisationId: string | null;
  readonly grants: readonly Grant[];
  readonly invitedBy: string | null;
  readonly expiresAtMs: number;
  readonly expired: boolean;
}
