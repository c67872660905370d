/**
 * Pages that have the window for themselves: who joins a workshop is on a telephone, often a guest without an
 * account, and is shown nothing of the partnership; the screen for the room is read from ten metres away.
 */
const BARE: ReadonlySet<string> = new Set(['/join', '/w/[workshop]', '/w/[workshop]/screen']);

export const isBarePage = (routeId: string | null): boolean => routeId !== null && BARE.has(routeId);
