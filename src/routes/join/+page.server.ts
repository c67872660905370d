import { fail, redirect, type RequestEvent } from '@sveltejs/kit';
import type { Problem } from '#lib/core/result.ts';
import type { Actions } from './$types';

export const actions: Actions = {
  /** Says what one is about to join, and uses nothing up. */
  read: async (event) => {
    const form = await event.request.formData();
    const found = await event.locals.app.services.readJoin(keyIn(event, form));
    if (!found.ok) return refused(event, found.problem);
    const { id, titles, questions, languages, format, phase } = found.value;
    const { names, intents, group } = format;
    // Who scans again comes back to their seat instead of sitting down twice.
    const place = await event.locals.app.services.workshopPlace(
      { principal: event.locals.identity?.principal ?? null, deviceSecret: event.locals.seatSecret },
      id,
    );
    const entered = form.get('code');
    return {
      found: {
        titles,
        questions,
        languages,
        phase,
        format: { names, intents },
        hasTables: group.perTable[1] > 1,
        seat:
          place.ok && place.value.people.length > 0 ? { workshopId: id, people: place.value.people } : null,
      },
      entered: typeof entered === 'string' ? entered : '',
    };
  },
  join: async (event) => {
    const { locals, request, cookies } = event;
    const form = await request.formData();
    const joined = await locals.app.services.joinWorkshop(
      { principal: locals.identity?.principal ?? null, deviceSecret: locals.seatSecret },
      {
        ...keyIn(event, form),
        name: form.get('name'),
        languages: form.getAll('languages'),
        country: form.get('country'),
        organisation: form.get('organisation'),
        needs: form.getAll('needs'),
        table: form.get('table'),
      },
    );
    if (!joined.ok) return refused(event, joined.problem);
    if (joined.value.deviceSecret) {
      const { name, value, options } = locals.app.http.seatCookie(joined.value.deviceSecret);
      cookies.set(name, value, options);
    }
    redirect(303, `/w/${joined.value.workshopId}`);
  },
};

const keyIn = (event: RequestEvent, form: FormData) => ({
  secret: form.get('secret'),
  code: form.get('code'),
  address: event.getClientAddress(),
});

const refused = ({ locals }: RequestEvent, problem: Problem) =>
  fail(locals.app.http.statusOf(problem), { code: problem.code, fields: problem.fields ?? {} });
