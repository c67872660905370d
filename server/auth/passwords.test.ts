import { expect, test } from 'vitest';
import { createPasswords, PASSWORD_PARAMETERS } from './passwords.ts';

const random = { bytes: (count: number) => crypto.getRandomValues(new Uint8Array(count)) };
const value = <T>(result: { ok: true; value: T } | { ok: false; problem: { code: string } }): T => {
  if (!result.ok) throw new Error(result.problem.code);
  return result.value;
};
/** Cheap, where the cost is not what is tested. */
const cheap = { memory: 64, passes: 1, parallelism: 1 };

test('a password is recognised by its hash, another is not, and the hash names its cost', async () => {
  const passwords = createPasswords({ random });
  const hash = value(await passwords.hash('four trains to Aosta'));
  expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[\w+/]{22}\$[\w+/]{43}$/);
  expect(value(await passwords.verify('four trains to Aosta', hash))).toEqual({
    matches: true,
    outdated: false,
  });
  expect(value(await passwords.verify('four trains to aosta', hash)).matches).toBe(false);
});

test('the hash is the one that other programs make: test vector of the reference implementation', async () => {
  const passwords = createPasswords({ random });
  // echo -n password | argon2 somesalt -id -t 2 -k 65536 -p 1 -l 32
  const stored = '$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc';
  expect(value(await passwords.verify('password', stored))).toEqual({ matches: true, outdated: true });
});

test('the same password twice gives two hashes', async () => {
  const passwords = createPasswords({ random, parameters: cheap });
  expect(value(await passwords.hash('once more'))).not.toBe(value(await passwords.hash('once more')));
});

test('an accent typed as one sign or as two is the same password', async () => {
  const passwords = createPasswords({ random, parameters: cheap });
  const hash = value(await passwords.hash('th\u00e9 \u00e0 la menthe'));
  expect(value(await passwords.verify('the\u0301 a\u0300 la menthe', hash)).matches).toBe(true);
});

test('a hash of other parameters still opens, and says that it is outdated', async () => {
  const old = value(await createPasswords({ random, parameters: cheap }).hash('four trains'));
  const verified = value(await createPasswords({ random }).verify('four trains', old));
  expect(verified).toEqual({ matches: true, outdated: true });
});

test.each([
  null,
  '',
  'plain',
  '$argon2i$v=19$m=64,t=1,p=1$c29tZXNhbHQ$AAAA',
  '$argon2id$v=19$m=64,t=1,p=1$c29t$AAAA',
])('without a hash of ours (%s) nothing matches, and nothing breaks', async (stored) => {
  const passwords = createPasswords({ random, parameters: cheap });
  expect(value(await passwords.verify('', stored))).toEqual({ matches: false, outdated: false });
});

test('an unknown account costs as much as a known one', async () => {
  // Work, not time: the same derivation runs in both cases, with today's parameters.
  const passwords = createPasswords({ random, atOnceMax: 1, waitingMax: 0 });
  const busy = passwords.verify('four trains', null);
  expect(await passwords.verify('four trains', null)).toMatchObject({ problem: { code: 'overloaded' } });
  expect(value(await busy).matches).toBe(false);
  expect(PASSWORD_PARAMETERS).toEqual({ memory: 19_456, passes: 2, parallelism: 1 });
});

test('so many at once, so many waiting, and no more: memory stays bounded', async () => {
  const passwords = createPasswords({ random, parameters: cheap, atOnceMax: 2, waitingMax: 3 });
  const asked = await Promise.all(Array.from({ length: 10 }, () => passwords.hash('four trains')));
  expect(asked.filter((it) => it.ok)).toHaveLength(5);
  expect(asked.filter((it) => !it.ok && it.problem.code === 'overloaded')).toHaveLength(5);
  expect((await passwords.hash('and on it goes')).ok).toBe(true);
});
