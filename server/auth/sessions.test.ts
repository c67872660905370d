import { afterEach, beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { limits } from '#lib/core/limits.ts';
import type { Person } from '#server/ports/account-store.ts';
import { openAccounts } from '../../tests/support/sqlite-accounts.ts';
import { createIdentify } from './identify.ts';
import { hashSecret, newApiToken } from './secrets.ts';
import { sessionIdIn } from './session-cookie.ts';
import { createSessions } from './sessions.ts';

const ada: Person = { id: 'ada', name: 'Ada', email: null, locale: null, operator: false };
const random = { bytes: (count: number) => crypto.getRandomValues(new Uint8Array(count)) };

async function setUp() {
  const { accounts, everything, close } = await openAccounts();
  onTestFinished(close);
  await accounts.createPerson(ada);
  const sessions = createSessions(accounts);
  const clock = { nowMs: () => Date.now(), after: () => () => {} };
  return { accounts, everything, sessions, identify: createIdentify({ accounts, sessions, clock }) };
}
const header = (cookie: { name: string; value: string }) => `theme=dark; ${cookie.name}=${cookie.value}`;

beforeEach(() => vi.useFakeTimers({ toFake: ['Date'] }));
afterEach(() => vi.useRealTimers());

test('the cookie is one that browsers bind to this host, over https, out of reach of scripts', async () => {
  const { sessions } = await setUp();
  const cookie = await sessions.start('ada', null);
  expect(cookie.name).toBe('__Host-tandem');
  expect(cookie.options).toEqual({
    path: '/',
    httpOnly: true,
    secure: true,
    sameSite: 'lax',
    maxAge: limits.webSessionMs / 1000,
  });
  // Lucia's ids: 25 random bytes in base 32.
  expect(cookie.value).toMatch(/^[a-z2-7]{40}$/);
});

test('whoever was signed in is recognised by the cookie', async () => {
  const { sessions, identify } = await setUp();
  const cookie = header(await sessions.start('ada', null));
  const identity = await identify({ cookie, authorization: null });
  expect(identity).toMatchObject({
    person: ada,
    via: 'session',
    principal: { personId: 'ada' },
    renewedCookie: null,
  });
});

test('what is stored opens nothing: the session’s id is nowhere, its hash is no session', async () => {
  const { sessions, identify, everything } = await setUp();
  const cookie = await sessions.start('ada', null);
  expect(await everything()).not.toContain(cookie.value);
  expect(await everything()).toContain(hashSecret(cookie.value));
  const stolen = header({ ...cookie, value: hashSecret(cookie.value) });
  expect(await identify({ cookie: stolen, authorization: null })).toBeNull();
});

test('signing out ends the session, not only the cookie', async () => {
  const { accounts, sessions, identify } = await setUp();
  const cookie = header(await sessions.start('ada', null));
  expect(await sessions.end(cookie)).toMatchObject({ value: '', options: { maxAge: 0 } });
  expect(await identify({ cookie, authorization: null })).toBeNull();
  expect(await accounts.sessionsOf('ada')).toEqual([]);
});

test('signing out everywhere ends every session of that person and nobody else’s', async () => {
  const { accounts, sessions, identify } = await setUp();
  await accounts.createPerson({ ...ada, id: 'bo' });
  const cookies = [header(await sessions.start('ada', null)), header(await sessions.start('ada', null))];
  const other = header(await sessions.start('bo', null));
  await sessions.endAll('ada');
  for (const cookie of cookies) expect(await identify({ cookie, authorization: null })).toBeNull();
  expect(await identify({ cookie: other, authorization: null })).not.toBeNull();
});

test('use prolongs a session in its second half, and the cookie is sent again', async () => {
  const { sessions, identify } = await setUp();
  const cookie = await sessions.start('ada', null);
  const ask = () => identify({ cookie: header(cookie), authorization: null });
  vi.advanceTimersByTime(limits.webSessionMs * 0.4);
  expect((await ask())?.renewedCookie).toBeNull();
  vi.advanceTimersByTime(limits.webSessionMs * 0.2);
  const renewed = await ask();
  expect(renewed?.renewedCookie).toEqual(cookie);
  expect(renewed?.expiresAtMs).toBe(Date.now() + limits.webSessionMs);
  vi.advanceTimersByTime(limits.webSessionMs * 0.9);
  expect(await ask()).not.toBeNull();
});

test('a device is named when it signs in, and when it was last seen is kept to a few minutes', async () => {
  const { accounts, sessions, identify } = await setUp();
  const agent = 'Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0';
  const cookie = header(await sessions.start('ada', agent));
  const device = async () => (await accounts.sessionsOf('ada'))[0];
  const startedMs = Date.now();
  expect(await device()).toMatchObject({
    device: 'Firefox · Linux',
    seenAtMs: startedMs,
    createdAtMs: startedMs,
  });
  vi.advanceTimersByTime(limits.sessionSeenEveryMs - 1);
  await identify({ cookie, authorization: null });
  expect((await device())?.seenAtMs).toBe(startedMs);
  vi.advanceTimersByTime(1);
  await identify({ cookie, authorization: null });
  expect((await device())?.seenAtMs).toBe(startedMs + limits.sessionSeenEveryMs);
});

test('a session that nobody used has ended, and its row goes', async () => {
  const { accounts, sessions, identify } = await setUp();
  const cookie = header(await sessions.start('ada', null));
  await sessions.start('ada', null);
  vi.advanceTimersByTime(limits.webSessionMs + 1);
  expect(await identify({ cookie, authorization: null })).toBeNull();
  expect(await accounts.sessionsOf('ada')).toHaveLength(1);
  await accounts.deleteSessionsExpiredBefore(Date.now());
  expect(await accounts.sessionsOf('ada')).toEqual([]);
});

test.each([
  '',
  'x',
  '__Host-tandem',
  '__Host-tandem=',
  '__Host-tandem=%',
  '%=%',
  '__Host-tandem=a b',
  `__Host-tandem=${'a'.repeat(129)}`,
  'x__Host-tandem=abc',
  ';;;',
])('a cookie header like "%s" is nobody and breaks nothing', async (cookie) => {
  const { identify } = await setUp();
  expect(sessionIdIn(cookie)).toBeNull();
  expect(await identify({ cookie, authorization: null })).toBeNull();
});

test('a token opens what its person may open, until it expires', async () => {
  const { accounts, identify, everything } = await setUp();
  const token = newApiToken(random);
  expect(token).toMatch(/^tdm_[\w-]{43}$/);
  const row = { id: 't', secretHash: hashSecret(token), personId: 'ada', label: 'script', createdAtMs: 0 };
  await accounts.createApiToken({ ...row, expiresAtMs: Date.now() + 1000 });
  const ask = (authorization: string) => identify({ cookie: null, authorization });
  expect(await ask(`Bearer ${token}`)).toMatchObject({ person: ada, via: 'token' });
  expect(await ask(`bearer ${token}`)).not.toBeNull();
  expect(await everything()).not.toContain(token);
  for (const wrong of [
    token,
    `Basic ${token}`,
    `Bearer ${token}x`,
    `Bearer ${hashSecret(token)}`,
    'Bearer',
    '',
  ])
    expect(await ask(wrong)).toBeNull();
  vi.advanceTimersByTime(1000);
  expect(await ask(`Bearer ${token}`)).toBeNull();
});

test('a wrong token does not fall back to the cookie beside it', async () => {
  const { sessions, identify } = await setUp();
  const cookie = header(await sessions.start('ada', null));
  expect(await identify({ cookie, authorization: 'Bearer tdm_wrong' })).toBeNull();
});
