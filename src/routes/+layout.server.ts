import { parseRail, RAIL_COOKIE } from '#lib/features/shell/rail.ts';
import type { LayoutServerLoad } from './$types';

export const load: LayoutServerLoad = ({ locals, cookies }) => ({
  locale: locals.locale,
  person: locals.identity ? { id: locals.identity.person.id, name: locals.identity.person.name } : null,
  /** For pages of no partnership in particular: the first one that the person writes from. */
  country: locals.identity?.principal.memberships.find((it) => it.country)?.country ?? null,
  memberships: new Set(locals.identity?.principal.memberships.map((it) => it.partnershipId)).size,
  rail: parseRail(cookies.get(RAIL_COOKIE)),
});
