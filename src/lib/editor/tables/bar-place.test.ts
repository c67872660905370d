import { expect, test } from 'vitest';
import { placeBar } from './bar-place.ts';

const room = { left: 6, top: 100, right: 1194, bottom: 800 };
const bar = { width: 300, height: 40 };
const table = { left: 200, top: 300, right: 900, bottom: 500 };
const line = (left: number, right: number, top: number) => ({ left, right, top, bottom: top + 24 });

test('the bar stands above the table when nothing is there', () => {
  expect(placeBar({ bar, table, room, lines: [] })).toEqual({ left: 200, top: 254 });
});

test('a short line above the table stays legible: the bar moves to the table’s end', () => {
  expect(placeBar({ bar, table, room, lines: [line(200, 400, 270)] })).toEqual({ left: 600, top: 254 });
});

test('a full line above the table stays legible: the bar stands below', () => {
  expect(placeBar({ bar, table, room, lines: [line(200, 890, 270)] })).toEqual({ left: 200, top: 506 });
});

test('between two full lines it stands above, where it is looked for', () => {
  const lines = [line(200, 890, 270), line(200, 890, 510)];
  expect(placeBar({ bar, table, room, lines })).toEqual({ left: 200, top: 254 });
});

test('a table longer than the window has its bar at the lower edge', () => {
  const long = { ...table, top: -400, bottom: 2000 };
  expect(placeBar({ bar, table: long, room, lines: [] })).toEqual({ left: 200, top: 760 });
});

test('on a phone the bar ends where the window does', () => {
  const phone = { ...room, right: 369 };
  const narrow = { ...table, left: 18, right: 357 };
  expect(placeBar({ bar: { width: 362, height: 40 }, table: narrow, room: phone, lines: [] }).left).toBe(7);
  expect(placeBar({ bar: { width: 500, height: 40 }, table: narrow, room: phone, lines: [] }).left).toBe(6);
});
