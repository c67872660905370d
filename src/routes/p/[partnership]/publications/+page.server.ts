import { error, fail, redirect, type RequestEvent } from '@sveltejs/kit';
import type { Problem } from '#lib/core/result.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const { locals, url, depends } = event;
  // Asked again while files are being made.
  depends('tandem:publications');
  const { services, http } = locals.app;
  const found = await services.publicationsView(...asked(event));
  if (!found.ok)
    error(http.statusOf(found.problem), { message: found.problem.code, code: found.problem.code });
  const { publications, may } = found.value;
  const planned =
    may.manage && url.searchParams.has('new')
      ? await services.planPublication(...asked(event), askedFor(url.searchParams))
      : null;
  return {
    publications,
    may,
    /** The form is shown; a plan that could not be made says why. */
    plan: planned?.ok ? planned.value : null,
    unplanned: planned && !planned.ok ? planned.problem.code : null,
  };
};

export const actions: Actions = {
  publish: async (event) => {
    const form = await event.request.formData();
    const { services, http } = event.locals.app;
    const choice = choiceOf(form);
    const accepted = String(form.get('accepted') ?? '').split('\n');
    const published = await services.publishWork(...asked(event), choice, accepted);
    if (published.ok) redirect(303, `/p/${event.params.partnership}/publications#${published.value.id}`);
    // What is checked now may be more than what was on the screen.
    const plan = await services.planPublication(...asked(event), choice);
    return fail(http.statusOf(published.problem), {
      ...refusal(published.problem),
      plan: plan.ok ? plan.value : null,
    });
  },
  withdraw: async (event) => {
    const form = await event.request.formData();
    const { services, http } = event.locals.app;
    const id = event.url.searchParams.get('publication');
    const done = await services.withdrawPublication(...asked(event), id, form.get('reason'));
    if (done.ok) redirect(303, `/p/${event.params.partnership}/publications#${id}`);
    return fail(http.statusOf(done.problem), { ...refusal(done.problem), about: id });
  },
  discard: async (event) => {
    const { services, http } = event.locals.app;
    const id = event.url.searchParams.get('publication');
    const done = await services.discardPublication(...asked(event), id);
    if (done.ok) redirect(303, `/p/${event.params.partnership}/publications`);
    return fail(http.statusOf(done.problem), { ...refusal(done.problem), about: id });
  },
};

type Event = RequestEvent<{ partnership: string }>;

const asked = ({ locals, params }: Event) =>
  [locals.identity?.principal ?? null, params.partnership] as const;

const refusal = ({ code, fields }: Problem) => ({ code, fields: fields ?? {} });

const choiceOf = (given: FormData | URLSearchParams) => ({
  work: given.get('work'),
  languages: given.getAll('language'),
  formats: given.getAll('format'),
  licence: given.get('licence'),
  label: given.get('label'),
});

/** Languages and version belong to the text for which they were shown: another text begins anew. */
const askedFor = (query: URLSearchParams) =>
  !query.has('work')
    ? null
    : query.get('work') === query.get('for')
      ? choiceOf(query)
      : { work: query.get('work') };
