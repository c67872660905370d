import { redirect } from '@sveltejs/kit';
import { isLocale, LOCALE_COOKIE, LOCALE_COOKIE_AGE_S } from '#lib/i18n/locales.ts';
import { parseTheme, THEME_COOKIE } from '#lib/ui/theme.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, cookies, url }) => {
  if (!locals.identity) {
    const language = url.searchParams.get('lang');
    if (isLocale(language)) {
      // As the switch writes it in the browser (i18n/locales.ts), so that either may change it.
      const shared = { path: '/', httpOnly: false, secure: false, sameSite: 'lax' } as const;
      cookies.set(LOCALE_COOKIE, language, { ...shared, maxAge: LOCALE_COOKIE_AGE_S });
      redirect(303, '/');
    }
    return { partnerships: null, operator: false, theme: parseTheme(cookies.get(THEME_COOKIE)) };
  }
  const partnerships = await locals.app.services.listPartnerships(locals.identity.principal);
  const [only] = partnerships;
  const operator = locals.identity.principal.operator;
  // Operators come back here to create another one.
  if (only && partnerships.length === 1 && !operator) redirect(303, `/p/${only.id}`);
  return { partnerships, operator, theme: null };
};
