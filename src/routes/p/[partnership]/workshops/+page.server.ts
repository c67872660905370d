import { error, fail, redirect, type RequestEvent } from '@sveltejs/kit';
import type { Problem } from '#lib/core/result.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, url }) => {
  const { services, http } = locals.app;
  const found = await services.workshopsView(locals.identity?.principal ?? null, params.partnership);
  if (!found.ok)
    error(http.statusOf(found.problem), { message: found.problem.code, code: found.problem.code });
  return { ...found.value, chosen: url.searchParams.get('format') };
};

export const actions: Actions = {
  create: async (event) => {
    const { locals, params, request } = event;
    const form = await request.formData();
    const created = await locals.app.services.createWorkshop(
      locals.identity?.principal ?? null,
      params.partnership,
      {
        format: form.get('format'),
        language: form.get('language') ?? locals.locale,
        title: form.get('title'),
        question: form.get('question'),
        languages: form.getAll('languages'),
        people: form.get('people'),
        lobby: form.get('lobby') === 'on',
      },
    );
    if (!created.ok) return refused(event, created.problem);
    redirect(303, `/w/${created.value.id}/steer`);
  },
  remove: async (event) => {
    const { locals, url } = event;
    const id = url.searchParams.get('workshop') ?? '';
    const removed = await locals.app.services.removeWorkshop(locals.identity?.principal ?? null, id);
    return removed.ok ? { removed: id } : refused(event, removed.problem);
  },
};

const refused = ({ locals }: RequestEvent, problem: Problem) =>
  fail(locals.app.http.statusOf(problem), { code: problem.code, fields: problem.fields ?? {} });
