import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { limits } from '#lib/core/limits.ts';
import type { Log } from '#server/ports/log.ts';
import { exampleInvitation } from '../../tests/contracts/example-rows.ts';
import { accountWorld } from '../../tests/support/account-world.ts';
import { SimulatedClock } from '../../tests/support/simulated-clock.ts';
import { startHousekeeping } from './housekeeping.ts';

let logged: string[] = [];
const log: Log = {
  debug() {},
  info() {},
  warn: (_facts, words) => void logged.push(`warn: ${words}`),
  error: (_facts, words) => void logged.push(`error: ${words}`),
};
beforeEach(() => (logged = []));
const sweepFiles = () => Promise.resolve(0);

test('what has ended is deleted at the start and every hour; what may still be needed stays', async () => {
  const { accounts, invitations, close } = await accountWorld();
  onTestFinished(close);
  const clock = new SimulatedClock();
  await clock.pass(2 * limits.invitationKeptMs);
  const startMs = clock.nowMs();
  const soonMs = startMs + limits.housekeepingEveryMs - 1;
  const longMs = startMs + 10 * limits.housekeepingEveryMs;
  for (const [idHash, expiresAtMs] of [
    ['over', startMs - 1],
    ['soon over', soonMs],
    ['lives', longMs],
  ] as const)
    await accounts.createSession({
      idHash,
      personId: 'p-lead',
      expiresAtMs,
      createdAtMs: 1,
      device: '',
      seenAtMs: 1,
    });
  const link = { personId: 'p-lead', purpose: 'sign-in', createdAtMs: 1 } as const;
  await accounts.createSignInLink({
    ...link,
    secretHash: 'long ago',
    expiresAtMs: startMs - limits.linkKeptMs - 1,
  });
  await accounts.createSignInLink({ ...link, secretHash: 'just now', expiresAtMs: startMs - 1 });
  const invitation = (id: string, expiresAtMs: number) =>
    invitations.create(
      exampleInvitation('p', { id, secretHash: id, email: `${id}@example.org`, expiresAtMs }),
      10,
    );
  await invitation('forgotten', startMs - limits.invitationKeptMs - 1);
  await invitation('renewable', startMs - 1);

  const stop = startHousekeeping({ accounts, invitations, sweepFiles, clock, log });
  const sessions = async () => (await accounts.sessionsOf('p-lead')).map((it) => it.idHash);
  await expect.poll(sessions).toEqual(['lives', 'soon over']);
  await expect.poll(async () => (await invitations.pending('p')).map((it) => it.id)).toEqual(['renewable']);
  expect(await accounts.readSignInLink('long ago', startMs, 'sign-in')).toBe('unknown');
  // It still says what became of it.
  expect(await accounts.readSignInLink('just now', startMs, 'sign-in')).toBe('expired');

  await clock.pass(limits.housekeepingEveryMs);
  await expect.poll(sessions).toEqual(['lives']);
  await stop();
});

test('a disk that refuses is asked again the next time', async () => {
  const { accounts, invitations, close } = await accountWorld();
  onTestFinished(close);
  const clock = new SimulatedClock();
  let asked = 0;
  const full = {
    ...accounts,
    deleteSessionsExpiredBefore() {
      asked += 1;
      return Promise.reject(Object.assign(new Error('full'), { storageTrouble: 'full' }));
    },
  };
  const stop = startHousekeeping({ accounts: full, invitations, sweepFiles, clock, log });
  await expect.poll(() => asked).toBe(1);
  await clock.pass(3 * limits.housekeepingEveryMs);
  expect(asked).toBeGreaterThan(1);
  await stop();
  const before = asked;
  await clock.pass(10 * limits.housekeepingEveryMs);
  expect(asked).toBe(before);
  expect(new Set(logged)).toEqual(new Set(['warn: housekeeping put off']));
});

test('a fault of the program is logged as an error', async () => {
  const { accounts, invitations, close } = await accountWorld();
  onTestFinished(close);
  const broken = {
    ...accounts,
    deleteSessionsExpiredBefore: () => Promise.reject(new Error('no such column')),
  };
  const stop = startHousekeeping({
    accounts: broken,
    invitations,
    sweepFiles,
    clock: new SimulatedClock(),
    log,
  });
  await stop();
  expect(logged).toEqual(['error: housekeeping failed']);
});

test('whoever stops it waits for the pass under way, and no other follows', async () => {
  const { accounts, invitations, close } = await accountWorld();
  onTestFinished(close);
  const clock = new SimulatedClock();
  const { promise: diskAnswers, resolve: answer } = Promise.withResolvers<void>();
  const steps: string[] = [];
  const slow = {
    ...accounts,
    async deleteSessionsExpiredBefore() {
      steps.push('begun');
      await diskAnswers;
      steps.push('done');
    },
  };
  const stop = startHousekeeping({ accounts: slow, invitations, sweepFiles, clock, log });
  const stopped = stop().then(() => steps.push('stopped'));
  await new Promise(setImmediate);
  expect(steps).toEqual(['begun']);
  answer();
  await stopped;
  expect(steps).toEqual(['begun', 'done', 'stopped']);
  await clock.pass(3 * limits.housekeepingEveryMs);
  expect(steps).toHaveLength(3);
});
