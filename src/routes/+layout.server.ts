import { readTour, TOUR_COOKIE } from '#lib/domain/home/tour.ts';
import type { LayoutServerLoad } from './$types';

export const load: LayoutServerLoad = ({ locals, cookies, depends }) => {
  depends('tandem:tour');
  return {
    locale: locals.locale,
    person: locals.identity ? { id: locals.identity.person.id, name: locals.identity.person.name } : null,
    tour: readTour(cookies.get(TOUR_COOKIE)),
    /** For pages of no partnership in particular: the first one that the person writes from. */
    country: locals.identity?.principal.memberships.find((it) => it.country)?.country ?? null,
  };
};
