import { error, fail, redirect, type RequestEvent } from '@sveltejs/kit';
import type { Problem, Result } from '#lib/core/result.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, url }) => {
  const found = await locals.app.accounts.people(locals.identity?.principal ?? null, params.partnership);
  if (!found.ok)
    error(locals.app.http.statusOf(found.problem), { message: found.problem.code, code: found.problem.code });
  // `?invite` opens the dialog: other pages lead to it.
  return { people: found.value, invite: url.searchParams.has('invite') };
};

export const actions: Actions = {
  invite: async (event) => {
    const form = await event.request.formData();
    const invited = await accounts(event).invite(...asked(event), {
      name: form.get('name'),
      email: form.get('email'),
      organisationId: form.get('organisation') || null,
      locale: form.get('locale'),
      grants: grantsIn(form),
    });
    return answer(event, invited, (value) => ({ invited: value }));
  },
  renew: async (event) => {
    const form = await event.request.formData();
    const invited = await accounts(event).renewInvitation(...asked(event), text(form, 'invitation'));
    return answer(event, invited, (value) => ({ invited: value }));
  },
  withdraw: async (event) => {
    const form = await event.request.formData();
    return answer(
      event,
      await accounts(event).withdrawInvitation(...asked(event), text(form, 'invitation')),
      nothing,
    );
  },
  change: async (event) => {
    const form = await event.request.formData();
    const changed = await accounts(event).changeMember(...asked(event), text(form, 'person'), {
      organisationId: form.get('organisation') || null,
      grants: grantsIn(form),
    });
    return answer(event, changed, nothing);
  },
  remove: async (event) => {
    const form = await event.request.formData();
    const personId = text(form, 'person');
    const removed = await accounts(event).removeMember(...asked(event), personId);
    // Whoever withdrew themselves has nothing to see here any more.
    if (removed.ok && personId === event.locals.identity?.principal.personId) redirect(303, '/');
    return answer(event, removed, nothing);
  },
};

type Event = RequestEvent<{ partnership: string }>;

const accounts = ({ locals }: Event) => locals.app.accounts;
const asked = ({ locals, params }: Event) =>
  [locals.identity?.principal ?? null, params.partnership] as const;
const text = (form: FormData, name: string): string => String(form.get(name) ?? '');
const nothing = () => ({});

/** Chosen in the page, sent as JSON; what it says is judged by the service. */
function grantsIn(form: FormData): unknown {
  try {
    return JSON.parse(text(form, 'grants'));
  } catch {
    return null;
  }
}

function answer<T, A>({ locals }: Event, result: Result<T>, shown: (value: T) => A) {
  if (result.ok) return shown(result.value);
  return refused(locals.app.http.statusOf(result.problem), result.problem);
}

const refused = (status: number, problem: Problem) =>
  fail(status, { code: problem.code, fields: problem.fields ?? {} });
