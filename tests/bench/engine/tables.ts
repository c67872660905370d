/** The rows' tables and the numbers in them. */
export type Cell = string | number;

export const table = (
  heading: string,
  columns: readonly string[],
  rows: readonly (readonly Cell[])[],
): string =>
  [
    `### ${heading}`,
    '',
    `| ${columns.join(' | ')} |`,
    `|${columns.map(() => '---').join('|')}|`,
    ...rows.map((row) => `| ${row.join(' | ')} |`),
  ].join('\n');

export const fixed = (value: number | undefined, digits = 0): string =>
  value === undefined || Number.isNaN(value) ? '–' : value.toFixed(digits);

export const percent = (share: number, digits = 0): string => `${fixed(share * 100, digits)} %`;

/** Of values in ascending order. */
export const quantile = (sorted: readonly number[], q: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? Number.NaN;

export const median = (values: readonly number[]): number => medianBy(values, (value) => value) ?? Number.NaN;

/** The one whose value is the median (of an even number, the lower): its other figures belong to it. */
export function medianBy<T>(all: readonly T[], valueOf: (each: T) => number): T | undefined {
  const sorted = all.toSorted((a, b) => valueOf(a) - valueOf(b));
  return sorted[Math.floor((sorted.length - 1) / 2)];
}
