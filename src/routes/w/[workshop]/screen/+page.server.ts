import { error } from '@sveltejs/kit';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, url }) => {
  const { services, http } = locals.app;
  const found = await services.workshopScreen(locals.identity?.principal ?? null, params.workshop);
  if (!found.ok)
    error(http.statusOf(found.problem), { message: found.problem.code, code: found.problem.code });
  return { workshop: found.value, origin: url.origin };
};
