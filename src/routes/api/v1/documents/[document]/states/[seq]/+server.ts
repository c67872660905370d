import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ locals, params }) => {
  const { services, http } = locals.app;
  const seq = /^\d{1,12}$/.test(params.seq) ? Number(params.seq) : -1;
  const read = await services.readVersion(locals.identity?.principal ?? null, params.document, seq);
  if (!read.ok) return http.problemResponse(read.problem);
  return Response.json(read.value);
};
