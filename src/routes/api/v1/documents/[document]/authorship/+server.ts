import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ locals, params }) => {
  const { services, http } = locals.app;
  const read = await services.textAuthorship(locals.identity?.principal ?? null, params.document);
  return read.ok ? Response.json(read.value) : http.problemResponse(read.problem);
};
