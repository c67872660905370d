import { fail, redirect, type RequestEvent } from '@sveltejs/kit';
import type { Problem } from '#lib/core/result.ts';
import { enter, secretIn } from '../sign-in/exchange.ts';
import type { Actions } from './$types';

export const actions: Actions = {
  /** Says what the invitation is about, and uses nothing up. */
  read: async (event) => {
    const { locals, request } = event;
    const form = await request.formData();
    const found = await locals.app.accounts.readInvitation(
      { secret: secretIn(form.get('secret')), address: event.getClientAddress() },
      locals.identity,
    );
    return found.ok ? { invitation: found.value } : refused(event, found.problem);
  },
  accept: async (event) => {
    const { locals, request } = event;
    const form = await request.formData();
    const accepted = await locals.app.accounts.acceptInvitation(
      {
        secret: secretIn(form.get('secret')),
        name: form.get('name'),
        password: form.get('password'),
        device: request.headers.get('user-agent'),
        address: event.getClientAddress(),
      },
      locals.identity,
    );
    if (!accepted.ok) return refused(event, accepted.problem);
    const { cookie, partnershipId } = accepted.value;
    if (cookie) return enter(event, cookie, `/p/${partnershipId}`);
    redirect(303, `/p/${partnershipId}`);
  },
};

const refused = ({ locals }: RequestEvent, problem: Problem) =>
  fail(locals.app.http.statusOf(problem), { code: problem.code, fields: problem.fields ?? {} });
