import { standingOf } from '#lib/domain/partnership/standing.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ parent }) => {
  const { partnership, organisations } = await parent();
  return standingOf(organisations, partnership.facts);
};
