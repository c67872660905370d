import { error } from '@sveltejs/kit';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params }) => {
  const { services, http } = locals.app;
  const principal = locals.identity?.principal ?? null;
  const opened = await services.openDocument(principal, params.document);
  const history = opened.ok ? await services.listVersions(principal, params.document) : opened;
  if (!opened.ok)
    error(http.statusOf(opened.problem), { message: opened.problem.code, code: opened.problem.code });
  if (!history.ok)
    error(http.statusOf(history.problem), { message: history.problem.code, code: history.problem.code });
  const { document, work, partnership } = opened.value;
  return {
    document,
    language: document.language ?? work.sourceLanguage,
    partnership,
    history: history.value,
  };
};
