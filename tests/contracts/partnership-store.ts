import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ok, problem } from '#lib/core/result.ts';
import type { AccountStore } from '#server/ports/account-store.ts';
import type { DocStore } from '#server/ports/doc-store.ts';
import type { InvitationStore } from '#server/ports/invitation-store.ts';
import type { JobStore } from '#server/ports/job-store.ts';
import type { PartnershipStore } from '#server/ports/partnership-store.ts';
import {
  exampleGrant,
  exampleInvitation,
  examplePartnership,
  examplePerson,
  exampleRows,
} from './example-rows.ts';

export interface PartnershipStoreUnderTest {
  readonly partnerships: PartnershipStore;
  readonly accounts: AccountStore;
  readonly invitations: InvitationStore;
  readonly docs: DocStore;
  readonly jobs: JobStore;
  /** A row in each table that no store of this contract writes, for the partnership with this prefix. */
  fillMore(prefix: string): Promise<void>;
  /** Rows of every table, by name: what is left behind shows. */
  rowCounts(): Promise<Record<string, number>>;
  close(): Promise<void>;
}

export function partnershipStoreContract(name: string, open: () => Promise<PartnershipStoreUnderTest>): void {
  describe(`partnership store: ${name}`, () => {
    let under: PartnershipStoreUnderTest;
    let partnerships: PartnershipStore;

    beforeEach(async () => {
      under = await open();
      partnerships = under.partnerships;
    });
    afterEach(() => under.close());

    test('what was inserted comes back the same', async () => {
      const rows = exampleRows('p');
      await partnerships.insert(rows);
      expect(await partnerships.partnership('p')).toEqual(examplePartnership('p'));
      expect(await partnerships.organisations('p')).toEqual([rows.organisations[1], rows.organisations[0]]);
      expect(await partnerships.deliverables('p')).toEqual([rows.deliverables[1], rows.deliverables[0]]);
      expect(await partnerships.members('p')).toEqual([
        { ...rows.members[1], name: 'Bruno' },
        { ...rows.members[0], name: 'Zoé' },
      ]);
    });

    test('a partnership that does not exist has nothing', async () => {
      expect(await partnerships.partnership('p')).toBeNull();
      expect(await partnerships.works('p')).toEqual([]);
      expect(await partnerships.members('p')).toEqual([]);
      expect(await partnerships.work('w')).toBeNull();
      expect(await partnerships.workOfDocument('d')).toBeNull();
    });

    test('works come by deliverable code, those of none last, each with its documents, the source first', async () => {
      await partnerships.insert(exampleRows('p'));
      const works = await partnerships.works('p');
      expect(works.map((it) => it.work.id)).toEqual(['p-work-d1', 'p-work-d2', 'p-work-call']);
      const call = works[2]!;
      expect(call.documents.map((it) => it.id)).toEqual(['p-doc-call-fr', 'p-doc-call-en']);
      expect(call.titles).toEqual({ fr: 'Appel à partenaires', en: 'Call for partners' });
      expect(call.documents[0]).toEqual({
        id: 'p-doc-call-fr',
        workId: 'p-work-call',
        role: 'text',
        language: 'fr',
        title: 'Appel à partenaires',
        minSchema: 1,
        head: 0,
        policyEpoch: 0,
        locked: false,
        incarnation: 1,
        changedAtMs: 50,
      });
      expect(works[0]!.work).toMatchObject({
        ownerOrganisationId: 'p-org-it',
        ownerCountry: 'IT',
        deliverableId: 'p-d1',
      });
      expect(works[1]!.documents).toEqual([]);
    });

    test('a work is found by its id and by a document of it', async () => {
      await partnerships.insert(exampleRows('p'));
      const call = (await partnerships.works('p'))[2]!;
      expect(await partnerships.work('p-work-call')).toEqual(call);
      expect(await partnerships.workOfDocument('p-doc-call-en')).toEqual(call);
    });

    test('a person sees the partnerships they are a member of', async () => {
      await partnerships.insert(exampleRows('p'));
      await partnerships.insert(exampleRows('q'));
      expect((await partnerships.partnershipsOf('p-lead')).map((it) => it.id)).toEqual(['p']);
      expect(await partnerships.partnershipsOf('nobody')).toEqual([]);
    });

    test('inserting twice changes nothing, not even what was changed in between', async () => {
      await partnerships.insert(exampleRows('p'));
      const edit = { documentId: 'p-doc-call-fr', expectedHead: 0, expectedPolicyEpoch: 0, newClients: [] };
      await under.docs.commit([
        { ...edit, updates: [{ bytes: Uint8Array.of(1), author: 'p-lead', atMs: 99 }] },
      ]);
      const before = [
        await under.rowCounts(),
        await partnerships.works('p'),
        await partnerships.members('p'),
      ];

      const again = exampleRows('p');
      const renamed = again.people.map((person) => ({ ...person, name: 'Somebody else' }));
      const promoted = again.members.map((member) => ({ ...member, grants: [exampleGrant('observer')] }));
      await partnerships.insert({ ...again, people: renamed, members: promoted });
      expect([
        await under.rowCounts(),
        await partnerships.works('p'),
        await partnerships.members('p'),
      ]).toEqual(before);
    });

    test('[E11] a lock raises the policy epoch with it, says who and when, and locking twice changes nothing', async () => {
      await partnerships.insert(exampleRows('p'));
      const id = 'p-doc-call-fr';
      const state = async () => {
        const { locked, policyEpoch } = (await under.docs.head(id))!;
        return { locked, policyEpoch, lock: await partnerships.lockOf(id) };
      };
      expect(await state()).toEqual({ locked: false, policyEpoch: 0, lock: null });
      expect(await partnerships.lockDocument(id, { personId: 'p-lead', atMs: 70 })).toBe(true);
      const locked = {
        locked: true,
        policyEpoch: 1,
        lock: { by: { personId: 'p-lead', name: 'Zoé' }, atMs: 70 },
      };
      expect(await state()).toEqual(locked);
      expect(await partnerships.lockDocument(id, { personId: 'p-editor', atMs: 80 })).toBe(false);
      expect(await state()).toEqual(locked);
      expect(await partnerships.unlockDocument(id)).toBe(true);
      expect(await state()).toEqual({ locked: false, policyEpoch: 2, lock: null });
      expect(await partnerships.unlockDocument(id)).toBe(false);
      expect((await under.docs.head('p-doc-call-en'))?.policyEpoch).toBe(0);
    });

    test('one row that does not fit, and nothing is inserted', async () => {
      const rows = exampleRows('p');
      const stray = { ...rows.documents[0]!, id: 'stray', workId: 'nowhere' };
      await expect(partnerships.insert({ ...rows, documents: [...rows.documents, stray] })).rejects.toThrow();
      expect(Object.values(await under.rowCounts()).every((count) => count === 0)).toBe(true);
      await partnerships.insert(rows);
      expect(await partnerships.works('p')).toHaveLength(3);
    });

    test('two that insert the same at once both succeed', async () => {
      await Promise.all([partnerships.insert(exampleRows('p')), partnerships.insert(exampleRows('p'))]);
      expect(await partnerships.members('p')).toHaveLength(2);
    });

    test('e-mail addresses are known of those members who have one', async () => {
      await partnerships.insert(exampleRows('p'));
      expect(await partnerships.memberEmails('p')).toEqual(new Map([['p-lead', 'p@example.org']]));
      expect(await partnerships.memberEmails('q')).toEqual(new Map());
    });

    describe('changing a member', () => {
      const epochs = async (partnershipId: string) =>
        (await partnerships.works(partnershipId)).flatMap((work) =>
          work.documents.map(({ policyEpoch }) => policyEpoch),
        );
      const observer = [exampleGrant('observer')];

      beforeEach(async () => {
        await partnerships.insert(exampleRows('p'));
        await partnerships.insert(exampleRows('q'));
      });

      test('[E11] gives them other roles and another organisation, and raises the epoch of every document there', async () => {
        const changed = await partnerships.changeMember('p', (members) => {
          expect(members.map((it) => it.personId)).toEqual(['p-editor', 'p-lead']);
          return ok({
            kind: 'set',
            personId: 'p-editor',
            organisationId: 'p-org-it',
            grants: [...observer, { role: 'terminologist', scope: { kind: 'language', language: 'it' } }],
          });
        });
        expect(changed).toEqual(ok(undefined));
        expect((await partnerships.members('p')).find((it) => it.personId === 'p-editor')).toMatchObject({
          organisationId: 'p-org-it',
          grants: [...observer, { role: 'terminologist', scope: { kind: 'language', language: 'it' } }],
        });
        expect(await epochs('p')).toEqual([1, 1, 1]);
        expect(await epochs('q')).toEqual([0, 0, 0]);
      });

      test('[E11] lets them go: they are no member, they are still a person, and what they asked in alone goes along', async () => {
        const invitation = exampleInvitation('p');
        await under.invitations.create({ ...invitation, invitedBy: 'p-editor' }, 10);
        await under.invitations.create(
          { ...invitation, id: 'stays', secretHash: 'h2', email: 'stays@example.org', invitedBy: 'p-lead' },
          10,
        );
        await partnerships.changeMember('p', () => ok({ kind: 'remove', personId: 'p-editor' }));
        expect((await partnerships.members('p')).map((it) => it.personId)).toEqual(['p-lead']);
        expect(await under.accounts.principal('p-editor')).toMatchObject({ memberships: [] });
        expect((await under.invitations.pending('p')).map((it) => it.id)).toEqual(['stays']);
        expect(await epochs('p')).toEqual([1, 1, 1]);
        expect(await partnerships.members('q')).toHaveLength(2);
      });

      test('[E11] a coordinator who becomes an observer: what they asked in goes, what is accepted or of others stays', async () => {
        const asked = (id: string, more: object = {}) =>
          under.invitations.create(
            exampleInvitation('p', { id, secretHash: id, email: `${id}@example.org`, ...more }),
            10,
          );
        await asked('open');
        await asked('accepted');
        await under.invitations.accept({
          secretHash: 'accepted',
          atMs: 50,
          who: { kind: 'known', personId: 'q-editor' },
        });
        await asked('of-another', { invitedBy: 'p-editor' });
        await asked('elsewhere', { partnershipId: 'q', organisationId: null });
        await partnerships.changeMember('p', () =>
          ok({ kind: 'set', personId: 'p-lead', organisationId: null, grants: observer }),
        );
        expect(await under.invitations.bySecret('open')).toBeNull();
        expect((await under.invitations.pending('p')).map((it) => it.id)).toEqual(['of-another']);
        expect((await under.invitations.pending('q')).map((it) => it.id)).toEqual(['elsewhere']);
        expect(await under.invitations.bySecret('accepted')).not.toBeNull();
        expect((await partnerships.members('p')).map((it) => it.personId)).toContain('q-editor');
      });

      test('a refusal changes nothing, and is what comes back', async () => {
        const refused = problem('last-coordinator');
        expect(await partnerships.changeMember('p', () => refused)).toEqual(refused);
        expect(await partnerships.members('p')).toHaveLength(2);
        expect(await epochs('p')).toEqual([0, 0, 0]);
      });

      test('of two changes at once the second is decided on what the first left', async () => {
        const remove = (personId: string) =>
          partnerships.changeMember('p', (members) =>
            members.length > 1 ? ok({ kind: 'remove', personId }) : problem('the-last'),
          );
        const both = await Promise.all([remove('p-lead'), remove('p-editor')]);
        expect(both.map((it) => it.ok).sort()).toEqual([false, true]);
        expect(await partnerships.members('p')).toHaveLength(1);
      });
    });

    test('removing a partnership leaves nothing of it behind', async () => {
      await fill(under, 'p');
      const filled = await under.rowCounts();
      expect(Object.entries(filled).filter(([, count]) => count === 0)).toEqual([]);
      await partnerships.remove('p');
      expect(Object.entries(await under.rowCounts()).filter(([, count]) => count > 0)).toEqual([]);
    });

    test('removing one leaves the other whole, and people who belong to it too, or who run the installation', async () => {
      await fill(under, 'q');
      const before = await under.rowCounts();
      await fill(under, 'p');
      await partnerships.insert({
        people: [examplePerson('operator', { operator: true })],
        members: [
          {
            personId: 'q-lead',
            partnershipId: 'p',
            organisationId: null,
            grants: [exampleGrant('observer')],
          },
          {
            personId: 'operator',
            partnershipId: 'p',
            organisationId: null,
            grants: [exampleGrant('observer')],
          },
        ],
      });
      await partnerships.remove('p');
      expect(await under.rowCounts()).toEqual({ ...before, person: before.person! + 1 });
      expect(await under.accounts.principal('q-lead')).toMatchObject({
        memberships: [{ partnershipId: 'q' }],
      });
      expect(await under.accounts.principal('operator')).toMatchObject({ memberships: [] });
      expect(await under.docs.verify('q-doc-call-fr')).toBeNull();
    });
  });
}

