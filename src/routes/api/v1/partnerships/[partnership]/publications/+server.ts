import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ locals, params }) => {
  const { services, http } = locals.app;
  const found = await services.publicationsView(locals.identity?.principal ?? null, params.partnership);
  if (!found.ok) return http.problemResponse(found.problem);
  return Response.json(
    { items: found.value.publications, next: null },
    { headers: { 'cache-control': 'no-store' } },
  );
};
