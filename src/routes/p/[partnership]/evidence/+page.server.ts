import { fail, redirect } from '@sveltejs/kit';
import { limits } from '#lib/core/limits.ts';
import { evidenceKinds } from '#lib/domain/deliverable/work.ts';
import { queryOf } from '#lib/domain/evidence/sheet.ts';
import { beginVersion } from '../begin-version.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ parent, url }) => {
  const { may } = await parent();
  const query = queryOf(url.searchParams, limits.searchLengthMax);
  return {
    query,
    /** Whether the form is shown, and for what; else the list. */
    writing: may.createWork && url.searchParams.has('new') ? { kind: query.kind } : null,
  };
};

export const actions: Actions = {
  write: async ({ locals, params, request }) => {
    const form = await request.formData();
    const [title, kind, language] = ['title', 'kind', 'language'].map((name) =>
      String(form.get(name) ?? ''),
    ) as [string, string, string];
    // Any other kind of text begins on another page: this form would leave it without its headings.
    const created = await locals.app.services.createDocument(
      locals.identity?.principal ?? null,
      params.partnership,
      { title, kind: evidenceKinds.find((it) => it === kind) ?? '', language },
    );
    if (!created.ok)
      return fail(locals.app.http.statusOf(created.problem), {
        asked: 'write' as const,
        code: created.problem.code,
        fields: created.problem.fields ?? {},
        typed: { title, kind, language },
      });
    redirect(303, `/d/${created.value.documentId}`);
  },

  begin: beginVersion,
};
