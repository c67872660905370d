import type { Formats } from '#lib/i18n/formats.ts';
import type { Translate } from '#lib/i18n/catalogue.ts';
import type { Moment } from './timeline.ts';

/** What a moment is called: its name, what was done, or when it was. */
export function momentTitle(moment: Moment, t: Translate, formats: Formats): string {
  const [named] = moment.names;
  if (named) return named.name;
  if (moment.isPresent) return t('history.present');
  const when = formats.dateTime(moment.atMs);
  return moment.restoration ? t('history.restoration', { when }) : when;
}
