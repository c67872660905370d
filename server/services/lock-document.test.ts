import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Principal, Role } from '#lib/domain/partnership/member.ts';
import { migrate } from '#server/adapters/sql/migrate.ts';
import { sqlPartnershipStore } from '#server/adapters/sql/partnership-store.ts';
import type { Database } from '#server/adapters/sql/schema.ts';
import { openSqlite, type Sqlite } from '#server/adapters/sqlite/open-sqlite.ts';
import type { PartnershipStore } from '#server/ports/partnership-store.ts';
import { exampleRows } from '../../tests/contracts/example-rows.ts';
import { documentAccess } from './document-access.ts';
import { findDocument } from './find-document.ts';
import { lockDocument, unlockDocument } from './lock-document.ts';

const DOCUMENT = 'p-doc-call-fr';
let sqlite: Sqlite<Database>;
let partnerships: PartnershipStore;
/** What the live part was told, in order. */
let told: string[];

beforeEach(async () => {
  const opened = await openSqlite<Database>({ file: ':memory:' });
  if (!opened.ok) throw new Error(opened.problem.detail);
  sqlite = opened.value;
  const migrated = await migrate(sqlite.db);
  if (!migrated.ok) throw new Error(migrated.problem.detail);
  partnerships = sqlPartnershipStore(sqlite.db);
  await partnerships.insert(exampleRows('p'));
  told = [];
});
afterEach(() => sqlite.close());

const who = (role: Role): Principal => ({
  personId: 'p-lead',
  operator: false,
  memberships: [
    { partnershipId: 'p', organisationId: null, country: null, grants: [{ role, scope: { kind: 'all' } }] },
  ],
});

const deps = () => ({
  partnerships,
  clock: { nowMs: () => 70, after: () => () => undefined },
  rights: {
    documentRightsChanged: async (id: string) => {
      // Whoever is asked anew finds what was changed.
      told.push(`${id} ${(await partnerships.lockOf(id)) ? 'locked' : 'open'}`);
    },
    personRightsChanged: () => Promise.resolve(),
  },
});

test('[E11] a text is locked and unlocked by who manages it, and those who are in it are asked anew, once', async () => {
  const coordinator = who('coordinator');
  for (let twice = 0; twice < 2; twice++)
    expect(await lockDocument(deps())(coordinator, DOCUMENT)).toEqual({ ok: true, value: { locked: true } });
  for (let twice = 0; twice < 2; twice++)
    expect(await unlockDocument(deps())(coordinator, DOCUMENT)).toEqual({
      ok: true,
      value: { locked: false },
    });
  expect(told).toEqual([`${DOCUMENT} locked`, `${DOCUMENT} open`]);
});

test('nobody else locks or unlocks it', async () => {
  for (const attempt of [lockDocument(deps()), unlockDocument(deps())]) {
    expect(await attempt(null, DOCUMENT)).toMatchObject({ problem: { code: 'not-signed-in' } });
    expect(await attempt(who('editor'), DOCUMENT)).toMatchObject({ problem: { code: 'not-allowed' } });
    expect(await attempt(who('coordinator'), 'no-such')).toMatchObject({
      problem: { code: 'document-unknown' },
    });
  }
  expect(told).toEqual([]);
  expect(await partnerships.lockOf(DOCUMENT)).toBeNull();
});

test('everybody with access is listed with the reason for their right, and a lock shows in it', async () => {
  const access = documentAccess({ partnerships, findDocument: findDocument({ partnerships }) });
  const before = await access(who('coordinator'), DOCUMENT);
  if (!before.ok) throw new Error(before.problem.code);
  expect(before.value).toMatchObject({
    own: { right: 'manage', role: 'coordinator' },
    mayLock: true,
    lock: null,
  });
  const rightOf = (id: string, { people }: typeof before.value) =>
    people.find((it) => it.id === id)?.reason.right;
  const members = await partnerships.members('p');
  expect(before.value.people.map(({ name }) => name)).toEqual(members.map(({ name }) => name));

  await lockDocument(deps())(who('coordinator'), DOCUMENT);
  const after = await access(who('observer'), DOCUMENT);
  if (!after.ok) throw new Error(after.problem.code);
  expect(after.value).toMatchObject({
    own: { right: 'read', role: 'observer' },
    mayLock: false,
    mayManagePeople: false,
    lock: { by: { personId: 'p-lead', name: 'Zoé' }, atMs: 70 },
  });
  for (const { id, reason } of after.value.people) {
    expect(['read', 'comment']).toContain(reason.right);
    if (rightOf(id, before.value) !== reason.right) expect(reason.loweredBy).toBe('lock');
  }
  expect(await access(null, DOCUMENT)).toMatchObject({ problem: { code: 'not-signed-in' } });
});
