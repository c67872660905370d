import { error, fail, redirect, type RequestEvent } from '@sveltejs/kit';
import type { Problem } from '#lib/core/result.ts';
import { isLocale, LOCALE_COOKIE, LOCALE_COOKIE_AGE_S } from '#lib/i18n/locales.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, request }) => {
  const [account, devices] = await Promise.all([
    locals.app.accounts.account(locals.identity),
    locals.app.accounts.devices(locals.identity, request.headers.get('cookie')),
  ]);
  for (const found of [account, devices])
    if (!found.ok)
      error(locals.app.http.statusOf(found.problem), {
        message: found.problem.code,
        code: found.problem.code,
      });
  if (!account.ok || !devices.ok) return error(500);
  const { person, hasPassword, memberships } = account.value;
  return {
    profile: { name: person.name, email: person.email, locale: person.locale },
    hasPassword,
    memberships,
    devices: devices.value,
    nowMs: Date.now(),
  };
};

export const actions: Actions = {
  profile: async (event) => {
    const { locals, cookies } = event;
    const form = await event.request.formData();
    const chosen = form.get('locale');
    const saved = await locals.app.accounts.updateProfile(locals.identity, {
      name: form.get('name'),
      locale: chosen,
    });
    if (!saved.ok) return refused(event, 'profile', saved.problem);
    if (isLocale(chosen))
      cookies.set(LOCALE_COOKIE, chosen, {
        path: '/',
        // The page reads and writes it too, when the language is changed in passing.
        httpOnly: false,
        secure: false,
        sameSite: 'lax',
        maxAge: LOCALE_COOKIE_AGE_S,
      });
    else cookies.delete(LOCALE_COOKIE, { path: '/', secure: false });
    return { saved: 'profile' as const };
  },
  password: async (event) => {
    const { locals, request } = event;
    const form = await request.formData();
    const saved = await locals.app.accounts.setPassword(locals.identity, {
      current: String(form.get('current') ?? ''),
      next: String(form.get('password') ?? ''),
      cookieHeader: request.headers.get('cookie'),
    });
    return saved.ok ? { saved: 'password' as const } : refused(event, 'password', saved.problem);
  },
  end: async (event) => {
    const { locals, request } = event;
    const form = await request.formData();
    const ended = await locals.app.accounts.endDevice(locals.identity, String(form.get('device') ?? ''));
    return ended.ok ? { saved: 'device' as const } : refused(event, 'device', ended.problem);
  },
  everywhere: async (event) => {
    const { locals, cookies } = event;
    const ended = await locals.app.accounts.signOutEverywhere(locals.identity);
    if (!ended.ok) return refused(event, 'device', ended.problem);
    const { name, value, options } = ended.value;
    cookies.set(name, value, options);
    redirect(303, '/sign-in');
  },
};

type Part = 'profile' | 'password' | 'device';
const refused = ({ locals }: RequestEvent, part: Part, problem: Problem) =>
  fail(locals.app.http.statusOf(problem), { part, code: problem.code, fields: problem.fields ?? {} });
