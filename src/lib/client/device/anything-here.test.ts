import { expect, test } from 'vitest';
import { anythingHere } from './anything-here.ts';
import { shelfName } from './names.ts';

const listing = (...names: string[]) => ({
  databases: () => Promise.resolve(names.map((name) => ({ name, version: 1 }))),
});

test('nothing is here until somebody has opened a text', async () => {
  expect(await anythingHere(listing())).toBe(false);
  expect(await anythingHere(listing('of-another-program'))).toBe(false);
  expect(await anythingHere(listing('of-another-program', shelfName('ada')))).toBe(true);
});

test('a browser that does not say may have something', async () =>
  expect(await anythingHere({} as IDBFactory)).toBe(true));
