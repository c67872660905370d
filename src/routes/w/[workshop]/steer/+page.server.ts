import { error, fail, type RequestEvent } from '@sveltejs/kit';
import type { Result } from '#lib/core/result.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, url }) => {
  const { services, http } = locals.app;
  const taken = await services.takeTheWheel(locals.identity?.principal ?? null, {
    id: params.workshop,
    name: locals.identity?.person.name ?? '',
    languages: [locals.locale],
  });
  if (!taken.ok)
    error(http.statusOf(taken.problem), { message: taken.problem.code, code: taken.problem.code });
  const { workshop, participantId } = taken.value;
  return { workshop, participantId, origin: url.origin };
};

export const actions: Actions = {
  /** Who may come in, and how. */
  'way-in': async (event) => {
    const form = await event.request.formData();
    const { services } = event.locals.app;
    return answered(
      event,
      await services.setJoin(event.locals.identity?.principal ?? null, event.params.workshop ?? '', {
        isOpen: form.get('open') === 'on',
        hasLobby: form.get('lobby') === 'on',
      }),
    );
  },
  /** A new link and code: the old ones open nothing any more. */
  renew: async (event) => {
    const { services } = event.locals.app;
    return answered(
      event,
      await services.renewJoin(event.locals.identity?.principal ?? null, event.params.workshop ?? ''),
    );
  },
};

const answered = ({ locals }: RequestEvent, result: Result<unknown>) =>
  result.ok ? { done: true } : fail(locals.app.http.statusOf(result.problem), { code: result.problem.code });
