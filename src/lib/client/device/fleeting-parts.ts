/**
 * Parts of a page that are right at the moment when the server sends it and no longer when the page is kept for
 * offline and opened weeks later: the service worker (src/service-worker.ts) leaves them out of what it keeps.
 * Where a part was, nothing is; the page is whole without it.
 */
const OPEN = '<!--fleeting-->';
const CLOSE = '<!--/fleeting-->';

/** `markup` is a part's own, whole: without the two signs in it. */
export const fleetingPart = (markup: string): string => OPEN + markup + CLOSE;

export function withoutFleetingParts(page: string): string {
  return page
    .split(OPEN)
    .map((piece, at) => (at === 0 ? piece : piece.slice(piece.indexOf(CLOSE) + CLOSE.length)))
    .join('');
}
