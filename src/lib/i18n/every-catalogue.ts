import type { Catalogue } from './areas.ts';
import { translator, type Translate } from './catalogue.ts';
import de from './catalogues/de.ts';
import en from './catalogues/en.ts';
import fi from './catalogues/fi.ts';
import fr from './catalogues/fr.ts';
import it from './catalogues/it.ts';
import nl from './catalogues/nl.ts';
import { PSEUDO_LOCALE, type Locale } from './locales.ts';
import { pseudoCatalogue } from './pseudo.ts';

/** For the server's own texts (mail, exports) and for tests: all locales at once. Pages load one. */
export const CATALOGUES: Record<Locale, Catalogue> = {
  en,
  fr,
  it,
  fi,
  nl,
  de,
  [PSEUDO_LOCALE]: pseudoCatalogue(en),
};

export const serverTranslator = (locale: Locale): Translate => translator(locale, CATALOGUES[locale]);
