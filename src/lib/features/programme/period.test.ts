import { expect, test } from 'vitest';
import { programmeFormats } from './period.ts';

const plain = (text: string | null) => text?.replace(/[\u2009\u00a0\u202f]/g, ' ');

test('a period is as exact as what is known of it', () => {
  const { period } = programmeFormats({ locale: 'en' });
  expect(period(null, null)).toBeNull();
  expect(period('2020', null)).toBe('2020');
  expect(period(null, '2021-06')).toBe('June 2021');
  expect(plain(period('2027-03-03', '2027-03-05'))).toMatch(/^3 ?– ?5 March 2027$/);
  expect(plain(period('2020-06', '2021-12'))).toBe('June 2020 – December 2021');
  expect(period('2026', '2027-06-01')).toBe('2026 – 1 June 2027');
});

test('dates and hours are written as the reader writes them', () => {
  expect(programmeFormats({ locale: 'fr' }).period('2027-03-14', null)).toBe('14 mars 2027');
  expect(programmeFormats({ locale: 'fi' }).hour('09:30')).toMatch(/^0?9\.30$/);
  expect(programmeFormats({ locale: 'en' }).hour('17:35')).toBe('17:35');
  expect(programmeFormats({ locale: 'de' }).monthName(3)).toBe('März');
});
