import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ locals, params }) => {
  const found = await locals.app.services.getExport(locals.identity?.principal ?? null, params.export);
  return found.ok
    ? Response.json(found.value, { headers: { 'cache-control': 'no-store' } })
    : locals.app.http.problemResponse(found.problem);
};
