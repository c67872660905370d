import type { RequestHandler } from './$types';

export const PUT: RequestHandler = async ({ locals, params }) => {
  const { services, http } = locals.app;
  const locked = await services.lockDocument(locals.identity?.principal ?? null, params.document);
  return locked.ok ? Response.json(locked.value) : http.problemResponse(locked.problem);
};

export const DELETE: RequestHandler = async ({ locals, params }) => {
  const { services, http } = locals.app;
  const unlocked = await services.unlockDocument(locals.identity?.principal ?? null, params.document);
  return unlocked.ok ? Response.json(unlocked.value) : http.problemResponse(unlocked.problem);
};
