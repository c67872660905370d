import { DATE_LOCALES, type Formats } from '#lib/i18n/formats.ts';
import { partsOf, type PartialDate } from '#lib/domain/programme/partial-date.ts';

/** Dates that say no more than is known, in the reader's format. Calendar days have no time zone: all is UTC. */
export function programmeFormats({ locale }: Pick<Formats, 'locale'>) {
  const tag = DATE_LOCALES[locale];
  const formatter = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(tag, { timeZone: 'UTC', ...options });
  const year = formatter({ year: 'numeric' });
  const month = formatter({ year: 'numeric', month: 'long' });
  const day = formatter({ year: 'numeric', month: 'long', day: 'numeric' });
  const monthName = formatter({ month: 'long' });
  const clock = formatter({ hour: '2-digit', minute: '2-digit' });

  const read = (date: PartialDate) => {
    const parts = partsOf(date);
    if (!parts) return null;
    return {
      at: Date.UTC(parts.year, (parts.month ?? 1) - 1, parts.day ?? 1),
      form: parts.day !== null ? day : parts.month !== null ? month : year,
    };
  };

  return {
    /** 3 – 5 March 2027; March 2027; 2026 – June 2027. `null`: nothing is known. */
    period(begins: PartialDate | null, ends: PartialDate | null): string | null {
      const [from, to] = [begins, ends].map((it) => (it ? read(it) : null));
      if (!from || !to) {
        const known = from ?? to;
        return known ? known.form.format(known.at) : null;
      }
      if (from.form === to.form && from.at <= to.at) return from.form.formatRange(from.at, to.at);
      return `${from.form.format(from.at)} – ${to.form.format(to.at)}`;
    },
    /** From 1. */
    monthName: (number: number): string => monthName.format(Date.UTC(2027, number - 1, 1)),
    /** `09:30`, as the reader writes hours. */
    hour: (time: string): string => clock.format(Date.parse(`2027-01-01T${time}:00Z`)),
  };
}
