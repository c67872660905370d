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
    if (!created.ok) {
      const typed: Record<string, string> = { languages: form.getAll('languages').map(String).join(' ') };
      for (const name of ['title', 'question', 'language', 'people', 'lobby'])
        typed[name] = String(form.get(name) ?? '');
      return refused(event, created.problem, { typed });
    }
    redirect(303, `/w/${created.value.id}/steer`);
  },
  remove: async (event) => {
    const { locals, url } = event;
    const id = url.searchParams.get('workshop') ?? '';
    const removed = await locals.app.services.removeWorkshop(locals.identity?.principal ?? null, id);
    return removed.ok ? { removed: id } : refused(event, removed.problem, { about: id });
  },
};

/** `typed`: of a form that is shown again; `about`: of the workshop that was to be removed. */
interface More {
  readonly typed?: Readonly<Record<string, string>>;
  readonly about?: string;
}

const refused = ({ locals }: RequestEvent, problem: Problem, { typed, about }: More) =>
  fail(locals.app.http.statusOf(problem), {
    code: problem.code,
    fields: problem.fields ?? {},
    typed: typed ?? null,
    about: about ?? null,
  });
