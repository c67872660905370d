import { error, fail, redirect } from '@sveltejs/kit';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals }) => {
  // The page of a refusal is ours, with its sentence around it.
  if (!locals.identity?.principal.operator) error(403, { message: 'operators-only', code: 'operators-only' });
  return { templates: locals.app.accounts.templates(), locale: locals.locale };
};

export const actions: Actions = {
  default: async ({ locals, request }) => {
    const form = await request.formData();
    const horizon = String(form.get('horizon') ?? '').trim();
    const created = await locals.app.accounts.createPartnership(locals.identity?.principal ?? null, {
      template: form.get('template'),
      title: form.get('title'),
      workingLanguage: form.get('workingLanguage'),
      languages: form.getAll('languages'),
      horizon: horizon === '' ? null : Number(horizon),
    });
    if (!created.ok)
      return fail(locals.app.http.statusOf(created.problem), {
        code: created.problem.code,
        fields: created.problem.fields ?? {},
      });
    redirect(303, `/p/${created.value.partnershipId}`);
  },
};
