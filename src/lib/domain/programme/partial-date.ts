/**
 * A day, or only a month or a year where more is not known (ISO 8601, reduced precision): `2027-03-14`,
 * `2027-03`, `2027`. They are compared as text.
 */
export type PartialDate = string;

const FORM = /^(?<year>\d{4})(?:-(?<month>0[1-9]|1[0-2])(?:-(?<day>0[1-9]|[12]\d|3[01]))?)?$/;

export interface DateParts {
  readonly year: number;
  readonly month: number | null;
  readonly day: number | null;
}

export function partsOf(date: PartialDate): DateParts | null {
  const { year, month, day } = FORM.exec(date)?.groups ?? {};
  if (year === undefined) return null;
  const parts = {
    year: Number(year),
    month: month === undefined ? null : Number(month),
    day: day === undefined ? null : Number(day),
  };
  const isPossible =
    parts.month === null || parts.day === null || parts.day <= daysOf(parts.year, parts.month);
  return isPossible ? parts : null;
}

/** Three fields of a form; `null`: nothing was filled in; `invalid`: no such day, or a day without its month. */
export function readParts(year: string, month: string, day: string): PartialDate | null | 'invalid' {
  const [y, m, d] = [year, month, day].map((it) => it.trim()) as [string, string, string];
  if (!y && !m && !d) return null;
  if (!y || (d && !m)) return 'invalid';
  const date = [y, m && m.padStart(2, '0'), d && d.padStart(2, '0')].filter(Boolean).join('-');
  return partsOf(date) ? date : 'invalid';
}

/** No month is longer: as text these bounds lie right. */
export const earliestDay = (date: PartialDate): string => `${date}${'-01-01'.slice(date.length - 4)}`;
export const latestDay = (date: PartialDate): string => `${date}${'-12-31'.slice(date.length - 4)}`;

const THIRTY = [4, 6, 9, 11];
function daysOf(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return THIRTY.includes(month) ? 30 : 31;
}
