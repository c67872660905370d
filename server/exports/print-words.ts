import { serverTranslator } from '#lib/i18n/every-catalogue.ts';
import type { Translate } from '#lib/i18n/catalogue.ts';
import { createFormats, type Formats } from '#lib/i18n/formats.ts';
import { DEFAULT_LOCALE, LOCALES, type Locale } from '#lib/i18n/locales.ts';
import type { PrintWords } from './print-model.ts';

export interface PrintVoice {
  readonly locale: Locale;
  readonly t: Translate;
  readonly formats: Formats;
  readonly words: PrintWords;
}

/** The program's words in the document's language; in English where it does not speak it yet. */
export function printVoice(language: string): PrintVoice {
  const locale = LOCALES.find((known) => known === language.split('-')[0]) ?? DEFAULT_LOCALE;
  const t = serverTranslator(locale);
  return { locale, t, formats: createFormats(locale, 'UTC'), words: wordsOf(locale, t) };
}

const wordsOf = (language: Locale, t: Translate): PrintWords => ({
  language,
  contents: t('print.contents'),
  notes: t('print.notes'),
  annex: t('print.annex'),
  page: t('print.page'),
  ofPages: t('print.of-pages'),
  figure: t('print.figure'),
  missingImage: t('print.missing-image'),
  undescribedImage: t('print.undescribed-image'),
  done: t('print.done'),
  open: t('print.open'),
  callouts: {
    note: t('print.callout-note'),
    tip: t('print.callout-tip'),
    warning: t('print.callout-warning'),
    example: t('print.callout-example'),
  },
});
