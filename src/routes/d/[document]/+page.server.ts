import { error } from '@sveltejs/kit';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, isDataRequest }) => {
  const principal = locals.identity?.principal ?? null;
  const opened = await locals.app.services.openDocument(principal, params.document, {
    // Within the program the editor is here as soon as it would be.
    withBeginning: !isDataRequest,
  });
  if (!opened.ok)
    error(locals.app.http.statusOf(opened.problem), {
      message: opened.problem.code,
      code: opened.problem.code,
    });
  const { country, ...rest } = opened.value;
  const { id = '', name = '' } = locals.identity?.person ?? {};
  return { ...rest, self: { id, name, country } };
};
