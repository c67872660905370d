import { error, fail, redirect, type RequestEvent } from '@sveltejs/kit';
import type { Result } from '#lib/core/result.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, url, parent }) => {
  const found = await locals.app.services.programmeView(
    locals.identity?.principal ?? null,
    params.partnership,
  );
  if (!found.ok)
    error(locals.app.http.statusOf(found.problem), { message: found.problem.code, code: found.problem.code });
  const { activities, may } = found.value;
  const { partnership } = await parent();
  const edited = activities.find(({ id }) => id === url.searchParams.get('edit')) ?? null;
  const isKeeping = may.manage && (edited !== null || url.searchParams.has('new'));
  /** What the forms are about; `null`: the activities are shown. */
  const keeping = isKeeping
    ? {
        activity: edited,
        itemId: url.searchParams.get('item'),
        language: languageOf(partnership, url.searchParams.get('language') ?? locals.locale),
      }
    : null;
  return { ...found.value, keeping };
};

/** One of the partnership's languages. */
const languageOf = (
  { languages, workingLanguage }: { languages: readonly string[]; workingLanguage: string },
  wished: string,
): string => languages.find((it) => it === wished) ?? workingLanguage;

export const actions: Actions = {
  add: async (event) => {
    const form = await event.request.formData();
    const { addActivity } = event.locals.app.services;
    const added = await addActivity(...asked(event), activityInput(form));
    if (added.ok) redirect(303, `${pageOf(event)}#activity-${added.value.id}`);
    return refusal(event, form, 'activity', added);
  },
  change: async (event) => {
    const form = await event.request.formData();
    const { changeActivity } = event.locals.app.services;
    const changed = await changeActivity(...asked(event), which(event, form), activityInput(form));
    if (changed.ok) redirect(303, `${pageOf(event)}#activity-${changed.value.id}`);
    return refusal(event, form, 'activity', changed);
  },
  remove: async (event) => {
    const form = await event.request.formData();
    const removed = await event.locals.app.services.removeActivity(...asked(event), which(event, form));
    if (removed.ok) redirect(303, pageOf(event));
    return refusal(event, form, 'activity', removed);
  },
  item: async (event) => {
    const form = await event.request.formData();
    const kept = await event.locals.app.services.keepItem(
      ...asked(event),
      which(event, form),
      itemInput(event, form),
    );
    if (kept.ok) redirect(303, `${formOf(event, form)}#items`);
    return refusal(event, form, 'item', kept);
  },
  'remove-item': async (event) => {
    const form = await event.request.formData();
    const { removeItem } = event.locals.app.services;
    const removed = await removeItem(...asked(event), which(event, form), form.get('item'));
    if (removed.ok) redirect(303, `${formOf(event, form)}#items`);
    return refusal(event, form, 'item', removed);
  },
};

type Event = RequestEvent<{ partnership: string }>;

const asked = ({ locals, params }: Event) =>
  [locals.identity?.principal ?? null, params.partnership] as const;

const pageOf = ({ params }: Event): string => `/p/${params.partnership}/activities`;

const formOf = (event: Event, form: FormData): string => {
  const query = new URLSearchParams({ edit: event.url.searchParams.get('edit') ?? '' });
  const language = form.get('language');
  if (typeof language === 'string') query.set('language', language);
  return `${pageOf(event)}?${query}`;
};

const which = ({ url }: Event, form: FormData) => ({
  activity: url.searchParams.get('edit'),
  revision: form.get('revision'),
});

const words = (form: FormData) => ({
  language: form.get('language'),
  title: form.get('title'),
  kind: form.get('kind'),
  deliverables: form.getAll('deliverable'),
});

const dateInput = (form: FormData, name: string) => ({
  year: form.get(`${name}Year`),
  month: form.get(`${name}Month`),
  day: form.get(`${name}Day`),
});

const activityInput = (form: FormData) => ({
  ...words(form),
  description: form.get('description'),
  dateNote: form.get('dateNote'),
  begins: dateInput(form, 'begins'),
  ends: dateInput(form, 'ends'),
  country: form.get('country'),
  place: form.get('place'),
  host: form.get('host'),
});

const itemInput = ({ url }: Event, form: FormData) => ({
  ...words(form),
  item: url.searchParams.get('item'),
  day: form.get('day'),
  start: form.get('start'),
  minutes: form.get('minutes'),
});

/** What was typed comes back with a refusal, to the form that it is about. */
function refusal({ locals }: Event, form: FormData, about: 'activity' | 'item', result: Result<unknown>) {
  if (result.ok) return;
  const { code, fields } = result.problem;
  const typed = Object.fromEntries([...form].filter(([, value]) => typeof value === 'string')) as Record<
    string,
    string
  >;
  const deliverables = form.getAll('deliverable').filter((it) => typeof it === 'string');
  return fail(locals.app.http.statusOf(result.problem), {
    ...{ about, code, fields: fields ?? {}, typed, deliverables },
  });
}
