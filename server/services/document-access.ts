import type { DocumentId, PartnershipId, PersonId, WorkId } from '#lib/core/ids.ts';
import { ok, type Result } from '#lib/core/result.ts';
import type { WorkState } from '#lib/domain/deliverable/work.ts';
import type { Principal } from '#lib/domain/partnership/member.ts';
import type { CountryCode, LanguageTag } from '#lib/domain/partnership/organisation.ts';
import { can, mayLock, rightOn, type RightReason } from '#lib/domain/partnership/policy.ts';
import type { DocumentLock, Member, PartnershipStore } from '#server/ports/partnership-store.ts';
import type { FindDocument } from './find-document.ts';

/** Who may do what on a text, and why: the policy's own answer for everybody, never a second one. */
export interface DocumentAccess {
  readonly documentId: DocumentId;
  readonly workId: WorkId;
  readonly partnershipId: PartnershipId;
  readonly language: LanguageTag | null;
  readonly ownerCountry: CountryCode | null;
  readonly state: WorkState;
  readonly lock: DocumentLock | null;
  /** Of who asks. */
  readonly own: RightReason;
  readonly mayLock: boolean;
  /** May invite people and change their roles. */
  readonly mayManagePeople: boolean;
  /** By name. */
  readonly people: readonly PersonWithAccess[];
}

export interface PersonWithAccess {
  readonly id: PersonId;
  readonly name: string;
  readonly organisation: string | null;
  readonly country: CountryCode | null;
  readonly reason: RightReason;
}

export const documentAccess =
  ({
    partnerships,
    findDocument,
  }: {
    readonly partnerships: PartnershipStore;
    readonly findDocument: FindDocument;
  }) =>
  async (principal: Principal | null, documentId: DocumentId): Promise<Result<DocumentAccess>> => {
    const found = await findDocument(principal, documentId, 'read');
    if (!found.ok) return found;
    const { entry, meta, reason } = found.value;
    const { work } = entry;
    const [members, organisations, lock] = await Promise.all([
      partnerships.members(work.partnershipId),
      partnerships.organisations(work.partnershipId),
      partnerships.lockOf(documentId),
    ]);
    const organisationOf = new Map(organisations.map((it) => [it.id, it]));
    const people = members.flatMap((member): PersonWithAccess[] => {
      const right = rightOn(asPrincipal(member), work, meta);
      const organisation = organisationOf.get(member.organisationId ?? '');
      if (!right) return [];
      return [
        {
          id: member.personId,
          name: member.name,
          organisation: organisation?.name ?? null,
          country: organisation?.country ?? null,
          reason: right,
        },
      ];
    });
    return ok({
      documentId,
      workId: work.id,
      partnershipId: work.partnershipId,
      language: meta.language,
      ownerCountry: work.ownerCountry,
      state: work.state,
      lock,
      own: reason,
      mayLock: mayLock(principal, work, meta),
      mayManagePeople: can(principal, 'people.manage', work.partnershipId),
      people,
    });
  };

/** A member as the policy knows people. */
const asPrincipal = ({ personId, partnershipId, organisationId, grants }: Member): Principal => ({
  personId,
  operator: false,
  memberships: [{ partnershipId, organisationId, country: null, grants }],
});
