import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ locals, params }) => {
  const found = await locals.app.services.downloadExport(locals.identity?.principal ?? null, params.export);
  if (!found.ok) return locals.app.http.problemResponse(found.problem);
  const { name, mime, bytes } = found.value;
  return new Response(new Uint8Array(bytes), {
    headers: {
      'content-type': mime,
      'content-length': String(bytes.byteLength),
      'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(name)}`,
      'x-content-type-options': 'nosniff',
      'content-security-policy': "sandbox; default-src 'none'",
    },
  });
};
