/**
 * Whether the sections stand beside the page with their names or as signs alone. Kept in a cookie, so that
 * the server draws the next page right and nothing jumps.
 */
export type Rail = 'names' | 'signs';

export const RAIL_COOKIE = 'tandem_rail';

const ONE_YEAR_S = 31_536_000;

export const parseRail = (value: string | undefined): Rail => (value === 'signs' ? 'signs' : 'names');

export function keepRail(page: Document, rail: Rail): void {
  page.cookie = `${RAIL_COOKIE}=${rail}; Path=/; Max-Age=${ONE_YEAR_S}; SameSite=Lax`;
}
