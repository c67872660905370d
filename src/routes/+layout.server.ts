import type { LayoutServerLoad } from './$types';

export const load: LayoutServerLoad = ({ locals }) => ({
  locale: locals.locale,
  person: locals.identity ? { id: locals.identity.person.id, name: locals.identity.person.name } : null,
});
