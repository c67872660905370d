import type { PartnershipId } from '#lib/core/ids.ts';
import { ok, type Result } from '#lib/core/result.ts';
import type { Deliverable } from '#lib/domain/deliverable/work.ts';
import type { Principal } from '#lib/domain/partnership/member.ts';
import type { Organisation } from '#lib/domain/partnership/organisation.ts';
import { can, mayBegin, rightOn, type Right } from '#lib/domain/partnership/policy.ts';
import type {
  Member,
  Partnership,
  PartnershipStore,
  WorkWithDocuments,
} from '#server/ports/partnership-store.ts';
import type { FindPartnership } from './find-partnership.ts';

/** A partnership as one of its members sees it: what the home, partners and deliverables pages show. */
export interface PartnershipOverview {
  readonly partnership: Partnership;
  readonly organisations: readonly Organisation[];
  readonly members: readonly Member[];
  readonly deliverables: readonly Deliverable[];
  /** Works with only those language versions that the reader may read, each with the reader's right. */
  readonly works: readonly (Omit<WorkWithDocuments, 'documents'> & {
    /** Short name of the deliverable it belongs to, such as `D1`. */
    readonly code: string | null;
    readonly documents: readonly (WorkWithDocuments['documents'][number] & { readonly right: Right })[];
    /** Languages of the partnership that the text does not have yet, and that the reader may begin. */
    readonly toBegin: readonly string[];
  })[];
  readonly may: { readonly createWork: boolean };
}

/** Works with those language versions that somebody may read; none without one. */
export const readableWorks = (principal: Principal | null, works: readonly WorkWithDocuments[]) =>
  works
    .map((entry) => ({
      ...entry,
      documents: entry.documents.flatMap((document) => {
        const reason = rightOn(principal, entry.work, document);
        return reason ? [{ ...document, right: reason.right }] : [];
      }),
    }))
    .filter((entry) => entry.documents.length > 0);

export const partnershipOverview =
  ({
    partnerships,
    findPartnership,
  }: {
    readonly partnerships: PartnershipStore;
    readonly findPartnership: FindPartnership;
  }) =>
  async (principal: Principal | null, id: PartnershipId): Promise<Result<PartnershipOverview>> => {
    const found = await findPartnership(principal, id, 'partnership.read');
    if (!found.ok) return found;
    const [organisations, members, deliverables, works] = await Promise.all([
      partnerships.organisations(id),
      partnerships.members(id),
      partnerships.deliverables(id),
      partnerships.works(id),
    ]);
    const visible = readableWorks(principal, works).map((entry) => ({
      ...entry,
      code: deliverables.find(({ id: own }) => own === entry.work.deliverableId)?.code ?? null,
      toBegin: found.value.languages.filter(
        (language) =>
          entry.documents.every((it) => it.language !== language) &&
          mayBegin(principal, entry.work, language),
      ),
    }));
    return ok({
      partnership: found.value,
      organisations,
      members,
      deliverables,
      works: visible,
      may: { createWork: can(principal, 'work.create', id) },
    });
  };
