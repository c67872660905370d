import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ locals, params }) => {
  const { services, http } = locals.app;
  const found = await services.documentPeople(locals.identity?.principal ?? null, params.document);
  if (!found.ok) return http.problemResponse(found.problem);
  return Response.json({ items: found.value, next: null });
};
