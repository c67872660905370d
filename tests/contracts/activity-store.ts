import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ActivityStore } from '#server/ports/activity-store.ts';
import type { DocStore } from '#server/ports/doc-store.ts';
import type { InvitationStore } from '#server/ports/invitation-store.ts';
import type { PartnershipStore } from '#server/ports/partnership-store.ts';
import type { VersionStore } from '#server/ports/version-store.ts';
import { exampleInvitation, examplePerson, exampleRows } from './example-rows.ts';

export interface ActivityStoreUnderTest {
  readonly activity: ActivityStore;
  readonly docs: DocStore;
  readonly versions: VersionStore;
  readonly invitations: InvitationStore;
  readonly partnerships: PartnershipStore;
  close(): Promise<void>;
}

const DAY = 86_400_000;

export function activityStoreContract(name: string, open: () => Promise<ActivityStoreUnderTest>): void {
  describe(`activity store: ${name}`, () => {
    let under: ActivityStoreUnderTest;
    let activity: ActivityStore;
    const rows = exampleRows('p');
    const [first, second] = rows.documents.map(({ id }) => id) as [string, string];

    beforeEach(async () => {
      under = await open();
      activity = under.activity;
      await under.partnerships.insert(exampleRows('p'));
      await under.partnerships.insert(exampleRows('q'));
    });
    afterEach(() => under.close());

    /** Bytes are opaque here. */
    async function write(documentId: string, updates: readonly (readonly [author: string, atMs: number])[]) {
      const meta = await under.docs.head(documentId);
      const clientId = (meta?.head ?? 0) + 1;
      const [outcome] = await under.docs.commit([
        {
          documentId,
          expectedHead: meta!.head,
          expectedPolicyEpoch: meta!.policyEpoch,
          updates: updates.map(([author, atMs]) => ({ bytes: new Uint8Array([atMs % 251]), author, atMs })),
          newClients: updates.map(([author], index) => ({ clientId: clientId + index, author })),
        },
      ]);
      expect(outcome?.kind).toBe('committed');
    }

    test('a visit is kept per member and partnership, the last one only', async () => {
      expect(await activity.visit('p', 'p-lead')).toBeNull();
      await activity.keepVisit('p', 'p-lead', { sinceMs: null, seenAtMs: 10 });
      await activity.keepVisit('p', 'p-lead', { sinceMs: 10, seenAtMs: 4_000_000 });
      expect(await activity.visit('p', 'p-lead')).toEqual({ sinceMs: 10, seenAtMs: 4_000_000 });
      expect(await activity.visit('q', 'q-lead')).toBeNull();
    });

    test('who leaves takes their visit along', async () => {
      await activity.keepVisit('p', 'p-lead', { sinceMs: null, seenAtMs: 10 });
      await under.partnerships.changeMember('p', () => ({
        ok: true,
        value: { kind: 'remove', personId: 'p-lead' },
      }));
      expect(await activity.visit('p', 'p-lead')).toBeNull();
    });

    test('of two looks at the bell the later one stays, whichever comes last', async () => {
      expect(await activity.looked('p', 'p-lead')).toBeNull();
      await activity.keepLook('p', 'p-lead', { atMs: 20, needs: ['a', 'b'] });
      await activity.keepLook('p', 'p-lead', { atMs: 10, needs: [] });
      expect(await activity.looked('p', 'p-lead')).toEqual({ atMs: 20, needs: ['a', 'b'] });
      await activity.keepLook('p', 'p-lead', { atMs: 4_000_000_000_000, needs: [] });
      expect(await activity.looked('p', 'p-lead')).toEqual({ atMs: 4_000_000_000_000, needs: [] });
      expect(await activity.looked('q', 'q-lead')).toBeNull();
    });

    test('whose roles were changed, by whom and when, is known from the change itself', async () => {
      const set = (rolesChanged?: { by: string; atMs: number }) =>
        under.partnerships.changeMember('p', () => ({
          ok: true,
          value: {
            kind: 'set',
            personId: 'p-editor',
            organisationId: null,
            grants: [],
            ...(rolesChanged ? { rolesChanged } : {}),
          },
        }));
      expect(await activity.rolesChanged('p', 0, 9)).toEqual([]);
      await set({ by: 'p-lead', atMs: 30 });
      await set();
      expect(await activity.rolesChanged('p', 29, 9)).toEqual([
        { personId: 'p-editor', by: 'p-lead', atMs: 30 },
      ]);
      expect(await activity.rolesChanged('p', 30, 9)).toEqual([]);
      expect(await activity.rolesChanged('q', 0, 9)).toEqual([]);
    });

    test('writing is one entry per text, person and day, packed or not, and nothing from before', async () => {
      const updates = Array.from({ length: 12 }, (_, i) => [i % 2 ? 'ada' : 'bob', DAY + i] as const);
      await write(first, [['ada', 5], ...updates, ['ada', 2 * DAY + 1]]);
      await write(second, [['server', DAY]]);
      const all = [
        { documentId: first, author: 'ada', atMs: 2 * DAY + 1 },
        { documentId: first, author: 'ada', atMs: DAY + 11 },
        { documentId: first, author: 'bob', atMs: DAY + 10 },
      ];
      expect(await activity.writing([first], 5)).toEqual(all);
      expect(await activity.writing([first, second], DAY - 1)).toContainEqual({
        documentId: second,
        author: 'server',
        atMs: DAY,
      });
      expect(await activity.writing([], 0)).toEqual([]);

      const { head } = (await under.docs.head(first))!;
      const nothing = new Uint8Array();
      await under.docs.saveSnapshot(first, {
        seq: head,
        bytes: nothing,
        stateVector: nothing,
        deletes: nothing,
      });
      expect(await under.docs.pack(first, 1)).toBeGreaterThan(0);
      expect(await activity.writing([first], 5)).toEqual(all);
    });

    test('everybody who ever wrote in a text is known', async () => {
      await write(first, [
        ['ada', 1],
        ['bob', 2],
        ['ada', 3],
      ]);
      const writers = await activity.writers([first, second]);
      expect(writers.get(first)).toEqual(new Set(['ada', 'bob']));
      expect(writers.has(second)).toBe(false);
      expect(await activity.writers([])).toEqual(new Map());
    });

    test('new texts, versions, people and locks of this partnership alone, newest first, so many', async () => {
      const version = {
        workId: rows.works[0]!.id,
        kind: 'named',
        name: 'One',
        heads: { [first]: 1 },
        restoredSeq: null,
        personId: null,
      } as const;
      await under.versions.create({ ...version, id: 'v1', atMs: 50 });
      await under.versions.create({ ...version, id: 'v2', atMs: 60 });
      await under.versions.create({ ...version, id: 'v3', workId: 'q-work-call', atMs: 70 });
      expect((await activity.versions('p', 50, 9)).map(({ id }) => id)).toEqual(['v2']);
      expect((await activity.versions('p', 0, 1)).map(({ id }) => id)).toEqual(['v2']);

      await under.invitations.create(exampleInvitation('p'), 9);
      await under.invitations.create(exampleInvitation('q'), 9);
      expect(await activity.joined('p', 0, 9)).toEqual([]);
      for (const prefix of ['p', 'q'])
        await under.invitations.accept({
          secretHash: `${prefix}-invitation-hash`,
          atMs: 20,
          who: {
            kind: 'new',
            person: examplePerson(`${prefix}-guest`, { email: `${prefix}-guest@example.org` }),
            passwordHash: 'x',
          },
        });
      expect(await activity.joined('p', 19, 9)).toEqual([
        { name: 'Guest', organisationId: 'p-org-it', atMs: 20 },
      ]);
      expect(await activity.joined('p', 20, 9)).toEqual([]);

      await under.partnerships.lockDocument(first, { personId: 'p-lead', atMs: 80 });
      await under.partnerships.lockDocument(exampleRows('q').documents[0]!.id, {
        personId: 'q-lead',
        atMs: 80,
      });
      expect(await activity.locks('p')).toEqual([{ documentId: first, personId: 'p-lead', atMs: 80 }]);

      const created = await activity.created('p', 0, 99);
      expect(created.map(({ documentId }) => documentId).sort()).toEqual(
        rows.documents.map(({ id }) => id).sort(),
      );
      expect(await activity.created('p', 0, 1)).toHaveLength(1);
      expect(await activity.created('p', Number.MAX_SAFE_INTEGER, 9)).toEqual([]);
    });
  });
}
