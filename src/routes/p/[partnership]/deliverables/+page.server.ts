import { fail, redirect } from '@sveltejs/kit';
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

  begin: async ({ locals, request }) => {
    const form = await request.formData();
    const [documentId, language, title] = ['document', 'language', 'title'].map((name) =>
      String(form.get(name) ?? ''),
    ) as [string, string, string];
    const principal = locals.identity?.principal ?? null;
    const begun = await locals.app.services.beginLanguageVersion(principal, documentId, { language, title });
    if (!begun.ok)
      return fail(locals.app.http.statusOf(begun.problem), {
        asked: 'begin' as const,
        code: begun.problem.code,
        fields: begun.problem.fields ?? {},
        documentId,
        title,
        language,
      });
    redirect(303, `/d/${begun.value.documentId}`);
  },
};
