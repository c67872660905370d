import { expect, test } from 'vitest';
import { format, stage } from './testing/small-format.ts';
import { stepsOf } from './steps.ts';

test('the stages of a loop come round together, each round counted, each with its beginning', () => {
  const steps = stepsOf(
    format({
      minutes: 28,
      stages: [
        stage({ id: 'open', minutes: 4 }),
        stage({ id: 'tell', minutes: 5, loop: 'tables', repeat: 2 }),
        stage({ id: 'ask', minutes: 3, loop: 'tables', repeat: 2 }),
        stage({ id: 'close', minutes: 8 }),
      ],
    }),
  );
  expect(steps.map((it) => [it.index, it.stageId, `${it.round}/${it.rounds}`, it.startsAtMinute])).toEqual([
    [0, 'open', '1/1', 0],
    [1, 'tell', '1/2', 4],
    [2, 'ask', '1/2', 9],
    [3, 'tell', '2/2', 12],
    [4, 'ask', '2/2', 17],
    [5, 'close', '1/1', 20],
  ]);
});

test('two loops that follow each other stay two', () => {
  const steps = stepsOf(
    format({
      minutes: 8,
      stages: [
        stage({ id: 'a', minutes: 2, loop: 'first', repeat: 2 }),
        stage({ id: 'b', minutes: 2, loop: 'second', repeat: 2 }),
      ],
    }),
  );
  expect(steps.map(({ stageId }) => stageId)).toEqual(['a', 'a', 'b', 'b']);
});
