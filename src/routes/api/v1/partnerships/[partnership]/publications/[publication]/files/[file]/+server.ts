import type { RequestHandler } from './$types';

/**
 * The bytes of this address never change, but whether they are offered does: a browser that has kept them
 * asks each time, and rights and state are looked at before it is told that its copy is right.
 */
export const GET: RequestHandler = async ({ locals, params, request }) => {
  const { services, http } = locals.app;
  const found = await services.downloadPublication(
    locals.identity?.principal ?? null,
    params.partnership,
    params.publication,
    params.file,
  );
  if (!found.ok) return http.problemResponse(found.problem);
  const etag = `"${found.value.sha256}"`;
  // Another person on the same browser asks anew.
  const keeping = { 'cache-control': 'private, no-cache', vary: 'Cookie', etag };
  if (request.headers.get('if-none-match') === etag)
    return new Response(null, { status: 304, headers: keeping });
  return http.attachment(found.value, keeping);
};
