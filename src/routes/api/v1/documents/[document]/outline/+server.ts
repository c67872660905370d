import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ locals, params, url }) => {
  const { services, http } = locals.app;
  const principal = locals.identity?.principal ?? null;
  const found = await services.documentOutline(principal, params.document, url.searchParams.get('block'));
  return found.ok ? Response.json(found.value) : http.problemResponse(found.problem);
};
