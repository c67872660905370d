import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { AccountStore } from '#server/ports/account-store.ts';
import type { PartnershipStore } from '#server/ports/partnership-store.ts';
import { examplePerson, exampleRows } from './example-rows.ts';

export interface AccountStoreUnderTest {
  readonly accounts: AccountStore;
  readonly partnerships: PartnershipStore;
  close(): Promise<void>;
}

export function accountStoreContract(name: string, open: () => Promise<AccountStoreUnderTest>): void {
  describe(`account store: ${name}`, () => {
    let under: AccountStoreUnderTest;
    let accounts: AccountStore;

    beforeEach(async () => {
      under = await open();
      accounts = under.accounts;
      await accounts.createPerson(
        examplePerson('ada', { email: 'Ada@Example.org', locale: 'it', operator: true }),
      );
      await accounts.createPerson(examplePerson('bob'));
    });
    afterEach(() => under.close());

    test('a person is found by id and by e-mail, however it is capitalised', async () => {
      const ada = examplePerson('ada', { email: 'Ada@Example.org', locale: 'it', operator: true });
      expect(await accounts.person('ada')).toEqual(ada);
      expect(await accounts.personByEmail('ada@example.ORG')).toEqual(ada);
      expect(await accounts.person('bob')).toEqual(examplePerson('bob'));
      expect(await accounts.person('nobody')).toBeNull();
      expect(await accounts.personByEmail('nobody@example.org')).toBeNull();
    });

    test('one id and one e-mail address belong to one person', async () => {
      await expect(accounts.createPerson(examplePerson('ada'))).rejects.toThrow();
      await expect(
        accounts.createPerson(examplePerson('ada-2', { email: 'ADA@example.org' })),
      ).rejects.toThrow();
      await accounts.createPerson(examplePerson('carla'));
      expect(await accounts.person('ada-2')).toBeNull();
    });

    test('a principal has each membership with its country and its grants', async () => {
      await under.partnerships.insert(exampleRows('p'));
      expect(await accounts.principal('p-lead')).toEqual({
        personId: 'p-lead',
        operator: false,
        memberships: [
          {
            partnershipId: 'p',
            organisationId: 'p-org-fr',
            country: 'FR',
            grants: [
              { role: 'coordinator', scope: { kind: 'all' } },
              { role: 'country-lead', scope: { kind: 'country', country: 'FR' } },
            ],
          },
        ],
      });
      expect(await accounts.principal('p-editor')).toMatchObject({
        memberships: [
          {
            organisationId: null,
            country: null,
            grants: [
              { role: 'editor', scope: { kind: 'language', language: 'it' } },
              { role: 'editor', scope: { kind: 'work', workId: 'p-work-d1' } },
            ],
          },
        ],
      });
      expect(await accounts.principal('ada')).toEqual({ personId: 'ada', operator: true, memberships: [] });
      expect(await accounts.principal('nobody')).toBeNull();
    });

    test('people are found by role, in one partnership or in all, each once', async () => {
      await under.partnerships.insert(exampleRows('p'));
      await under.partnerships.insert(exampleRows('q'));
      const ids = async (...of: Parameters<AccountStore['peopleWithRole']>) =>
        (await accounts.peopleWithRole(...of)).map((person) => person.id);
      expect(await ids('editor', 'p')).toEqual(['p-editor']);
      expect(await ids('editor')).toEqual(['p-editor', 'q-editor']);
      expect(await ids('observer')).toEqual([]);
    });

    test('a session lives until it is deleted, by itself, with the others of its person, or once it has expired', async () => {
      const session = (idHash: string, personId: string, expiresAtMs: number) => ({
        idHash,
        personId,
        expiresAtMs,
        createdAtMs: 1,
      });
      await accounts.createSession(session('s1', 'ada', 100));
      await accounts.createSession(session('s2', 'ada', 200));
      await accounts.createSession(session('s3', 'bob', 300));
      expect(await accounts.session('s1')).toEqual(session('s1', 'ada', 100));
      expect((await accounts.sessionsOf('ada')).map((it) => it.idHash)).toEqual(['s1', 's2']);

      await accounts.setSessionExpiry('s1', 250);
      await accounts.deleteSessionsExpiredBefore(250);
      expect((await accounts.sessionsOf('ada')).map((it) => it.idHash)).toEqual(['s1']);
      await accounts.deleteSession('s3');
      expect(await accounts.session('s3')).toBeNull();
      await accounts.createSession(session('s4', 'bob', 300));
      await accounts.deleteSessionsOf('ada');
      expect(await accounts.sessionsOf('ada')).toEqual([]);
      expect(await accounts.session('s4')).not.toBeNull();
    });

    test('a session needs a person', async () => {
      const session = { idHash: 's', personId: 'nobody', expiresAtMs: 1, createdAtMs: 1 };
      await expect(accounts.createSession(session)).rejects.toThrow();
    });

    test('a sign-in link works once and before it expires, and says why not otherwise', async () => {
      await accounts.createSignInLink({
        secretHash: 'l1',
        personId: 'ada',
        createdAtMs: 0,
        expiresAtMs: 100,
      });
      await accounts.createSignInLink({
        secretHash: 'l2',
        personId: 'bob',
        createdAtMs: 0,
        expiresAtMs: 100,
      });
      expect(await accounts.consumeSignInLink('l1', 99)).toEqual({ personId: 'ada' });
      expect(await accounts.consumeSignInLink('l1', 99)).toBe('used');
      expect(await accounts.consumeSignInLink('l1', 500)).toBe('used');
      expect(await accounts.consumeSignInLink('l2', 100)).toBe('expired');
      expect(await accounts.consumeSignInLink('l3', 1)).toBe('unknown');
    });

    test('of many who use one link at the same moment, one gets in', async () => {
      await accounts.createSignInLink({
        secretHash: 'l1',
        personId: 'ada',
        createdAtMs: 0,
        expiresAtMs: 100,
      });
      const answers = await Promise.all(
        Array.from({ length: 20 }, () => accounts.consumeSignInLink('l1', 50)),
      );
      expect(answers.filter((answer) => typeof answer === 'object')).toEqual([{ personId: 'ada' }]);
      expect(answers.filter((answer) => answer === 'used')).toHaveLength(19);
    });

    test('an API token is found by the hash of its secret until it is deleted', async () => {
      const token = {
        id: 't1',
        secretHash: 'h1',
        personId: 'ada',
        label: 'for the map',
        createdAtMs: 5,
        expiresAtMs: null,
      };
      await accounts.createApiToken(token);
      expect(await accounts.apiToken('h1')).toEqual(token);
      expect(await accounts.apiToken('t1')).toBeNull();
      await accounts.deleteApiToken('t1');
      expect(await accounts.apiToken('h1')).toBeNull();
    });
  });
}
