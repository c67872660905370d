import type { RequestHandler } from './$types';

/** The bytes of this address never change: a browser may keep them, for its own person alone. */
export const GET: RequestHandler = async ({ locals, params }) => {
  const { services, http } = locals.app;
  const found = await services.downloadPublication(
    locals.identity?.principal ?? null,
    params.partnership,
    params.publication,
    params.file,
  );
  if (!found.ok) return http.problemResponse(found.problem);
  const { name, mime, sha256, bytes } = found.value;
  return new Response(new Uint8Array(bytes), {
    headers: {
      'content-type': mime,
      'content-length': String(bytes.byteLength),
      'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(name)}`,
      'cache-control': 'private, max-age=31536000, immutable',
      etag: `"${sha256}"`,
      'x-content-type-options': 'nosniff',
      'content-security-policy': "sandbox; default-src 'none'",
    },
  });
};
