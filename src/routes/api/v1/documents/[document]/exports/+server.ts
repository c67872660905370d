import type { RequestHandler } from './$types';

export const POST: RequestHandler = async ({ locals, params, request }) => {
  const { services, http } = locals.app;
  const body = await http.readJson(request);
  if (!body.ok) return http.problemResponse(body.problem);
  const requested = await services.requestExport(
    locals.identity?.principal ?? null,
    params.document,
    body.value.format,
  );
  if (!requested.ok) return http.problemResponse(requested.problem);
  return Response.json(requested.value, {
    status: 202,
    headers: { location: `/api/v1/exports/${requested.value.id}` },
  });
};
