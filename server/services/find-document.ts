import { isId, type DocumentId } from '#lib/core/ids.ts';
import { ok, problem, type Result } from '#lib/core/result.ts';
import type { DocumentMeta } from '#lib/domain/deliverable/work.ts';
import type { Principal } from '#lib/domain/partnership/member.ts';
import { includes, rightOn, type Right, type RightReason } from '#lib/domain/partnership/policy.ts';
import type { PartnershipStore, WorkWithDocuments } from '#server/ports/partnership-store.ts';

export interface FoundDocument {
  readonly entry: WorkWithDocuments;
  readonly meta: DocumentMeta;
  readonly reason: RightReason;
}

/**
 * The one way to a document for pages, API, live connection and exports: it exists, and the person
 * holds at least `needed`. Errors: `document-unknown`, `not-signed-in`, `not-allowed`.
 */
export const findDocument =
  ({ partnerships }: { readonly partnerships: PartnershipStore }) =>
  async (
    principal: Principal | null,
    documentId: DocumentId,
    needed: Right,
  ): Promise<Result<FoundDocument>> => {
    if (!principal) return problem('not-signed-in');
    const entry = isId(documentId) ? await partnerships.workOfDocument(documentId) : null;
    const meta = entry?.documents.find((document) => document.id === documentId);
    if (!entry || !meta) return problem('document-unknown');
    const reason = rightOn(principal, entry.work, meta);
    return reason && includes(reason.right, needed) ? ok({ entry, meta, reason }) : problem('not-allowed');
  };

export type FindDocument = ReturnType<typeof findDocument>;
