import { error } from '@sveltejs/kit';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params }) => {
  const opened = await locals.app.services.openDocument(locals.identity?.principal ?? null, params.document);
  if (!opened.ok)
    error(locals.app.http.statusOf(opened.problem), {
      message: opened.problem.code,
      code: opened.problem.code,
    });
  const { country, ...rest } = opened.value;
  const { id = '', name = '' } = locals.identity?.person ?? {};
  return { ...rest, self: { id, name, country } };
};
