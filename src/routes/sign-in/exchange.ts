import { fail, redirect, type RequestEvent } from '@sveltejs/kit';
import { nextPage } from '#lib/domain/access/next-page.ts';
import type { SessionCookie } from '#server/ports/identity.ts';

/**
 * A link may be opened in another tab than the page that asked for it, so where somebody wanted to go
 * is kept for the time that a link lives. It holds an address of ours and nothing else.
 */
export const NEXT_COOKIE = '__Host-tandem-next';
export const nextCookieOptions = {
  path: '/',
  httpOnly: true,
  secure: true,
  sameSite: 'lax',
  maxAge: 1800,
} as const;

/** Exchanges a link, whole or its secret alone, for a session; used by the link's page and by the sign-in form. */
export async function exchange(event: RequestEvent) {
  const { locals, request } = event;
  const form = await request.formData().catch(() => null);
  const signedIn = await locals.app.accounts.signInWithLink({
    secret: secretIn(form?.get('link')),
    address: event.getClientAddress(),
    cookieHeader: request.headers.get('cookie'),
    device: request.headers.get('user-agent'),
  });
  if (!signedIn.ok)
    return fail(locals.app.http.statusOf(signedIn.problem), {
      way: 'link' as const,
      code: signedIn.problem.code,
    });
  return enter(event, signedIn.value.cookie, form?.get('next'));
}

/** Somebody has proved who they are: their browser gets its session, and goes where it wanted to. */
export function enter({ cookies }: RequestEvent, session: SessionCookie, wanted?: unknown): never {
  cookies.set(session.name, session.value, session.options);
  const next = nextPage(wanted ?? cookies.get(NEXT_COOKIE));
  cookies.delete(NEXT_COOKIE, nextCookieOptions);
  // By way of the sign-in page, which sees whether the browser kept the cookie, and says so if not.
  redirect(303, `/sign-in?kept=check&next=${encodeURIComponent(next)}`);
}

/** What stands behind `#` in a pasted link; mail programs break long lines. */
export function secretIn(pasted: unknown): string | null {
  return typeof pasted === 'string' ? pasted.replace(/\s/g, '').replace(/^.*#/, '') : null;
}
