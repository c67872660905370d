import { expect, test } from 'vitest';
import type { Stage } from '#lib/domain/workshop/format.ts';
import type { BallotView } from '#lib/domain/workshop/running/views.ts';
import { curvePoints, thinned } from './curve.ts';
import { wordsIn } from './languages-shown.ts';
import { earlierResults, resultRows } from './results.ts';

const names = {
  card: (id: string) => (id === 'secret' ? null : { text: `Card ${id}`, fields: {}, lang: 'fr' }),
  table: () => ({ topics: { en: 'Home care' } }),
  tableName: (number: number) => `Table ${number}`,
  words: (words: Readonly<Record<string, string>>) => words['en'] ?? '',
};

test('a result names its cards and tables, the longest bar is the best; a card that was never told is left out', () => {
  const tally = [
    { option: 'a', voters: 3, sum: 8 },
    { option: 'secret', voters: 2, sum: 4 },
    { option: 'b', voters: 1, sum: 2 },
  ];
  expect(resultRows({ tally }, { on: 'cards', method: 'dots' }, names)).toMatchObject([
    { text: 'Card a', lang: 'fr', share: 1, value: 8 },
    { text: 'Card b', share: 0.25, value: 2 },
  ]);
  const tables = resultRows(
    { tally: [{ option: '4', voters: 0, sum: 0 }] },
    { on: 'tables', method: 'dots' },
    names,
  );
  expect(tables).toMatchObject([{ text: 'Table 4: Home care', share: 0 }]);
  expect(resultRows({ tally: null }, { on: 'cards', method: 'dots' }, names)).toEqual([]);
});

test('a curve spans from the first move to the last; one move alone is a level line', () => {
  const at = (atMs: number, below: number, above: number) => ({ atMs, below, above, middle: 0, moves: 1 });
  expect(curvePoints([at(1_000, 1, 0), at(3_000, 2, 4)])).toEqual([
    { x: 0, below: 0.25, above: 0 },
    { x: 1, below: 0.5, above: 1 },
  ]);
  expect(curvePoints([at(5, 2, 0)]).map(({ x, below }) => [x, below])).toEqual([
    [0, 1],
    [1, 1],
  ]);
  expect(curvePoints([])).toEqual([]);
  expect(thinned([1, 2, 3, 4, 5], 3)).toEqual([1, 3, 5]);
});

test('words stand in both languages of the room, and once where one of them has none', () => {
  const words = { en: 'Rules', fr: 'Règles' };
  expect(wordsIn(words, ['fr', 'en']).map(({ text }) => text)).toEqual(['Règles', 'Rules']);
  expect(wordsIn(words, ['fr', 'sv']).map(({ lang }) => lang)).toEqual(['fr', 'en']);
  expect(wordsIn(words, ['sv', 'et'])).toEqual([{ text: 'Rules', lang: 'en' }]);
  expect(wordsIn({}, ['fr'])).toEqual([]);
});

test('the last vote’s result stays in sight until another vote opens, and nothing hidden is shown', () => {
  const stage = (id: string, ballot?: string) =>
    ({ id, ...(ballot ? { ballots: [{ id: ballot }] } : {}) }) as unknown as Stage;
  const steps = [stage('first', 'one'), stage('second', 'two'), stage('talk'), stage('third', 'three')].map(
    (it) => ({ round: 1, stage: it }),
  );
  const ballot = (rule: string, isRevealed: boolean, isOpen = false): BallotView => ({
    ...{ key: `${rule}:1`, round: 1, rule, isOpen, isRevealed },
    ...{ voters: 1, tally: null, curve: null, positions: null },
  });
  const rules = (...all: readonly BallotView[]) => earlierResults(all, steps, 2).map(({ rule }) => rule);
  expect(rules(ballot('one', true), ballot('two', true))).toEqual(['two']);
  expect(rules(ballot('one', true), ballot('two', false))).toEqual([]);
  expect(rules(ballot('one', true))).toEqual(['one']);
  expect(rules(ballot('two', true), ballot('three', false, true))).toEqual([]);
});
