import type { PageCatalogue } from './areas.ts';
import { PSEUDO_LOCALE, type Locale } from './locales.ts';

/**
 * What a page shows. `text`: the page on which people write, on telephones too, carries no others' words;
 * `sections`: pages, and what stands on their own pages alone; `workshop`: the screens of a running one.
 */
export type CataloguePart = 'text' | 'pages' | 'sections' | 'workshop';

const SECTIONS = ['activities', 'evidence', 'glossary', 'publications', 'workshops'].map(
  (it) => `/p/[partnership]/${it}`,
);

export const partOf = (routeId: string | null): CataloguePart =>
  routeId === '/d/[document]'
    ? 'text'
    : routeId === '/join' || routeId?.startsWith('/w/')
      ? 'workshop'
      : SECTIONS.includes(routeId ?? '')
        ? 'sections'
        : 'pages';

const loaders: Record<Locale, Record<CataloguePart, () => Promise<{ default: PageCatalogue }>>> = {
  en: {
    text: () => import('./catalogues/en-text.ts'),
    pages: () => import('./catalogues/en-pages.ts'),
    sections: () => import('./catalogues/en-sections.ts'),
    workshop: () => import('./catalogues/en-workshop.ts'),
  },
  fr: {
    text: () => import('./catalogues/fr-text.ts'),
    pages: () => import('./catalogues/fr-pages.ts'),
    sections: () => import('./catalogues/fr-sections.ts'),
    workshop: () => import('./catalogues/fr-workshop.ts'),
  },
  it: {
    text: () => import('./catalogues/it-text.ts'),
    pages: () => import('./catalogues/it-pages.ts'),
    sections: () => import('./catalogues/it-sections.ts'),
    workshop: () => import('./catalogues/it-workshop.ts'),
  },
  fi: {
    text: () => import('./catalogues/fi-text.ts'),
    pages: () => import('./catalogues/fi-pages.ts'),
    sections: () => import('./catalogues/fi-sections.ts'),
    workshop: () => import('./catalogues/fi-workshop.ts'),
  },
  nl: {
    text: () => import('./catalogues/nl-text.ts'),
    pages: () => import('./catalogues/nl-pages.ts'),
    sections: () => import('./catalogues/nl-sections.ts'),
    workshop: () => import('./catalogues/nl-workshop.ts'),
  },
  de: {
    text: () => import('./catalogues/de-text.ts'),
    pages: () => import('./catalogues/de-pages.ts'),
    sections: () => import('./catalogues/de-sections.ts'),
    workshop: () => import('./catalogues/de-workshop.ts'),
  },
  [PSEUDO_LOCALE]: {
    text: () => pseudo(import('./catalogues/en-text.ts')),
    pages: () => pseudo(import('./catalogues/en-pages.ts')),
    sections: () => pseudo(import('./catalogues/en-sections.ts')),
    workshop: () => pseudo(import('./catalogues/en-workshop.ts')),
  },
};

async function pseudo(english: Promise<{ default: PageCatalogue }>): Promise<{ default: PageCatalogue }> {
  const { pseudoCatalogue } = await import('./pseudo.ts');
  return { default: pseudoCatalogue((await english).default) };
}

/** For pages: the browser downloads the locale in use and no other. */
export const loadCatalogue = async (locale: Locale, part: CataloguePart): Promise<PageCatalogue> =>
  (await loaders[locale][part]()).default;
