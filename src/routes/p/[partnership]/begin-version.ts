import { fail, redirect, type RequestEvent } from '@sveltejs/kit';

/** A text in one more language, asked for on a page that lists texts; what was refused comes back to its dialog. */
export async function beginVersion({ locals, request }: Pick<RequestEvent, 'locals' | 'request'>) {
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
}
