import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ locals, params, url }) => {
  const { services, http } = locals.app;
  const found = await services.searchPartnership(
    locals.identity?.principal ?? null,
    params.partnership,
    url.searchParams.get('q') ?? '',
    url.searchParams.getAll('recent'),
  );
  if (!found.ok) return http.problemResponse(found.problem);
  return Response.json({ items: found.value, next: null });
};
