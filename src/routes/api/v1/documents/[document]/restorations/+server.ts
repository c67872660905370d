import type { RequestHandler } from './$types';

export const POST: RequestHandler = async ({ locals, params, request }) => {
  const { services, http } = locals.app;
  const body = await http.readJson(request);
  if (!body.ok) return http.problemResponse(body.problem);
  const principal = locals.identity?.principal ?? null;
  const restored = await services.restoreVersion(principal, params.document, body.value.seq);
  return restored.ok ? Response.json(restored.value) : http.problemResponse(restored.problem);
};
