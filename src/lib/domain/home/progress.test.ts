import { expect, test } from 'vitest';
import type { Deliverable } from '../deliverable/work.ts';
import { progressOf } from './progress.ts';
import { NOW, text, work } from './testing/facts.ts';

const deliverable = (id: string): Deliverable => ({
  id,
  partnershipId: 'here',
  kind: 'typology',
  code: id.toUpperCase(),
  titles: { en: id },
  state: 'draft',
});
const d1 = { deliverableId: 'd1' };

test('a deliverable says how many of its texts came how far, in which languages, and when last', () => {
  const [line] = progressOf(
    [deliverable('d1')],
    [
      { work: work('a', d1), documents: [text('a', 'fr'), text('a', 'it', { changedAtMs: NOW })] },
      { work: work('b', { ...d1, state: 'agreed-with-divergence' }), documents: [text('b', 'fr')] },
      { work: work('c', d1), documents: [text('c', 'fr', { head: 0, changedAtMs: NOW + 1 })] },
      { work: work('d', { ...d1, state: 'superseded' }), documents: [] },
    ],
  );
  expect(line).toMatchObject({
    works: 4,
    states: [
      { state: 'draft', count: 2 },
      { state: 'agreed-with-divergence', count: 1 },
      { state: 'superseded', count: 1 },
    ],
    reached: [1, 0.5, 0.5, 0.5, 0.25],
    languages: [
      { language: 'fr', count: 2 },
      { language: 'it', count: 1 },
    ],
    changedAtMs: NOW,
    only: [],
  });
});

test('of a single text its language versions are known, so that a press opens it', () => {
  const [line] = progressOf([deliverable('d1')], [{ work: work('a', d1), documents: [text('a', 'fr')] }]);
  expect(line?.only).toEqual([{ id: 'a-fr', language: 'fr' }]);
});

test('a deliverable without a text has come nowhere; texts of none come last, when there are any', () => {
  const lines = progressOf([deliverable('d1')], [{ work: work('a'), documents: [text('a', 'fr')] }]);
  expect(lines.map(({ deliverable: it, works }) => [it?.id ?? null, works])).toEqual([
    ['d1', 0],
    [null, 1],
  ]);
  expect(lines[0]).toMatchObject({ reached: [0, 0, 0, 0, 0], changedAtMs: null, languages: [] });
  expect(progressOf([], [])).toEqual([]);
});
