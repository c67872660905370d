import { redirect } from '@sveltejs/kit';
import { parseTheme, THEME_COOKIE } from '#lib/ui/theme.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, cookies }) => {
  if (!locals.identity)
    return { partnerships: null, operator: false, theme: parseTheme(cookies.get(THEME_COOKIE)) };
  const partnerships = await locals.app.services.listPartnerships(locals.identity.principal);
  const [only] = partnerships;
  const operator = locals.identity.principal.operator;
  // Operators come back here to create another one.
  if (only && partnerships.length === 1 && !operator) redirect(303, `/p/${only.id}`);
  return { partnerships, operator, theme: null };
};
