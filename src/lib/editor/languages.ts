/**
 * Languages offered for a passage: those of the European Union, then regional and neighbouring ones
 * that partnerships write in. Any other tag that a text already holds is kept and shown.
 */
export const PASSAGE_LANGUAGES: readonly string[] = [
  ...['bg', 'cs', 'da', 'de', 'el', 'en', 'es', 'et', 'fi', 'fr', 'ga', 'hr', 'hu', 'it', 'lt', 'lv'],
  ...['mt', 'nl', 'pl', 'pt', 'ro', 'sk', 'sl', 'sv'],
  ...['ar', 'ca', 'eu', 'frp', 'lb', 'se', 'sq', 'tr', 'uk'],
];
