import type { DocumentId } from '#lib/core/ids.ts';
import { ok, type Result } from '#lib/core/result.ts';
import type { DocumentMeta, Work } from '#lib/domain/deliverable/work.ts';
import type { CountryCode } from '#lib/domain/partnership/organisation.ts';
import type { Principal } from '#lib/domain/partnership/member.ts';
import { memberOf, rightOn, type RightReason } from '#lib/domain/partnership/policy.ts';
import type { Beginning } from '#lib/domain/deliverable/beginning.ts';
import type { Partnership, PartnershipStore } from '#server/ports/partnership-store.ts';
import type { FindDocument } from './find-document.ts';
import type { TextBeginnings } from './text-beginnings.ts';

/** A document as its page needs it; the living text comes over the live connection. */
export interface OpenedDocument {
  readonly document: DocumentMeta;
  readonly work: Work;
  /** Short name of the deliverable that the work belongs to, such as `D1`. */
  readonly code: string | null;
  /** Every language version that the reader may read, this one included. */
  readonly versions: readonly Pick<DocumentMeta, 'id' | 'language' | 'title'>[];
  readonly reason: RightReason;
  readonly partnership: Pick<Partnership, 'id' | 'titles' | 'example'>;
  /** Where the reader writes from: the colour of their cursor. */
  readonly country: CountryCode | null;
  /** To read until the editor is there; `null`: not asked for, or not to be had in time. */
  readonly beginning: Beginning | null;
}

export const openDocument =
  ({
    partnerships,
    findDocument,
    beginningOf,
  }: {
    readonly partnerships: PartnershipStore;
    readonly findDocument: FindDocument;
    readonly beginningOf: TextBeginnings;
  }) =>
  async (
    principal: Principal | null,
    documentId: DocumentId,
    { withBeginning = false }: { readonly withBeginning?: boolean } = {},
  ): Promise<Result<OpenedDocument>> => {
    const found = await findDocument(principal, documentId, 'read');
    if (!found.ok) return found;
    const { entry, meta, reason } = found.value;
    const [partnership, deliverables, beginning] = await Promise.all([
      partnerships.partnership(entry.work.partnershipId),
      partnerships.deliverables(entry.work.partnershipId),
      withBeginning ? beginningOf(meta) : null,
    ]);
    const { id = entry.work.partnershipId, titles = {}, example = false } = partnership ?? {};
    return ok({
      document: meta,
      work: entry.work,
      code: deliverables.find((it) => it.id === entry.work.deliverableId)?.code ?? null,
      versions: entry.documents
        .filter((it) => it.role === 'text' && rightOn(principal, entry.work, it))
        .map(({ id, language, title }) => ({ id, language, title })),
      reason,
      partnership: { id, titles, example },
      country: memberOf(principal, entry.work.partnershipId)?.country ?? null,
      beginning: beginning && { html: beginning.html, isWhole: beginning.isWhole },
    });
  };
