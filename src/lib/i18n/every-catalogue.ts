import type { Catalogue } from './areas.ts';
import { translator, type Translate } from './catalogue.ts';
import en from './catalogues/en.ts';
import fr from './catalogues/fr.ts';
import type { Locale } from './locales.ts';

/** For the server's own texts (mail, exports) and for tests: all locales at once. Pages load one. */
export const CATALOGUES: Record<Locale, Catalogue> = { en, fr };

export const serverTranslator = (locale: Locale): Translate => translator(locale, CATALOGUES[locale]);
