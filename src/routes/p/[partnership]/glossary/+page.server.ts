import { error, fail, redirect, type RequestEvent } from '@sveltejs/kit';
import type { Result } from '#lib/core/result.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, url }) => {
  const found = await locals.app.services.glossaryView(
    locals.identity?.principal ?? null,
    params.partnership,
  );
  if (!found.ok)
    error(locals.app.http.statusOf(found.problem), { message: found.problem.code, code: found.problem.code });
  const { concepts, may } = found.value;
  const edited = concepts.find(({ code }) => code === url.searchParams.get('edit')) ?? null;
  /** What the form is about; `null`: the glossary is shown. */
  const keeping =
    edited && may.manage
      ? { concept: edited }
      : may.propose && url.searchParams.has('new')
        ? { concept: null }
        : null;
  return { concepts, may, keeping };
};

export const actions: Actions = {
  add: async (event) => {
    const form = await event.request.formData();
    const { addConcept } = event.locals.app.services;
    const added = await addConcept(...asked(event), inputOf(form));
    if (added.ok) redirect(303, glossaryOf(event, added.value.code));
    return refusal(event, form, added);
  },
  change: async (event) => {
    const form = await event.request.formData();
    const { changeConcept } = event.locals.app.services;
    const changed = await changeConcept(...asked(event), which(event, form), inputOf(form));
    if (changed.ok) redirect(303, glossaryOf(event, changed.value.code));
    return refusal(event, form, changed);
  },
  remove: async (event) => {
    const form = await event.request.formData();
    const removed = await event.locals.app.services.removeConcept(...asked(event), which(event, form));
    if (removed.ok) redirect(303, glossaryOf(event));
    return refusal(event, form, removed);
  },
};

type Event = RequestEvent<{ partnership: string }>;

const asked = ({ locals, params }: Event) =>
  [locals.identity?.principal ?? null, params.partnership] as const;

const glossaryOf = ({ params }: Event, code?: string): string =>
  `/p/${params.partnership}/glossary${code ? `#${code}` : ''}`;

const which = ({ url }: Event, form: FormData) => ({
  code: url.searchParams.get('edit'),
  revision: form.get('revision'),
});

function inputOf(form: FormData) {
  const ofLanguage = (lang: string) => ({
    approved: form.get(`approved-${lang}`),
    proposed: form.get(`proposed-${lang}`),
    forbidden: form.get(`forbidden-${lang}`),
    definition: form.get(`definition-${lang}`),
    note: form.get(`note-${lang}`),
    equivalence: form.get(`equivalence-${lang}`),
  });
  const languages = form.getAll('language').filter((it) => typeof it === 'string');
  return {
    doNotTranslate: form.get('doNotTranslate'),
    languages: Object.fromEntries(languages.map((lang) => [lang, ofLanguage(lang)])),
  };
}

/** What was typed comes back with a refusal. */
function refusal({ locals }: Event, form: FormData, result: Result<unknown>) {
  if (result.ok) return;
  const { code, fields } = result.problem;
  const typed = Object.fromEntries([...form].filter(([, value]) => typeof value === 'string')) as Record<
    string,
    string
  >;
  return fail(locals.app.http.statusOf(result.problem), { code, fields: fields ?? {}, typed });
}
