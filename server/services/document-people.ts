import type { DocumentId, PersonId } from '#lib/core/ids.ts';
import { ok, type Result } from '#lib/core/result.ts';
import { memberOf } from '#lib/domain/partnership/policy.ts';
import type { Principal } from '#lib/domain/partnership/member.ts';
import type { PartnershipStore } from '#server/ports/partnership-store.ts';
import type { FindDocument } from './find-document.ts';

/** Somebody who can be mentioned in a text: a name and where they work, nothing else. */
export interface MentionablePerson {
  readonly id: PersonId;
  readonly name: string;
  readonly organisation: string | null;
}

interface Deps {
  readonly findDocument: FindDocument;
  readonly partnerships: PartnershipStore;
}

/**
 * The people of the text's partnership, for mentions and for showing those that are there. Members
 * only: whoever reads a text by another way learns nobody's name. Errors: those of `findDocument`.
 */
export const documentPeople =
  ({ findDocument, partnerships }: Deps) =>
  async (
    principal: Principal | null,
    documentId: DocumentId,
  ): Promise<Result<readonly MentionablePerson[]>> => {
    const found = await findDocument(principal, documentId, 'read');
    if (!found.ok) return found;
    const { partnershipId } = found.value.entry.work;
    if (!memberOf(principal, partnershipId)) return ok([]);
    const [members, organisations] = await Promise.all([
      partnerships.members(partnershipId),
      partnerships.organisations(partnershipId),
    ]);
    const names = new Map(organisations.map(({ id, name }) => [id, name]));
    return ok(
      members.map(({ personId, name, organisationId }) => ({
        id: personId,
        name,
        organisation: organisationId === null ? null : (names.get(organisationId) ?? null),
      })),
    );
  };
