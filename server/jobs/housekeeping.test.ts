import { expect, onTestFinished, test } from 'vitest';
import { limits } from '#lib/core/limits.ts';
import { exampleInvitation } from '../../tests/contracts/example-rows.ts';
import { accountWorld } from '../../tests/support/account-world.ts';
import { SimulatedClock } from '../../tests/support/simulated-clock.ts';
import { startHousekeeping } from './housekeeping.ts';

const log = { debug() {}, info() {}, warn() {}, error() {} };

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
    invitations.create(exampleInvitation('p', { id, secretHash: id, expiresAtMs }), 10);
  await invitation('forgotten', startMs - limits.invitationKeptMs - 1);
  await invitation('renewable', startMs - 1);

  const stop = startHousekeeping({ accounts, invitations, clock, log });
  const sessions = async () => (await accounts.sessionsOf('p-lead')).map((it) => it.idHash);
  await expect.poll(sessions).toEqual(['lives', 'soon over']);
  await expect.poll(async () => (await invitations.pending('p')).map((it) => it.id)).toEqual(['renewable']);
  expect(await accounts.readSignInLink('long ago', startMs, 'sign-in')).toBe('unknown');
  // It still says what became of it.
  expect(await accounts.readSignInLink('just now', startMs, 'sign-in')).toBe('expired');

  await clock.pass(limits.housekeepingEveryMs);
  await expect.poll(sessions).toEqual(['lives']);
  stop();
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
      return Promise.reject(new Error('full'));
    },
  };
  const stop = startHousekeeping({ accounts: full, invitations, clock, log });
  await expect.poll(() => asked).toBe(1);
  await clock.pass(3 * limits.housekeepingEveryMs);
  expect(asked).toBeGreaterThan(1);
  stop();
  const before = asked;
  await clock.pass(10 * limits.housekeepingEveryMs);
  expect(asked).toBe(before);
});
