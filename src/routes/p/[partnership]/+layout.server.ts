import { error } from '@sveltejs/kit';
import type { LayoutServerLoad } from './$types';

export const load: LayoutServerLoad = async ({ locals, params }) => {
  const found = await locals.app.services.partnershipOverview(
    locals.identity?.principal ?? null,
    params.partnership,
  );
  if (!found.ok)
    error(locals.app.http.statusOf(found.problem), { message: found.problem.code, code: found.problem.code });
  return found.value;
};
