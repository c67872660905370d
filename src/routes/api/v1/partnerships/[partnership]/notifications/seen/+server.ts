import type { RequestHandler } from './$types';

export const POST: RequestHandler = async ({ locals, params, request }) => {
  const { services, http } = locals.app;
  const body = await http.readJson(request);
  if (!body.ok) return http.problemResponse(body.problem);
  const { atMs, needs } = body.value;
  const kept = await services.keepLook(locals.identity?.principal ?? null, params.partnership, {
    atMs,
    needs,
  });
  return kept.ok ? new Response(null, { status: 204 }) : http.problemResponse(kept.problem);
};