/** At least one row in every table. */
async function fill(
  { partnerships, accounts, invitations, docs, jobs, fillMore }: PartnershipStoreUnderTest,
  prefix: string,
): Promise<void> {
  await partnerships.insert(exampleRows(prefix));
  const personId = `${prefix}-lead`;
  const documentId = `${prefix}-doc-call-fr`;
  await docs.commit([
    {
      documentId,
      expectedHead: 0,
      expectedPolicyEpoch: 0,
      updates: [60, 61].map((atMs) => ({ bytes: Uint8Array.of(1, 2), author: personId, atMs })),
      newClients: [{ clientId: 1, author: personId }],
    },
  ]);
  await docs.saveSnapshot(documentId, {
    seq: 1,
    bytes: Uint8Array.of(1),
    stateVector: Uint8Array.of(0),
    deletes: Uint8Array.of(0, 0),
  });
  await docs.pack(documentId, 1);
  const times = { createdAtMs: 1, expiresAtMs: 2 };
  await accounts.setPassword({ personId, passwordHash: `${prefix}-hash`, changedAtMs: 1 }, null);
  await accounts.createSession({
    idHash: `${prefix}-session`,
    personId,
    device: '',
    seenAtMs: 1,
    ...times,
  });
  await accounts.createSignInLink({
    secretHash: `${prefix}-link`,
    personId,
    purpose: 'sign-in',
    ...times,
  });
  await invitations.create(exampleInvitation(prefix), 10);
  await fillMore(prefix);
  await accounts.createApiToken({
    id: `${prefix}-token`,
    secretHash: `${prefix}-secret`,
    personId,
    label: 'test',
    ...times,
  });
  await jobs.create({ id: `${prefix}-job`, kind: 'export', personId, payload: {}, createdAtMs: 1 });
}
