import { error, fail, redirect } from '@sveltejs/kit';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params }) => {
  const { services, http } = locals.app;
  const found = await services.workshopPlace(
    { principal: locals.identity?.principal ?? null, deviceSecret: locals.seatSecret },
    params.workshop,
  );
  if (!found.ok)
    error(http.statusOf(found.problem), { message: found.problem.code, code: found.problem.code });
  return found.value;
};

export const actions: Actions = {
  /** A member joins under their own name. */
  join: async ({ locals, params }) => {
    const { services, http } = locals.app;
    const joined = await services.joinAsMember(locals.identity?.principal ?? null, {
      id: params.workshop,
      name: locals.identity?.person.name ?? '',
      languages: [locals.locale],
    });
    if (!joined.ok) return fail(http.statusOf(joined.problem), { code: joined.problem.code });
    redirect(303, `/w/${params.workshop}`);
  },
};
