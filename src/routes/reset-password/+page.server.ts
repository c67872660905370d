import { fail } from '@sveltejs/kit';
import { enter, secretIn } from '../sign-in/exchange.ts';
import type { Actions } from './$types';

export const actions: Actions = {
  default: async (event) => {
    const { locals, request } = event;
    const form = await request.formData();
    const signedIn = await locals.app.accounts.resetPassword({
      secret: secretIn(form.get('secret')),
      password: String(form.get('password') ?? ''),
      address: event.getClientAddress(),
      device: request.headers.get('user-agent'),
    });
    if (!signedIn.ok)
      return fail(locals.app.http.statusOf(signedIn.problem), {
        code: signedIn.problem.code,
        field: signedIn.problem.fields?.['password'] ?? null,
      });
    return enter(event, signedIn.value.cookie);
  },
};
