import { describe, expect, test } from 'vitest';
import { endOf, inTime, itemsInOrder, placeInTime } from './activity.ts';
import { partsOf, readParts } from './partial-date.ts';

const TODAY = '2027-03-15';
const placed = (begins: string | null, ends: string | null = null) => placeInTime({ begins, ends }, TODAY);

describe('past, now and next', () => {
  test('are told to the day where the days are known', () => {
    expect(placed('2027-03-14')).toBe('past');
    expect(placed('2027-03-15')).toBe('now');
    expect(placed('2027-03-14', '2027-03-15')).toBe('now');
    expect(placed('2027-03-16')).toBe('next');
    expect(placed(null)).toBe('undated');
  });

  test('a vague date claims nothing too soon: this month or year may still come', () => {
    expect(placed('2027-03')).toBe('next');
    expect(placed('2027')).toBe('next');
    expect(placed('2027-02', '2027')).toBe('now');
    expect(placed('2026')).toBe('past');
    expect(placed(null, '2027-04')).toBe('next');
  });

  test('what is now comes first, the past last, and in each what begins first', () => {
    const all = ['2028', '2026', '2027-03-15', null, '2027-04'].map((begins) => ({ begins, ends: null }));
    expect(
      inTime(all, TODAY).map(({ when, activities }) => [when, ...activities.map((it) => it.begins)]),
    ).toEqual([
      ['now', '2027-03-15'],
      ['next', '2027-04', '2028'],
      ['undated', null],
      ['past', '2026'],
    ]);
  });
});

test('a programme is in the order of days and hours; what begins at once keeps its order', () => {
  const items = [
    { day: 2, start: '09:00', id: 'c' },
    { day: 1, start: '11:20', id: 'b' },
    { day: 1, start: '11:20', id: 'b2' },
    { day: 1, start: '09:00', id: 'a' },
  ];
  expect(itemsInOrder(items).map(({ id }) => id)).toEqual(['a', 'b', 'b2', 'c']);
  expect(endOf({ start: '09:15', minutes: 170 })).toBe('12:05');
  expect(endOf({ start: '23:30', minutes: 45 })).toBe('00:15');
});

test('a date is a day, a month or a year that exists', () => {
  expect(partsOf('2027')).toEqual({ year: 2027, month: null, day: null });
  expect(partsOf('2028-02-29')).toEqual({ year: 2028, month: 2, day: 29 });
  expect([partsOf('2027-02-29'), partsOf('2027-13'), partsOf('27'), partsOf('2027-1-1')]).toEqual([
    ...[null, null, null, null],
  ]);
  expect(readParts(' 2027 ', '3', '')).toBe('2027-03');
  expect(readParts('2027', '3', '4')).toBe('2027-03-04');
  expect(readParts('', '', '')).toBeNull();
  expect([readParts('', '3', ''), readParts('2027', '', '4'), readParts('2027', '4', '31')]).toEqual([
    ...['invalid', 'invalid', 'invalid'],
  ]);
});
