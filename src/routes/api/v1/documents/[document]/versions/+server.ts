import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ locals, params }) => {
  const { services, http } = locals.app;
  const listed = await services.listVersions(locals.identity?.principal ?? null, params.document);
  return listed.ok ? Response.json(listed.value) : http.problemResponse(listed.problem);
};

export const POST: RequestHandler = async ({ locals, params, request }) => {
  const { services, http } = locals.app;
  const body = await http.readJson(request);
  if (!body.ok) return http.problemResponse(body.problem);
  const { name, seq } = body.value;
  const named = await services.nameVersion(locals.identity?.principal ?? null, params.document, {
    name,
    seq,
  });
  return named.ok ? Response.json(named.value, { status: 201 }) : http.problemResponse(named.problem);
};
