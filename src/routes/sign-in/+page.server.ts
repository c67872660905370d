import { redirect } from '@sveltejs/kit';
import { nextPage } from '#lib/domain/access/next-page.ts';
import type { Actions, PageServerLoad } from './$types';
import { exchange, NEXT_COOKIE, nextCookieOptions } from './exchange.ts';

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

export const actions: Actions = { default: exchange };
