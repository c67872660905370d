import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { AccountStore } from '#server/ports/account-store.ts';
import type { DocStore } from '#server/ports/doc-store.ts';
import type { JobStore } from '#server/ports/job-store.ts';
import type { PartnershipStore } from '#server/ports/partnership-store.ts';
import { exampleGrant, examplePartnership, examplePerson, exampleRows } from './example-rows.ts';

export interface PartnershipStoreUnderTest {
  readonly partnerships: PartnershipStore;
  readonly accounts: AccountStore;
  readonly docs: DocStore;
  readonly jobs: JobStore;
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
  { partnerships, accounts, docs, jobs }: PartnershipStoreUnderTest,
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
  await accounts.createSession({ idHash: `${prefix}-session`, personId, ...times });
  await accounts.createSignInLink({ secretHash: `${prefix}-link`, personId, ...times });
  await accounts.createApiToken({
    id: `${prefix}-token`,
    secretHash: `${prefix}-secret`,
    personId,
    label: 'test',
    ...times,
  });
  await jobs.create({ id: `${prefix}-job`, kind: 'export', personId, payload: {}, createdAtMs: 1 });
}
