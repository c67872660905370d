import { loadCatalogue } from '#lib/i18n/load-catalogue.ts';
import type { LayoutLoad } from './$types';

/** Only the locale in use travels to the browser. */
export const load: LayoutLoad = async ({ data }) => ({
  ...data,
  catalogue: await loadCatalogue(data.locale),
});
