import { isId, type DocumentId } from '#lib/core/ids.ts';
import type { Clock } from '#lib/core/clock.ts';
import { ok, problem, type Result } from '#lib/core/result.ts';
import type { Principal } from '#lib/domain/partnership/member.ts';
import { mayLock } from '#lib/domain/partnership/policy.ts';
import type { RightsWatch } from '#server/ports/live.ts';
import type { PartnershipStore } from '#server/ports/partnership-store.ts';

interface Deps {
  readonly partnerships: PartnershipStore;
  readonly rights: RightsWatch;
  readonly clock: Clock;
}

/**
 * Locks a text: from then on everybody reads and comments, and whoever is writing is told so at once.
 * Locking what is locked changes nothing. Errors: `document-unknown`, `not-signed-in`, `not-allowed`.
 */
export const lockDocument =
  ({ partnerships, rights, clock }: Deps) =>
  async (principal: Principal | null, documentId: DocumentId): Promise<Result<{ readonly locked: true }>> => {
    const manager = await managerOf(partnerships, principal, documentId);
    if (!manager.ok) return manager;
    const lock = { personId: manager.value.personId, atMs: clock.nowMs() };
    if (await partnerships.lockDocument(documentId, lock)) await rights.documentRightsChanged(documentId);
    return ok({ locked: true });
  };

/** The same the other way round. */
export const unlockDocument =
  ({ partnerships, rights }: Deps) =>
  async (
    principal: Principal | null,
    documentId: DocumentId,
  ): Promise<Result<{ readonly locked: false }>> => {
    const manager = await managerOf(partnerships, principal, documentId);
    if (!manager.ok) return manager;
    if (await partnerships.unlockDocument(documentId)) await rights.documentRightsChanged(documentId);
    return ok({ locked: false });
  };

/** Not by `findDocument`: a lock lowers every right, and whoever locked must be able to unlock. */
async function managerOf(
  partnerships: PartnershipStore,
  principal: Principal | null,
  documentId: DocumentId,
): Promise<Result<Principal>> {
  if (!principal) return problem('not-signed-in');
  const entry = isId(documentId) ? await partnerships.workOfDocument(documentId) : null;
  const meta = entry?.documents.find((document) => document.id === documentId);
  if (!entry || !meta) return problem('document-unknown');
  return mayLock(principal, entry.work, meta) ? ok(principal) : problem('not-allowed');
}
