import { isId, type PartnershipId } from '#lib/core/ids.ts';
import { ok, problem, type Result } from '#lib/core/result.ts';
import type { Principal } from '#lib/domain/partnership/member.ts';
import { can, type PartnershipAction } from '#lib/domain/partnership/policy.ts';
import type { Partnership, PartnershipStore } from '#server/ports/partnership-store.ts';

/** The one way to a partnership. Errors: `partnership-unknown`, `not-signed-in`, `not-allowed`. */
export const findPartnership =
  ({ partnerships }: { readonly partnerships: PartnershipStore }) =>
  async (
    principal: Principal | null,
    id: PartnershipId,
    action: PartnershipAction,
  ): Promise<Result<Partnership>> => {
    if (!principal) return problem('not-signed-in');
    const partnership = isId(id) ? await partnerships.partnership(id) : null;
    if (!partnership) return problem('partnership-unknown');
    return can(principal, action, id) ? ok(partnership) : problem('not-allowed');
  };

export type FindPartnership = ReturnType<typeof findPartnership>;
