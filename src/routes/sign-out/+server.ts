import { redirect } from '@sveltejs/kit';
import type { RequestHandler } from './$types';

export const POST: RequestHandler = async ({ locals, request, cookies }) => {
  const { name, value, options } = await locals.app.accounts.signOut(request.headers.get('cookie'));
  cookies.set(name, value, options);
  redirect(303, '/sign-in');
};
