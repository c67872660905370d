import type { PartnershipId } from '#lib/core/ids.ts';
import { ok, type Result } from '#lib/core/result.ts';
import type { Concept } from '#lib/domain/glossary/concept.ts';
import type { Principal } from '#lib/domain/partnership/member.ts';
import { can } from '#lib/domain/partnership/policy.ts';
import type { GlossaryStore } from '#server/ports/glossary-store.ts';
import type { FindPartnership } from './find-partnership.ts';

export interface GlossaryView {
  readonly concepts: readonly Concept[];
  readonly may: { readonly propose: boolean; readonly manage: boolean };
}

/** The glossary as one of the partnership's members sees it. Errors: those of `findPartnership`. */
export const glossaryView =
  ({ glossary, findPartnership }: { glossary: GlossaryStore; findPartnership: FindPartnership }) =>
  async (principal: Principal | null, id: PartnershipId): Promise<Result<GlossaryView>> => {
    const found = await findPartnership(principal, id, 'partnership.read');
    if (!found.ok) return found;
    return ok({
      concepts: await glossary.concepts(id),
      may: { propose: can(principal, 'glossary.propose', id), manage: can(principal, 'glossary.manage', id) },
    });
  };
