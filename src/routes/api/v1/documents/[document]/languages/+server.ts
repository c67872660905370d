import type { RequestHandler } from './$types';

export const POST: RequestHandler = async ({ locals, params, request }) => {
  const { services, http } = locals.app;
  const body = await http.readJson(request);
  if (!body.ok) return http.problemResponse(body.problem);
  const { language, title } = body.value;
  const principal = locals.identity?.principal ?? null;
  const begun = await services.beginLanguageVersion(principal, params.document, { language, title });
  if (!begun.ok) return http.problemResponse(begun.problem);
  const { documentId: id, isNew } = begun.value;
  const headers = { location: `/api/v1/documents/${id}` };
  return Response.json({ id }, isNew ? { status: 201, headers } : {});
};
