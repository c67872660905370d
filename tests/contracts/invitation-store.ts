import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { AccountStore } from '#server/ports/account-store.ts';
import type { Acceptance, InvitationStore } from '#server/ports/invitation-store.ts';
import type { PartnershipStore } from '#server/ports/partnership-store.ts';
import { exampleInvitation, examplePerson, exampleRows } from './example-rows.ts';

export interface InvitationStoreUnderTest {
  readonly invitations: InvitationStore;
  readonly partnerships: PartnershipStore;
  readonly accounts: AccountStore;
  close(): Promise<void>;
}

export function invitationStoreContract(name: string, open: () => Promise<InvitationStoreUnderTest>): void {
  describe(`invitation store: ${name}`, () => {
    let under: InvitationStoreUnderTest;
    let invitations: InvitationStore;
    const invitation = exampleInvitation('p');
    const HASH = invitation.secretHash;
    const newcomer = (id: string, email = 'guest@example.org'): Acceptance['who'] => ({
      kind: 'new',
      person: examplePerson(id, { name: 'Guest', email }),
      passwordHash: '$hash',
    });
    const memberIds = async () => (await under.partnerships.members('p')).map((it) => it.personId).sort();

    beforeEach(async () => {
      under = await open();
      invitations = under.invitations;
      await under.partnerships.insert(exampleRows('p'));
      await under.partnerships.insert(exampleRows('q'));
    });
    afterEach(() => under.close());

    test('what was stored is found by the hash of its secret, and listed in its partnership alone, newest first', async () => {
      const later = exampleInvitation('p', {
        id: 'later',
        secretHash: 'h2',
        email: 'later@example.org',
        createdAtMs: 11,
        organisationId: null,
      });
      expect(await invitations.create(invitation, 10)).toBe('stored');
      expect(await invitations.create(later, 10)).toBe('stored');
      expect(await invitations.bySecret(HASH)).toEqual(invitation);
      expect(await invitations.bySecret(invitation.id)).toBeNull();
      expect(await invitations.pending('p')).toEqual([later, invitation]);
      expect(await invitations.pending('q')).toEqual([]);
    });

    test('so many wait and no more; expired ones leave room', async () => {
      await invitations.create(invitation, 1);
      const next = exampleInvitation('p', {
        id: 'next',
        secretHash: 'h2',
        email: 'next@example.org',
        createdAtMs: 99,
      });
      expect(await invitations.create(next, 1)).toBe('too-many');
      expect(await invitations.bySecret('h2')).toBeNull();
      expect(await invitations.create({ ...next, createdAtMs: 100, expiresAtMs: 200 }, 1)).toBe('stored');
    });

    test('of two to one address at the same moment one is stored; another partnership asks for itself', async () => {
      const again = exampleInvitation('p', { id: 'again', secretHash: 'h2', email: 'Guest@Example.ORG' });
      const both = await Promise.all([invitations.create(invitation, 10), invitations.create(again, 10)]);
      expect([...both].sort()).toEqual(['already-invited', 'stored']);
      expect(await invitations.pending('p')).toHaveLength(1);
      expect(await invitations.create(exampleInvitation('q'), 10)).toBe('stored');
    });

    test('an address whose invitation ended, or was accepted, is asked again, and one waits', async () => {
      await invitations.create(invitation, 10);
      const again = exampleInvitation('p', {
        id: 'again',
        secretHash: 'h2',
        createdAtMs: 100,
        expiresAtMs: 200,
      });
      expect(await invitations.create(again, 10)).toBe('stored');
      expect(await invitations.pending('p')).toEqual([again]);
      await invitations.accept({ secretHash: 'h2', atMs: 150, who: { kind: 'known', personId: 'q-lead' } });
      expect(
        await invitations.create({ ...again, id: 'third', secretHash: 'h3', createdAtMs: 160 }, 10),
      ).toBe('stored');
      expect(await invitations.bySecret('h2')).toMatchObject({ acceptedAtMs: 150 });
    });

    test('renewing gives a new secret and a new end, and the old secret opens nothing', async () => {
      await invitations.create(invitation, 10);
      expect(await invitations.renew(invitation.id, { secretHash: 'new', expiresAtMs: 900 })).toBe(true);
      expect(await invitations.bySecret(HASH)).toBeNull();
      expect(await invitations.bySecret('new')).toEqual({
        ...invitation,
        secretHash: 'new',
        expiresAtMs: 900,
      });
      expect(await invitations.renew('nowhere', { secretHash: 'x', expiresAtMs: 1 })).toBe(false);
    });

    test('withdrawn, it opens nothing', async () => {
      await invitations.create(invitation, 10);
      expect(await invitations.withdraw(invitation.id)).toBe(true);
      expect(await invitations.bySecret(HASH)).toBeNull();
      expect(await invitations.withdraw(invitation.id)).toBe(false);
    });

    test('a new person comes in with their password, their organisation and what was granted', async () => {
      await invitations.create(invitation, 10);
      expect(await invitations.accept({ secretHash: HASH, atMs: 50, who: newcomer('guest') })).toBe(
        'accepted',
      );
      expect(await under.accounts.personByEmail('guest@example.org')).toMatchObject({ id: 'guest' });
      expect(await under.accounts.credential('guest')).toEqual({
        personId: 'guest',
        passwordHash: '$hash',
        changedAtMs: 50,
      });
      expect(await under.accounts.principal('guest')).toMatchObject({
        memberships: [
          { partnershipId: 'p', organisationId: 'p-org-it', country: 'IT', grants: invitation.grants },
        ],
      });
      expect(await invitations.pending('p')).toEqual([]);
      expect(await invitations.renew(invitation.id, { secretHash: 'x', expiresAtMs: 900 })).toBe(false);
      expect(await invitations.withdraw(invitation.id)).toBe(false);
    });

    test('it works once, and before it ends', async () => {
      await invitations.create(invitation, 10);
      const who = { kind: 'known', personId: 'q-lead' } as const;
      expect(await invitations.accept({ secretHash: 'other', atMs: 50, who })).toBe('unknown');
      expect(await invitations.accept({ secretHash: HASH, atMs: 100, who })).toBe('expired');
      expect(await invitations.accept({ secretHash: HASH, atMs: 99, who })).toBe('accepted');
      expect(await invitations.accept({ secretHash: HASH, atMs: 99, who })).toBe('used');
      expect(await memberIds()).toEqual(['p-editor', 'p-lead', 'q-lead']);
    });

    test('of many who accept at the same moment one comes in', async () => {
      await invitations.create(invitation, 10);
      const outcomes = await Promise.all(
        Array.from({ length: 8 }, (_, index) =>
          invitations.accept({
            secretHash: HASH,
            atMs: 50,
            who: newcomer(`g${index}`, `g${index}@example.org`),
          }),
        ),
      );
      expect(outcomes.filter((it) => it === 'accepted')).toHaveLength(1);
      expect(outcomes.filter((it) => it === 'used')).toHaveLength(7);
      expect(await memberIds()).toHaveLength(3);
    });

    test('an address that has an account by now stays with it, and the invitation waits', async () => {
      await invitations.create(invitation, 10);
      const who = newcomer('again', 'P@Example.org');
      expect(await invitations.accept({ secretHash: HASH, atMs: 50, who })).toBe('email-taken');
      expect(await under.accounts.person('again')).toBeNull();
      expect(await invitations.pending('p')).toHaveLength(1);
    });

    test('who is a member already keeps their roles', async () => {
      await invitations.create(invitation, 10);
      const who = { kind: 'known', personId: 'p-editor' } as const;
      const before = await under.accounts.principal('p-editor');
      expect(await invitations.accept({ secretHash: HASH, atMs: 50, who })).toBe('already-member');
      expect(await under.accounts.principal('p-editor')).toEqual(before);
      expect(await invitations.pending('p')).toEqual([]);
    });

    test('what ended long ago goes', async () => {
      await invitations.create(invitation, 10);
      await invitations.create(
        exampleInvitation('p', { id: 'i2', secretHash: 'h2', email: 'i2@example.org', expiresAtMs: 900 }),
        10,
      );
      await invitations.create(
        exampleInvitation('p', { id: 'i3', secretHash: 'h3', email: 'i3@example.org', expiresAtMs: 900 }),
        10,
      );
      const who = { kind: 'known', personId: 'q-lead' } as const;
      await invitations.accept({ secretHash: 'h2', atMs: 60, who });
      await invitations.deleteEndedBefore(60);
      expect(await invitations.bySecret('h2')).not.toBeNull();
      await invitations.deleteEndedBefore(101);
      expect(await invitations.bySecret(HASH)).toBeNull();
      expect(await invitations.bySecret('h2')).toBeNull();
      expect(await invitations.bySecret('h3')).not.toBeNull();
    });
  });
}
