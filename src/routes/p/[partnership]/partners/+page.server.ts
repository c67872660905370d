import { fail, type RequestEvent } from '@sveltejs/kit';
import type { Result } from '#lib/core/result.ts';
import { can } from '#lib/domain/partnership/policy.ts';
import { standingOf } from '#lib/domain/partnership/standing.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, parent }) => {
  const { partnership, organisations } = await parent();
  const mayKeep = can(locals.identity?.principal ?? null, 'organisations.manage', partnership.id);
  return { ...standingOf(organisations, partnership.facts), mayKeep };
};

export const actions: Actions = {
  add: async (event) => {
    const typed = await fieldsOf(event, ['name', 'country', 'type', 'public', 'remit', 'status', 'part']);
    return answer(event, typed, await event.locals.app.services.addOrganisation(...asked(event), typed));
  },
  status: async (event) => {
    const typed = await fieldsOf(event, ['organisation', 'newStatus']);
    const input = { organisation: typed.organisation, status: typed.newStatus };
    return answer(
      event,
      typed,
      await event.locals.app.services.setOrganisationStatus(...asked(event), input),
    );
  },
};

type Event = RequestEvent<{ partnership: string }>;

const asked = ({ locals, params }: Event) =>
  [locals.identity?.principal ?? null, params.partnership] as const;

async function fieldsOf<F extends string>(
  { request }: Event,
  names: readonly F[],
): Promise<Record<F, string>> {
  const form = await request.formData();
  const text = (name: F) => (typeof form.get(name) === 'string' ? String(form.get(name)) : '');
  return Object.fromEntries(names.map((name) => [name, text(name)])) as Record<F, string>;
}

/** What was typed comes back with a refusal. */
function answer({ locals }: Event, typed: Readonly<Record<string, string>>, result: Result<unknown>) {
  if (result.ok) return;
  const { code, fields } = result.problem;
  return fail(locals.app.http.statusOf(result.problem), { code, fields: fields ?? {}, typed });
}
