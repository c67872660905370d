import { isId } from '#lib/core/ids.ts';

/**
 * A short tour of the example: a card that goes from place to place and blocks nothing. Where one is in it
 * is kept in a cookie of this browser, so that each page is built with it.
 */
export const tourSteps = ['home', 'languages', 'write', 'history', 'people'] as const;
export type TourStep = (typeof tourSteps)[number];

export const TOUR_COOKIE = 'tandem_tour';
/** A year: it is not offered again. */
export const TOUR_COOKIE_AGE_S = 31_536_000;

export interface TourPlace {
  /** From 0. */
  readonly step: number;
  readonly partnershipId: string;
  /** The text that it shows. */
  readonly documentId: string;
}

/** `null`: never begun; `ended`: finished, or not wanted. */
export type Tour = TourPlace | 'ended' | null;

export function readTour(cookie: string | undefined): Tour {
  if (cookie === undefined) return null;
  const [step, partnershipId, documentId, ...rest] = cookie.split('~');
  const index = Number(step);
  if (rest.length > 0 || !Number.isInteger(index) || index < 0 || index >= tourSteps.length) return 'ended';
  if (!isId(partnershipId) || !isId(documentId)) return 'ended';
  return { step: index, partnershipId, documentId };
}

export const writeTour = (tour: TourPlace | 'ended'): string =>
  tour === 'ended' ? 'ended' : [tour.step, tour.partnershipId, tour.documentId].join('~');

/** The page that a step is about. */
export function pathOf({ step, partnershipId, documentId }: TourPlace): string {
  switch (tourSteps[step]) {
    case 'languages':
    case 'write':
      return `/d/${documentId}`;
    case 'history':
      return `/d/${documentId}/history`;
    case 'people':
      return `/p/${partnershipId}/people`;
    default:
      return `/p/${partnershipId}`;
  }
}

/** Whether a page is the one that a step is about; another language of the text is as good. */
export function isAt(place: TourPlace, pathname: string): boolean {
  const wanted = pathOf(place);
  if (!wanted.startsWith('/d/')) return pathname === wanted;
  return pathname.startsWith('/d/') && pathname.endsWith('/history') === wanted.endsWith('/history');
}
