import { expect, test } from 'vitest';
import type { SeatingReport } from '#lib/domain/workshop/seating/explain-seating.ts';
import { reasonsByRule } from './reasons.ts';

test('what does not hold comes first, each reason once with all its tables or people', () => {
  const kept = { isKept: true, tablesKept: 3, tablesAll: 3, broken: 0, atLeast: 0 };
  const broken = { isKept: false, tablesKept: 1, tablesAll: 3, broken: 2, atLeast: 0 };
  const report: SeatingReport = {
    rules: [
      { rule: 'language', ...kept },
      { rule: 'countries', ...broken },
      { rule: 'seat', ...broken },
    ],
    tables: [],
    shortfalls: [
      { code: 'countries', table: 7, countries: 1, wanted: 2, because: 'too-few-countries' },
      { code: 'countries', table: 3, countries: 1, wanted: 2, because: 'too-few-countries' },
      { code: 'seat', person: 'ana', because: 'more-people-than-seats' },
    ],
  };
  expect(reasonsByRule(report)).toMatchObject([
    { rule: 'countries', reasons: [{ because: 'too-few-countries', tables: [3, 7], people: [] }] },
    { rule: 'seat', reasons: [{ because: 'more-people-than-seats', tables: [], people: ['ana'] }] },
    { rule: 'language', isKept: true, reasons: [] },
  ]);
});
