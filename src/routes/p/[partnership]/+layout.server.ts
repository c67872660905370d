import { error } from '@sveltejs/kit';
import { can, memberOf } from '#lib/domain/partnership/policy.ts';
import type { LayoutServerLoad } from './$types';

export const load: LayoutServerLoad = async ({ locals, params }) => {
  const principal = locals.identity?.principal ?? null;
  const found = await locals.app.services.partnershipOverview(principal, params.partnership);
  if (!found.ok)
    error(locals.app.http.statusOf(found.problem), { message: found.problem.code, code: found.problem.code });
  // Where the reader writes from: the colour of their portrait.
  const country = memberOf(principal, found.value.partnership.id)?.country ?? null;
  const mayInvite = can(principal, 'people.manage', found.value.partnership.id);
  return { ...found.value, self: { country, mayInvite } };
};
