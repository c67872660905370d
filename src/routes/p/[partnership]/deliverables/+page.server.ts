import { fail, redirect } from '@sveltejs/kit';
import { beginVersion } from '../begin-version.ts';
import type { Actions } from './$types';

export const actions: Actions = {
  create: async ({ locals, params, request }) => {
    const form = await request.formData();
    const input = { title: form.get('title'), kind: 'free', language: form.get('language') };
    const created = await locals.app.services.createDocument(
      locals.identity?.principal ?? null,
      params.partnership,
      input,
    );
    if (!created.ok)
      return fail(locals.app.http.statusOf(created.problem), {
        asked: 'create' as const,
        code: created.problem.code,
        fields: created.problem.fields ?? {},
        title: String(input.title ?? ''),
        language: String(input.language ?? ''),
      });
    redirect(303, `/d/${created.value.documentId}`);
  },

  begin: beginVersion,
};
