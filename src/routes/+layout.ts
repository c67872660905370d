import { loadCatalogue, partOf } from '#lib/i18n/load-catalogue.ts';
import type { LayoutLoad } from './$types';

/** Only the locale in use travels to the browser, and to the page of a text only what that shows. */
export const load: LayoutLoad = async ({ data, route }) => ({
  ...data,
  catalogue: await loadCatalogue(data.locale, partOf(route.id)),
});
