import type { RequestHandler } from './$types';

/** `?only=count` is for the bell of each page: it asks before anybody wants to read. */
export const GET: RequestHandler = async ({ locals, params, url }) => {
  const { services, http } = locals.app;
  const principal = locals.identity?.principal ?? null;
  const found =
    url.searchParams.get('only') === 'count'
      ? await services.newsCount(principal, params.partnership)
      : await services.news(principal, params.partnership);
  if (!found.ok) return http.problemResponse(found.problem);
  return Response.json(found.value, { headers: { 'cache-control': 'no-store' } });
};
