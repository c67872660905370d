import { error } from '@sveltejs/kit';
import { EARLIER } from '#lib/domain/home/feed.ts';
import type { Role } from '#lib/domain/partnership/member.ts';
import { memberOf } from '#lib/domain/partnership/policy.ts';
import type { Actions, PageServerLoad } from './$types';

const writing: readonly Role[] = ['editor', 'language-reviewer', 'terminologist'];

export const load: PageServerLoad = async ({ locals, parent, url }) => {
  const { services, http } = locals.app;
  const principal = locals.identity?.principal ?? null;
  const overview = await parent();
  const found = await services.homeView(principal, overview, { earlier: url.searchParams.has(EARLIER) });
  if (!found.ok)
    error(http.statusOf(found.problem), { message: found.problem.code, code: found.problem.code });
  const running = await services.runningWorkshops(principal, overview.partnership.id);
  const roles = memberOf(principal, overview.partnership.id)?.grants.map(({ role }) => role) ?? [];
  const { standing, ...home } = found.value;
  return {
    home,
    running: running.ok ? running.value : [],
    readiness: standing.readiness,
    /** Who writes goes on from here; who coordinates or reads looks how far it is. */
    writes: roles.some((role) => writing.includes(role)),
  };
};

export const actions: Actions = {
  /** Told by the page itself once somebody looks at it: a link that is only hovered over asks for the page too. */
  seen: async ({ locals, params }) => {
    const kept = await locals.app.services.keepVisit(locals.identity?.principal ?? null, params.partnership);
    if (!kept.ok)
      error(locals.app.http.statusOf(kept.problem), { message: kept.problem.code, code: kept.problem.code });
  },
};
