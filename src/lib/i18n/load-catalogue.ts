import type { Catalogue } from './areas.ts';
import type { Locale } from './locales.ts';

const loaders: Record<Locale, () => Promise<{ default: Catalogue }>> = {
  en: () => import('./catalogues/en.ts'),
  fr: () => import('./catalogues/fr.ts'),
};

/** For pages: the browser downloads the locale in use and no other. */
export const loadCatalogue = async (locale: Locale): Promise<Catalogue> => (await loaders[locale]()).default;
