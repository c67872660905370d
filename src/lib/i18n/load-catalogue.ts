import type { PageCatalogue } from './areas.ts';
import { PSEUDO_LOCALE, type Locale } from './locales.ts';

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
  it: {
    text: () => import('./catalogues/it-text.ts'),
    pages: () => import('./catalogues/it-pages.ts'),
  },
  fi: {
    text: () => import('./catalogues/fi-text.ts'),
    pages: () => import('./catalogues/fi-pages.ts'),
  },
  nl: {
    text: () => import('./catalogues/nl-text.ts'),
    pages: () => import('./catalogues/nl-pages.ts'),
  },
  de: {
    text: () => import('./catalogues/de-text.ts'),
    pages: () => import('./catalogues/de-pages.ts'),
  },
  [PSEUDO_LOCALE]: {
    text: () => pseudo(import('./catalogues/en-text.ts')),
    pages: () => pseudo(import('./catalogues/en-pages.ts')),
  },
};

async function pseudo(english: Promise<{ default: PageCatalogue }>): Promise<{ default: PageCatalogue }> {
  const { pseudoCatalogue } = await import('./pseudo.ts');
  return { default: pseudoCatalogue((await english).default) };
}

/** For pages: the browser downloads the locale in use and no other. */
export const loadCatalogue = async (locale: Locale, part: CataloguePart): Promise<PageCatalogue> =>
  (await loaders[locale][part]()).default;
