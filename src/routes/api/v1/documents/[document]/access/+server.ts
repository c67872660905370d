import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ locals, params }) => {
  const { services, http } = locals.app;
  const access = await services.documentAccess(locals.identity?.principal ?? null, params.document);
  if (!access.ok) return http.problemResponse(access.problem);
  return Response.json(access.value, { headers: { 'cache-control': 'no-store' } });
};
