import { expect, onTestFinished, test } from 'vitest';
import { accountWorld, codeOf, valueOf } from '../../tests/support/account-world.ts';

async function setUp() {
  const world = await accountWorld();
  onTestFinished(world.close);
  return world;
}

test('a person sees where they are signed in, this browser first, and ends one or all others', async () => {
  const { services, browserOf, rightsChanged } = await setUp();
  const [phone, here, other] = [
    await browserOf('p-lead'),
    await browserOf('p-lead'),
    await browserOf('p-editor'),
  ];
  const list = async () => valueOf(await services.devices(here.identity, here.cookie));
  const [first, second] = await list();
  expect(first).toMatchObject({ current: true, device: 'Firefox · Linux' });
  expect(second?.current).toBe(false);

  expect(codeOf(await services.endDevice(other.identity, second?.id))).toBe('device-unknown');
  expect(await phone.isSignedIn()).toBe(true);
  expect(codeOf(await services.endDevice(here.identity, second?.id))).toBe('ok');
  expect(await phone.isSignedIn()).toBe(false);
  expect(codeOf(await services.endDevice(here.identity, second?.id))).toBe('device-unknown');
  // Whatever it had open is closed.
  expect(rightsChanged).toEqual(['p-lead']);
  expect(await list()).toHaveLength(1);
});

test('signing out everywhere ends all of theirs, and nobody else’s', async () => {
  const { services, browserOf, rightsChanged } = await setUp();
  const [a, b, other] = [await browserOf('p-lead'), await browserOf('p-lead'), await browserOf('p-editor')];
  const cookie = valueOf(await services.signOutEverywhere(a.identity));
  expect(cookie).toMatchObject({ value: '', options: { maxAge: 0 } });
  expect([await a.isSignedIn(), await b.isSignedIn(), await other.isSignedIn()]).toEqual([
    false,
    false,
    true,
  ]);
  expect(rightsChanged).toEqual(['p-lead']);
});

test('signing out closes what the browser had open', async () => {
  const { services, browserOf, rightsChanged } = await setUp();
  const browser = await browserOf('p-lead');
  expect(await services.signOut(browser.cookie)).toMatchObject({ value: '' });
  expect(await browser.isSignedIn()).toBe(false);
  expect(rightsChanged).toEqual(['p-lead']);
  await services.signOut(browser.cookie);
  await services.signOut(null);
  expect(rightsChanged).toEqual(['p-lead']);
});

test('a profile: name and language change, the address is shown, and one’s roles', async () => {
  const { services, browserOf, accounts } = await setUp();
  const { identity } = await browserOf('p-lead');
  expect(valueOf(await services.account(identity))).toMatchObject({
    person: { name: 'Zoé', email: 'p@example.org', locale: 'fr' },
    hasPassword: false,
    memberships: [{ partnershipId: 'p', organisation: 'Authority of FR' }],
  });
  const saved = await services.updateProfile(identity, { name: '  Zoé  Durand ', locale: '' });
  expect(valueOf(saved)).toMatchObject({ name: 'Zoé Durand', locale: null });
  expect(await accounts.person('p-lead')).toEqual(valueOf(saved));
  expect(await services.updateProfile(identity, { name: ' ', locale: 'x' })).toMatchObject({
    problem: { code: 'input-invalid', fields: { name: 'missing', locale: 'unknown' } },
  });
});

test('a token changes nothing of what lets its person in', async () => {
  const { services, browserOf } = await setUp();
  const { identity, cookie } = await browserOf('p-lead');
  const token = { ...identity, via: 'token' } as const;
  const codes = [
    await services.account(token),
    await services.devices(token, cookie),
    await services.endDevice(token, 'x'),
    await services.signOutEverywhere(token),
    await services.updateProfile(token, { name: 'Eve', locale: null }),
  ].map(codeOf);
  expect(new Set(codes)).toEqual(new Set(['not-allowed']));
  expect(codeOf(await services.devices(null, cookie))).toBe('not-signed-in');
});
