import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ locals, params }) => {
  const { services, http } = locals.app;
  const found = await services.getPublication(
    locals.identity?.principal ?? null,
    params.partnership,
    params.publication,
  );
  return found.ok
    ? Response.json(found.value, { headers: { 'cache-control': 'no-store' } })
    : http.problemResponse(found.problem);
};
