/**
 * What a broken rule costs, in the order of the rules: each is some ten times the next, so that no handful of
 * lesser ones outweighs it.
 */
export const weights = {
  /** Needs step-free access and has none: nobody could sit there. Never taken into the bargain. */
  stepFree: 20_000_000,
  /** Again at a table where one has been, where the format forbids it. Never taken into the bargain either. */
  tableAgain: 1_000_000,
  /** Understands nothing and has no buddy. */
  leftOut: 2_000,
  /** A person fewer than a table needs to work. */
  tooSmall: 600,
  /** In a repair: somebody leaves the seat that they have. Not for the sake of any of those that follow. */
  stay: 400,
  /** A country fewer than wanted. */
  country: 200,
  /** A colleague more than wanted. */
  colleague: 120,
  /** Understands through a buddy. */
  buddy: 30,
  /** Two people meet again; the third time it is twice that. */
  metAgain: 12,
  /** For the square of a table's size, whose sum is least when they are even. */
  uneven: 4,
  /** Two of one organisation, two of one country at a table: mixed further where nothing else is lost. */
  sameOrganisation: 3,
  sameCountry: 1,
} as const;
