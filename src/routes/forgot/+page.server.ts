import { fail } from '@sveltejs/kit';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals }) => ({
  email: locals.identity?.person.email ?? null,
});

export const actions: Actions = {
  default: async ({ locals, request, getClientAddress }) => {
    const form = await request.formData();
    const email = String(form.get('email') ?? '').trim();
    const asked = await locals.app.accounts.requestPasswordReset({
      email,
      address: getClientAddress(),
      locale: locals.locale,
    });
    if (!asked.ok)
      return fail(locals.app.http.statusOf(asked.problem), {
        code: asked.problem.code,
        field: asked.problem.fields?.['email'] ?? null,
        email,
      });
    // The same answer whether there is such an account or not: the page must not tell strangers.
    // Only whether the server sends mail at all is said.
    return { sentTo: email, mail: asked.value.mail };
  },
};
