import type { RequestHandler } from './$types';

/** How well the seats keep the rules, and why not. */
export const GET: RequestHandler = async ({ locals, params }) => {
  const { services, http } = locals.app;
  const report = await services.seatingReport(locals.identity?.principal ?? null, params.workshop);
  return report.ok ? Response.json(report.value) : http.problemResponse(report.problem);
};

/** Seats everybody (`{"keep": true}`: only who has no seat, or has to move). */
export const POST: RequestHandler = async ({ locals, params, request }) => {
  const { services, http } = locals.app;
  const body = await http.readJson(request);
  if (!body.ok) return http.problemResponse(body.problem);
  const seated = await services.seatPeople(locals.identity?.principal ?? null, params.workshop, {
    keep: body.value.keep === true,
  });
  return seated.ok ? Response.json(seated.value) : http.problemResponse(seated.problem);
};
