import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { AccountStore, LinkPurpose } from '#server/ports/account-store.ts';
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
        device: 'Firefox · Linux',
        seenAtMs: 2,
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
      const session = {
        idHash: 's',
        personId: 'nobody',
        expiresAtMs: 1,
        createdAtMs: 1,
        device: '',
        seenAtMs: 1,
      };
      await expect(accounts.createSession(session)).rejects.toThrow();
    });

    test('a sign-in link works once and before it expires, and says why not otherwise', async () => {
      await accounts.createSignInLink({
        secretHash: 'l1',
        personId: 'ada',
        purpose: 'sign-in',
        createdAtMs: 0,
        expiresAtMs: 100,
      });
      await accounts.createSignInLink({
        secretHash: 'l2',
        personId: 'bob',
        purpose: 'sign-in',
        createdAtMs: 0,
        expiresAtMs: 100,
      });
      expect(await accounts.consumeSignInLink('l1', 99, 'sign-in')).toEqual({ personId: 'ada' });
      expect(await accounts.consumeSignInLink('l1', 99, 'sign-in')).toBe('used');
      expect(await accounts.consumeSignInLink('l1', 500, 'sign-in')).toBe('used');
      expect(await accounts.consumeSignInLink('l2', 100, 'sign-in')).toBe('expired');
      expect(await accounts.consumeSignInLink('l3', 1, 'sign-in')).toBe('unknown');
    });

    test('a link opens only what it was made for, and looking does not use it up', async () => {
      const link = (secretHash: string, purpose: LinkPurpose) => ({
        secretHash,
        purpose,
        personId: 'ada',
        createdAtMs: 0,
        expiresAtMs: 100,
      });
      await accounts.createSignInLink(link('p', 'password'));
      expect(await accounts.consumeSignInLink('p', 50, 'sign-in')).toBe('unknown');
      expect(await accounts.readSignInLink('p', 50, 'sign-in')).toBe('unknown');
      expect(await accounts.readSignInLink('p', 50, 'password')).toEqual({ personId: 'ada' });
      expect(await accounts.readSignInLink('p', 100, 'password')).toBe('expired');
      expect(await accounts.consumeSignInLink('p', 50, 'password')).toEqual({ personId: 'ada' });
      expect(await accounts.readSignInLink('p', 50, 'password')).toBe('used');

      await accounts.createSignInLink(link('q', 'sign-in'));
      await accounts.deleteSignInLinksExpiredBefore(100);
      expect(await accounts.readSignInLink('q', 50, 'sign-in')).toEqual({ personId: 'ada' });
      await accounts.deleteSignInLinksExpiredBefore(101);
      expect(await accounts.readSignInLink('q', 50, 'sign-in')).toBe('unknown');
    });

    describe('passwords', () => {
      const session = (idHash: string, personId: string) => ({
        idHash,
        personId,
        expiresAtMs: 100,
        createdAtMs: 1,
        device: '',
        seenAtMs: 1,
      });
      const link = (secretHash: string, personId: string) => ({
        secretHash,
        personId,
        purpose: 'password' as const,
        createdAtMs: 0,
        expiresAtMs: 100,
      });

      test('a person has none until it is set, and one afterwards', async () => {
        expect(await accounts.credential('ada')).toBeNull();
        const first = { personId: 'ada', passwordHash: '$one', changedAtMs: 5 };
        await accounts.setPassword(first, null);
        expect(await accounts.credential('ada')).toEqual(first);
        const second = { personId: 'ada', passwordHash: '$two', changedAtMs: 6 };
        await accounts.setPassword(second, null);
        expect(await accounts.credential('ada')).toEqual(second);
        expect(await accounts.credential('bob')).toBeNull();
      });

      test('a link sets one and is used up by that; one that opens nothing says why and sets none', async () => {
        await accounts.createSignInLink(link('good', 'ada'));
        await accounts.createSignInLink(link('late', 'bob'));
        await accounts.createSession(session('ended', 'ada'));
        expect(await accounts.setPasswordByLink('nowhere', '$', 50)).toBe('unknown');
        expect(await accounts.setPasswordByLink('late', '$', 100)).toBe('expired');
        expect(await accounts.credential('bob')).toBeNull();
        expect(await accounts.setPasswordByLink('good', '$one', 50)).toEqual({ personId: 'ada' });
        expect(await accounts.setPasswordByLink('good', '$two', 51)).toBe('used');
        const set = { personId: 'ada', passwordHash: '$one', changedAtMs: 50 };
        expect(await accounts.credential('ada')).toEqual(set);
        expect(await accounts.sessionsOf('ada')).toEqual([]);
      });

      test('a link whose password could not be written is as good as before', async () => {
        await accounts.createSignInLink(link('good', 'ada'));
        // What no database takes: the second half fails after the first.
        await expect(accounts.setPasswordByLink('good', null as unknown as string, 50)).rejects.toThrow();
        expect(await accounts.readSignInLink('good', 50, 'password')).toEqual({ personId: 'ada' });
        expect(await accounts.credential('ada')).toBeNull();
      });

      test('setting one ends the person’s other sessions and open links, and nobody else’s', async () => {
        for (const [id, person] of [
          ['kept', 'ada'],
          ['ended', 'ada'],
          ['other', 'bob'],
        ] as const) {
          await accounts.createSession(session(id, person));
          await accounts.createSignInLink(link(id, person));
        }
        await accounts.setPassword({ personId: 'ada', passwordHash: '$', changedAtMs: 5 }, 'kept');
        expect((await accounts.sessionsOf('ada')).map((it) => it.idHash)).toEqual(['kept']);
        expect(await accounts.readSignInLink('kept', 50, 'password')).toBe('unknown');
        expect(await accounts.sessionsOf('bob')).toHaveLength(1);
        expect(await accounts.readSignInLink('other', 50, 'password')).toEqual({ personId: 'bob' });
        await accounts.setPassword({ personId: 'ada', passwordHash: '$', changedAtMs: 6 }, null);
        expect(await accounts.sessionsOf('ada')).toEqual([]);
      });

      test('a hash is made anew only while it is the one that was checked', async () => {
        await accounts.setPassword({ personId: 'ada', passwordHash: '$old', changedAtMs: 5 }, null);
        await accounts.replaceHash('ada', '$other', '$new');
        expect(await accounts.credential('ada')).toMatchObject({ passwordHash: '$old' });
        await accounts.replaceHash('ada', '$old', '$new');
        expect(await accounts.credential('ada')).toEqual({
          personId: 'ada',
          passwordHash: '$new',
          changedAtMs: 5,
        });
      });

      test('a password needs a person', async () => {
        const nobodys = { personId: 'nobody', passwordHash: '$', changedAtMs: 5 };
        await expect(accounts.setPassword(nobodys, null)).rejects.toThrow();
      });
    });

    test('a profile changes the name and the language, and nothing else', async () => {
      await accounts.updateProfile('ada', { name: 'Ada L.', locale: null });
      expect(await accounts.person('ada')).toEqual(
        examplePerson('ada', { name: 'Ada L.', email: 'Ada@Example.org', operator: true }),
      );
      expect(await accounts.person('bob')).toEqual(examplePerson('bob'));
    });

    test('a device is seen, ended by its owner alone, and all but one end together', async () => {
      for (const idHash of ['s1', 's2', 's3'])
        await accounts.createSession({
          idHash,
          personId: 'ada',
          expiresAtMs: 100,
          createdAtMs: 1,
          device: 'Chrome · Android',
          seenAtMs: 1,
        });
      await accounts.setSessionSeen('s1', 7);
      expect(await accounts.session('s1')).toMatchObject({ seenAtMs: 7, device: 'Chrome · Android' });
      expect(await accounts.deleteSessionOf('bob', 's1')).toBe(false);
      expect(await accounts.deleteSessionOf('ada', 's1')).toBe(true);
      expect(await accounts.deleteSessionOf('ada', 's1')).toBe(false);
      await accounts.deleteSessionsOf('ada', 's3');
      expect((await accounts.sessionsOf('ada')).map((it) => it.idHash)).toEqual(['s3']);
    });

    test('of many who use one link at the same moment, one gets in', async () => {
      await accounts.createSignInLink({
        secretHash: 'l1',
        personId: 'ada',
        purpose: 'sign-in',
        createdAtMs: 0,
        expiresAtMs: 100,
      });
      const answers = await Promise.all(
        Array.from({ length: 20 }, () => accounts.consumeSignInLink('l1', 50, 'sign-in')),
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
