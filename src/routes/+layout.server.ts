import { readTour, TOUR_COOKIE } from '#lib/domain/home/tour.ts';
import type { Principal } from '#lib/domain/partnership/member.ts';
import { can } from '#lib/domain/partnership/policy.ts';
import { parseRail, RAIL_COOKIE } from '#lib/features/shell/rail.ts';
import type { LayoutServerLoad } from './$types';

export const load: LayoutServerLoad = ({ locals, cookies, depends }) => {
  depends('tandem:tour');
  return {
    locale: locals.locale,
    person: locals.identity ? { id: locals.identity.person.id, name: locals.identity.person.name } : null,
    tour: readTour(cookies.get(TOUR_COOKIE)),
    /** For pages of no partnership in particular: the first one that the person writes from. */
    country: locals.identity?.principal.memberships.find((it) => it.country)?.country ?? null,
    memberships: membershipsOf(locals.identity?.principal ?? null),
    rail: parseRail(cookies.get(RAIL_COOKIE)),
  };
};

/** Each partnership once, though somebody may stand there for two organisations. */
const membershipsOf = (principal: Principal | null) =>
  [...new Set(principal?.memberships.map((it) => it.partnershipId))]
    .filter((id) => can(principal, 'partnership.read', id))
    .map((id) => ({
      id,
      mayCreate: can(principal, 'work.create', id),
      mayInvite: can(principal, 'people.manage', id),
    }));
