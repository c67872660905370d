import type { RequestHandler } from './$types';

export const PATCH: RequestHandler = async ({ locals, params, request }) => {
  const { services, http } = locals.app;
  const body = await http.readJson(request);
  if (!body.ok) return http.problemResponse(body.problem);
  const name = body.value.name ?? '';
  const principal = locals.identity?.principal ?? null;
  const changed = await services.changeVersion(principal, params.document, params.version, name);
  return changed.ok ? new Response(null, { status: 204 }) : http.problemResponse(changed.problem);
};

export const DELETE: RequestHandler = async ({ locals, params }) => {
  const { services, http } = locals.app;
  const principal = locals.identity?.principal ?? null;
  const removed = await services.changeVersion(principal, params.document, params.version, null);
  return removed.ok ? new Response(null, { status: 204 }) : http.problemResponse(removed.problem);
};
