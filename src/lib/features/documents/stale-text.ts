import type { ClosedReason } from '#lib/client/saved-state.ts';

/** The text in this page is one that the server does not take any more: loading the page opens it afresh. */
export const isStale = (code: ClosedReason | null): boolean =>
  code === 'refused' || code === 'other-incarnation' || code === 'unusable';
