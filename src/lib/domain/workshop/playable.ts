import type { Format, Layout } from './format.ts';

/** Boards that the screens can show. The one list of them: what is offered and what is accepted both ask it. */
const shownLayouts: ReadonlySet<Layout> = new Set(['column', 'grid', 'list', 'form', 'spectrum']);

/** Whether all boards of a format can be shown already. */
export const isPlayable = ({ zones }: Pick<Format, 'zones'>): boolean =>
  zones.every(({ layout }) => shownLayouts.has(layout));
