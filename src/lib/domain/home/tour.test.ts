import { expect, test } from 'vitest';
import { isAt, pathOf, readTour, tourSteps, writeTour } from './tour.ts';

const place = (step: number) => ({ step, partnershipId: 'msf-2050', documentId: 'd1-en' });

test('where one is in the tour survives the way through a cookie', () => {
  for (const step of tourSteps.keys()) expect(readTour(writeTour(place(step)))).toEqual(place(step));
  expect(readTour(writeTour('ended'))).toBe('ended');
  expect(readTour(undefined)).toBeNull();
});

test('a cookie that somebody has written themselves ends the tour, and leads nowhere else', () => {
  for (const made of ['', '9~p~d', '-1~p~d', '1.5~p~d', '1~p', '1~../x~d', '1~p~//evil', '1~p~d~e', 'x'])
    expect(readTour(made), made).toBe('ended');
});

test('each step has its place; another language of the text is as good', () => {
  expect(tourSteps.map((_, step) => pathOf(place(step)))).toEqual([
    '/p/msf-2050',
    '/d/d1-en',
    '/d/d1-en',
    '/d/d1-en/history',
    '/p/msf-2050/people',
  ]);
  expect(isAt(place(1), '/d/d1-fr')).toBe(true);
  expect(isAt(place(1), '/d/d1-fr/history')).toBe(false);
  expect(isAt(place(3), '/d/d1-fr/history')).toBe(true);
  expect(isAt(place(0), '/p/msf-2050/people')).toBe(false);
});
