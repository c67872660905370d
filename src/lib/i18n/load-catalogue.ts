import type { PageCatalogue } from './areas.ts';
import type { Locale } from './locales.ts';

/** What a page shows. `text`: the page on which people write, on telephones too, carries no others' words. */
export type CataloguePart = 'text' | 'pages';

const loaders: Record<Locale, Record<CataloguePart, () => Promise<{ default: PageCatalogue }>>> = {
  en: {
    text: () => import('./catalogues/en-text.ts'),
    pages: () => import('./catalogues/en-pages.ts'),
  },
  fr: {
    text: () => import('./catalogues/fr-text.ts'),
    pages: () => import('./catalogues/fr-pages.ts'),
  },
};

/** For pages: the browser downloads the locale in use and no other. */
export const loadCatalogue = async (locale: Locale, part: CataloguePart): Promise<PageCatalogue> =>
  (await loaders[locale][part]()).default;
