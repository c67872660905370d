import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ locals, params }) => {
  const { services, http } = locals.app;
  const found = await services.downloadExport(locals.identity?.principal ?? null, params.export);
  return found.ok ? http.attachment(found.value) : http.problemResponse(found.problem);
};
