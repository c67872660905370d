import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ locals, params }) => {
  const { services, http } = locals.app;
  const found = await services.partnershipOverview(locals.identity?.principal ?? null, params.partnership);
  if (!found.ok) return http.problemResponse(found.problem);
  const items = found.value.works.flatMap(({ work, code, documents }) =>
    documents.map(({ id, title, language, head, locked, right }) => ({
      id,
      title,
      language,
      code,
      work: work.id,
      kind: work.kind,
      state: work.state,
      head,
      locked,
      right,
    })),
  );
  return Response.json({ items, next: null });
};

export const POST: RequestHandler = async ({ locals, params, request }) => {
  const { services, http } = locals.app;
  const body = await http.readJson(request);
  if (!body.ok) return http.problemResponse(body.problem);
  const created = await services.createDocument(locals.identity?.principal ?? null, params.partnership, {
    title: body.value.title,
    kind: body.value.kind,
    language: body.value.language,
  });
  if (!created.ok) return http.problemResponse(created.problem);
  const id = created.value.documentId;
  return Response.json({ id }, { status: 201, headers: { location: `/api/v1/documents/${id}` } });
};
