import './globals.ts';
import { expect, test } from 'vitest';
import { runCampaign } from './campaign.ts';
import { fixtures } from './fixtures.ts';
import { drawSchedule } from './schedule.ts';
import { simulate } from './simulation.ts';

const SEED = 20_260_101;
const SCHEDULES = 2_000;
/** Few, because a machine with two busy cores must come through; the longer run has 200. */
const OPERATIONS = 6;

test.for(fixtures().map(({ name, story, schedule }) => [`${name}: ${story}`, schedule] as const))(
  'what went wrong once goes well: %s',
  async ([, schedule]) => {
    expect((await simulate(schedule)).violation).toBeNull();
  },
);

test('the same seed gives the same trace, byte by byte', async () => {
  const schedule = drawSchedule(SEED, 60);
  const [first, second] = [await simulate(schedule), await simulate(schedule)];
  expect(first.events).toBeGreaterThan(100);
  expect(second).toEqual(first);
  expect((await simulate(drawSchedule(SEED + 1, 60))).trace).not.toBe(first.trace);
});

test(
  `[E6] [E11] nothing that was seen or called saved is lost, whatever fails: ${SCHEDULES} simulated schedules`,
  { timeout: 240_000 },
  async () => {
    const { failure, schedules, acknowledged, relayed } = await runCampaign({
      ...{ seed: SEED, schedules: SCHEDULES, operations: OPERATIONS, secondsMax: Infinity },
      onProgress: () => undefined,
    });
    expect(failure && JSON.stringify(failure)).toBeNull();
    expect(schedules).toBe(SCHEDULES);
    // A simulation in which nothing happens would find nothing.
    expect(Math.min(acknowledged, relayed)).toBeGreaterThan(SCHEDULES);
  },
);
