import { redirect } from '@sveltejs/kit';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals }) => {
  if (!locals.identity) redirect(303, '/sign-in');
  const partnerships = await locals.app.services.listPartnerships(locals.identity.principal);
  const [only] = partnerships;
  const operator = locals.identity.principal.operator;
  // Operators come back here to create another one.
  if (only && partnerships.length === 1 && !operator) redirect(303, `/p/${only.id}`);
  return { partnerships, operator };
};
