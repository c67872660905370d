import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ locals, params, url }) => {
  const { services, http } = locals.app;
  const principal = locals.identity?.principal ?? null;
  const format = url.searchParams.get('format');
  if (format !== null) {
    if (format !== 'json' && format !== 'md' && format !== 'html')
      return http.problemResponse({
        code: 'input-invalid',
        detail: 'format is json, md or html.',
        fields: { format: 'unknown' },
      });
    const rendered = await services.renderDocument(principal, params.document, format);
    if (!rendered.ok) return http.problemResponse(rendered.problem);
    return new Response(new Uint8Array(rendered.value.bytes), {
      headers: {
        'content-type': rendered.value.mime,
        'x-content-type-options': 'nosniff',
        // Opened in a browser, the text may not run or load anything.
        'content-security-policy':
          "sandbox; default-src 'none'; style-src 'unsafe-inline'; font-src data:; img-src data:",
      },
    });
  }
  const opened = await services.openDocument(principal, params.document);
  if (!opened.ok) return http.problemResponse(opened.problem);
  const { document, work, reason, partnership, versions } = opened.value;
  return Response.json({
    id: document.id,
    title: document.title,
    language: document.language,
    kind: work.kind,
    state: work.state,
    work: work.id,
    partnership: partnership.id,
    head: document.head,
    minSchema: document.minSchema,
    locked: document.locked,
    right: reason.right,
    versions,
  });
};
