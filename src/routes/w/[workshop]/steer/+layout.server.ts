import { error } from '@sveltejs/kit';
import { memberOf } from '#lib/domain/partnership/policy.ts';
import type { LayoutServerLoad } from './$types';

/** The console stands in its partnership's frame: the sections, and the way back to them. */
export const load: LayoutServerLoad = async ({ locals, params }) => {
  const { services, http } = locals.app;
  const principal = locals.identity?.principal ?? null;
  const found = await services.workshopScreen(principal, params.workshop);
  const around = found.ok ? await services.partnershipOverview(principal, found.value.partnershipId) : found;
  if (!around.ok)
    error(http.statusOf(around.problem), { message: around.problem.code, code: around.problem.code });
  const { partnership } = around.value;
  return { partnership, self: { country: memberOf(principal, partnership.id)?.country ?? null } };
};
