import { expect, onTestFinished, test, vi } from 'vitest';
import { limits } from '#lib/core/limits.ts';
import { createAttempts, createSignInAttempts } from '#server/auth/attempts.ts';
import { createSessions } from '#server/auth/sessions.ts';
import type { Person } from '#server/ports/account-store.ts';
import { openAccounts } from '../../tests/support/sqlite-accounts.ts';
import { signOut } from './devices.ts';
import { createSignInLink } from './create-sign-in-link.ts';
import { signInWithLink } from './sign-in-with-link.ts';

const ada: Person = { id: 'ada', name: 'Ada', email: null, locale: null, operator: false };

async function setUp(burst = 100) {
  let nowMs = Date.now();
  const { accounts, everything, close } = await openAccounts();
  onTestFinished(close);
  await accounts.createPerson(ada);
  await accounts.createPerson({ ...ada, id: 'bo' });
  const clock = { nowMs: () => nowMs, after: () => () => {} };
  const random = { bytes: (count: number) => crypto.getRandomValues(new Uint8Array(count)) };
  const sessions = createSessions(accounts);
  const rights = { documentRightsChanged: vi.fn(), personRightsChanged: vi.fn(() => Promise.resolve()) };
  const signIn = signInWithLink({
    accounts,
    sessions,
    clock,
    signOut: signOut({ accounts, sessions, clock, rights }),
    attempts: {
      ...createSignInAttempts(clock),
      byAddress: createAttempts(clock, { burst, perMinute: 1, keysMax: 10 }),
    },
  });
  return {
    accounts,
    everything,
    rights,
    link: (personId: string) => createSignInLink({ accounts, clock, random })({ personId }),
    signIn: (secret: unknown, cookieHeader?: string) => signIn({ secret, address: '10.0.0.1', cookieHeader }),
    wait: (ms: number) => (nowMs += ms),
  };
}
const secretOf = ({ path }: { path: string }) => path.split('#')[1] ?? '';

test('a link keeps at least 128 bits behind the fragment, and the store only its hash', async () => {
  const { link, everything } = await setUp();
  const [one, two] = [await link('ada'), await link('ada')];
  expect(one.path).toMatch(/^\/link#[\w-]{43}$/);
  expect(one.path).not.toBe(two.path);
  expect(await everything()).not.toContain(secretOf(one));
});

test('a link signs its person in, once', async () => {
  const { link, signIn } = await setUp();
  const secret = secretOf(await link('ada'));
  const first = await signIn(secret);
  expect(first).toMatchObject({ ok: true, value: { personId: 'ada', cookie: { name: '__Host-tandem' } } });
  expect(await signIn(secret)).toEqual({ ok: false, problem: { code: 'link-used' } });
});

test('of two browsers that open the same link at once, one is signed in', async () => {
  const { link, signIn } = await setUp();
  const secret = secretOf(await link('ada'));
  const both = await Promise.all([signIn(secret), signIn(secret)]);
  expect(both.filter((result) => result.ok)).toHaveLength(1);
});

test('a link that waited too long is refused', async () => {
  const { link, signIn, wait } = await setUp();
  const created = await link('ada');
  wait(limits.signInLinkMs);
  expect(await signIn(secretOf(created))).toEqual({ ok: false, problem: { code: 'link-expired' } });
});

test.each([undefined, null, '', 7, {}, 'nonsense', 'a'.repeat(200)])(
  'a secret like %s is unknown',
  async (secret) => {
    const { signIn } = await setUp();
    expect(await signIn(secret)).toEqual({ ok: false, problem: { code: 'link-unknown' } });
  },
);

test('whoever was signed in in this browser before is signed out', async () => {
  const { accounts, link, signIn, rights } = await setUp();
  const first = await signIn(secretOf(await link('ada')));
  if (!first.ok) throw new Error('not signed in');
  const { name, value } = first.value.cookie;
  await signIn(secretOf(await link('bo')), `${name}=${value}`);
  expect(await accounts.sessionsOf('ada')).toEqual([]);
  expect(await accounts.sessionsOf('bo')).toHaveLength(1);
  // What they had open in another tab is closed.
  expect(rights.personRightsChanged.mock.calls).toEqual([['ada']]);
});

test('an address that keeps guessing has to wait, and spends no link meanwhile', async () => {
  const { link, signIn, wait } = await setUp(2);
  const secret = secretOf(await link('ada'));
  await signIn('guess');
  await signIn('guess');
  expect(await signIn(secret)).toEqual({ ok: false, problem: { code: 'too-many-attempts' } });
  wait(60_000);
  expect((await signIn(secret)).ok).toBe(true);
});
