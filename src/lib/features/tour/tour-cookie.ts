import { TOUR_COOKIE, TOUR_COOKIE_AGE_S, writeTour, type TourPlace } from '#lib/domain/home/tour.ts';

/** Kept in the browser, so that the next page is built with the step on it. */
export function keepTour(page: Document, tour: TourPlace | 'ended'): void {
  page.cookie = `${TOUR_COOKIE}=${writeTour(tour)}; Path=/; Max-Age=${TOUR_COOKIE_AGE_S}; SameSite=Lax`;
}
