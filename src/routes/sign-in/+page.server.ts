import { fail, redirect } from '@sveltejs/kit';
import { nextPage } from '#lib/domain/access/next-page.ts';
import type { Actions, PageServerLoad } from './$types';
import { enter, exchange, NEXT_COOKIE, nextCookieOptions } from './exchange.ts';

export const load: PageServerLoad = ({ locals, url, cookies }) => {
  const next = nextPage(url.searchParams.get('next'));
  if (locals.identity) redirect(303, next);
  if (next !== '/') cookies.set(NEXT_COOKIE, next, nextCookieOptions);
  return {
    next: next === '/' ? null : next,
    cookieRefused: url.searchParams.get('kept') === 'check',
    exampleOnLoopback: locals.app.exampleOnLoopback,
  };
};

export const actions: Actions = {
  link: exchange,
  password: async (event) => {
    const { locals, request } = event;
    const form = await request.formData();
    const email = String(form.get('email') ?? '');
    const signedIn = await locals.app.accounts.signInWithPassword({
      email,
      password: String(form.get('password') ?? ''),
      address: event.getClientAddress(),
      cookieHeader: request.headers.get('cookie'),
      device: request.headers.get('user-agent'),
    });
    if (!signedIn.ok)
      return fail(locals.app.http.statusOf(signedIn.problem), {
        way: 'password' as const,
        code: signedIn.problem.code,
        email,
      });
    return enter(event, signedIn.value.cookie, form.get('next'));
  },
};
