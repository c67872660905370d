import type { Principal } from '#lib/domain/partnership/member.ts';
import { can } from '#lib/domain/partnership/policy.ts';
import type { Partnership, PartnershipStore } from '#server/ports/partnership-store.ts';

/** The partnerships that a person may open. */
export const listPartnerships =
  ({ partnerships }: { readonly partnerships: PartnershipStore }) =>
  async (principal: Principal): Promise<readonly Partnership[]> => {
    const mine = await partnerships.partnershipsOf(principal.personId);
    return mine.filter((it) => can(principal, 'partnership.read', it.id));
  };
