import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ locals }) => {
  const principal = locals.identity?.principal;
  if (!principal) return locals.app.http.problemResponse({ code: 'not-signed-in' });
  const items = await locals.app.services.listPartnerships(principal);
  return Response.json({
    items: items.map(({ id, titles, horizon, workingLanguage, languages, example }) => ({
      id,
      titles,
      horizon,
      workingLanguage,
      languages,
      example,
    })),
    next: null,
  });
};
