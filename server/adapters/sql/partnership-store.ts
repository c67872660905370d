import type { Transaction } from 'kysely';
import { ok } from '#lib/core/result.ts';
import type { DocumentMeta, Work } from '#lib/domain/deliverable/work.ts';
import type {
  Member,
  MemberChange,
  PartnershipRows,
  PartnershipStore,
  WorkWithDocuments,
} from '#server/ports/partnership-store.ts';
import { insertConcepts } from './glossary-store.ts';
import { insertActivities } from './programme-store.ts';
import { documentLocks } from './document-locks.ts';
import {
  deliverableOf,
  documentOf,
  grantOf,
  json,
  organisationOf,
  organisationRow,
  partnershipOf,
  partnershipRow,
  grantRows,
  personRow,
  workOf,
} from './rows.ts';
import type { Database, Db, WorkTable } from './schema.ts';

/** Partnerships with what belongs to them. What is deleted takes its rows along by `on delete cascade`. */
export function sqlPartnershipStore(db: Db): PartnershipStore {
  const works = () => db.selectFrom('work').selectAll('work');
  const oneWork = async (query: ReturnType<typeof works>) =>
    (await withDocuments(db, await query.execute()))[0] ?? null;

  return {
    async partnership(id) {
      const row = await db.selectFrom('partnership').selectAll().where('id', '=', id).executeTakeFirst();
      return row ? partnershipOf(row) : null;
    },

    async partnershipsOf(personId) {
      const rows = await db
        .selectFrom('partnership')
        .innerJoin('member', 'member.partnership', 'partnership.id')
        .selectAll('partnership')
        .where('member.person', '=', personId)
        .orderBy('partnership.created_at_ms')
        .orderBy('partnership.id')
        .execute();
      return rows.map(partnershipOf);
    },

    async organisations(partnershipId) {
      const rows = await db
        .selectFrom('organisation')
        .selectAll()
        .where('partnership', '=', partnershipId)
        .orderBy('country')
        .orderBy('name')
        .orderBy('id')
        .execute();
      return rows.map(organisationOf);
    },

    members: (partnershipId) => members(db, partnershipId),

    async deliverables(partnershipId) {
      const rows = await db
        .selectFrom('deliverable')
        .selectAll()
        .where('partnership', '=', partnershipId)
        .orderBy('code')
        .orderBy('id')
        .execute();
      return rows.map(deliverableOf);
    },

    async works(partnershipId) {
      const rows = await works()
        .leftJoin('deliverable', 'deliverable.id', 'work.deliverable')
        .where('work.partnership', '=', partnershipId)
        // Said outright, because the databases disagree on where NULL goes.
        .orderBy((eb) => eb.case().when('deliverable.code', 'is', null).then(1).else(0).end())
        .orderBy('deliverable.code')
        .orderBy('work.created_at_ms')
        .orderBy('work.id')
        .execute();
      return withDocuments(db, rows);
    },

    work: (workId) => oneWork(works().where('work.id', '=', workId)),

    workOfDocument: (documentId) =>
      oneWork(
        works().where('work.id', '=', (eb) =>
          eb.selectFrom('document').select('work').where('id', '=', documentId),
        ),
      ),

    async setOrganisationStatus(partnershipId, organisationId, status) {
      const changed = await db
        .updateTable('organisation')
        .set({ status })
        .where('partnership', '=', partnershipId)
        .where('id', '=', organisationId)
        .executeTakeFirst();
      return changed.numUpdatedRows === 1n;
    },

    async memberEmails(partnershipId) {
      const rows = await db
        .selectFrom('member')
        .innerJoin('person', 'person.id', 'member.person')
        .select(['person.id', 'person.email'])
        .where('member.partnership', '=', partnershipId)
        .execute();
      return new Map(rows.flatMap(({ id, email }) => (email === null ? [] : [[id, email] as const])));
    },

    changeMember: (partnershipId, decide) =>
      db.transaction().execute(async (transaction) => {
        const decided = decide(await members(transaction, partnershipId));
        if (!decided.ok) return decided;
        await changeMember(transaction, partnershipId, decided.value);
        return ok(undefined);
      }),
    ...documentLocks(db),

    insert: (rows) => db.transaction().execute((transaction) => insert(transaction, rows)),

    remove: (partnershipId) =>
      db.transaction().execute(async (transaction) => {
        const people = await transaction
          .selectFrom('member')
          .select('person')
          .where('partnership', '=', partnershipId)
          .execute();
        await transaction.deleteFrom('partnership').where('id', '=', partnershipId).execute();
        for (const page of pages(people))
          await transaction
            .deleteFrom('person')
            .where(
              'id',
              'in',
              page.map((row) => row.person),
            )
            // An operator belongs to the installation.
            .where('operator', '=', 0)
            .where((eb) => eb('id', 'not in', eb.selectFrom('member').select('person')))
            .execute();
      }),
  };
}

async function withDocuments(db: Db, rows: readonly WorkTable[]): Promise<readonly WorkWithDocuments[]> {
  const works = rows.map(workOf);
  const documents: DocumentMeta[] = [];
  for (const page of pages(works)) {
    const rows = await db
      .selectFrom('document')
      .selectAll()
      .where(
        'work',
        'in',
        page.map((work) => work.id),
      )
      .orderBy('created_at_ms')
      .orderBy('id')
      .execute();
    documents.push(...rows.map(documentOf));
  }
  return works.map((work) => {
    const own = sourceFirst(
      work,
      documents.filter((document) => document.workId === work.id),
    );
    const titles = own.flatMap(({ language, title }) =>
      language === null ? [] : [[language, title] as const],
    );
    return { work, titles: Object.fromEntries(titles), documents: own };
  });
}

const sourceFirst = <T extends { language: string | null }>(
  { sourceLanguage }: Work,
  documents: readonly T[],
): T[] => [
  ...documents.filter((document) => document.language === sourceLanguage),
  ...documents.filter((document) => document.language !== sourceLanguage),
];

async function members(db: Db, partnershipId: string): Promise<readonly Member[]> {
  const rows = await db
    .selectFrom('member')
    .innerJoin('person', 'person.id', 'member.person')
    .select(['member.person', 'member.organisation', 'person.name'])
    .where('member.partnership', '=', partnershipId)
    .orderBy('person.name')
    .orderBy('person.id')
    .execute();
  const grants = await db
    .selectFrom('member_grant')
    .selectAll()
    .where('partnership', '=', partnershipId)
    .orderBy('position')
    .execute();
  return rows.map((row) => ({
    personId: row.person,
    partnershipId,
    organisationId: row.organisation,
    name: row.name,
    grants: grants.filter((grant) => grant.person === row.person).map(grantOf),
  }));
}

async function insert(transaction: Transaction<Database>, rows: PartnershipRows): Promise<void> {
  await insertNew(transaction, 'partnership', rows.partnerships?.map(partnershipRow));
  await insertNew(transaction, 'organisation', rows.organisations?.map(organisationRow));
  await insertNew(transaction, 'person', rows.people?.map(personRow));
  for (const member of rows.members ?? []) await insertMember(transaction, member);
  await insertNew(
    transaction,
    'deliverable',
    rows.deliverables?.map(({ id, partnershipId, kind, code, titles, state }) => ({
      id,
      partnership: partnershipId,
      kind,
      code,
      titles: json(titles),
      state,
    })),
  );
  await insertNew(
    transaction,
    'work',
    rows.works?.map((work) => ({
      id: work.id,
      partnership: work.partnershipId,
      deliverable: work.deliverableId,
      type: work.type,
      kind: work.kind,
      source_language: work.sourceLanguage,
      state: work.state,
      owner_organisation: work.ownerOrganisationId,
      owner_country: work.ownerCountry,
      created_at_ms: work.createdAtMs,
    })),
  );
  await insertNew(
    transaction,
    'document',
    rows.documents?.map((document) => ({
      id: document.id,
      work: document.workId,
      role: document.role,
      language: document.language,
      title: document.title,
      min_schema: 1,
      head: 0,
      policy_epoch: 0,
      locked: 0,
      locked_by: null,
      locked_at_ms: null,
      incarnation: 1,
      created_at_ms: document.createdAtMs,
      changed_at_ms: document.createdAtMs,
    })),
  );
  await insertActivities(transaction, rows.activities ?? []);
  await insertConcepts(transaction, rows.concepts ?? []);
}

async function changeMember(
  transaction: Transaction<Database>,
  partnershipId: string,
  change: MemberChange,
): Promise<void> {
  const member = { partnership: partnershipId, person: change.personId };
  if (change.kind === 'remove') {
    await transaction
      .deleteFrom('member')
      .where('partnership', '=', partnershipId)
      .where('person', '=', change.personId)
      .execute();
  } else {
    await transaction
      .updateTable('member')
      .set({
        organisation: change.organisationId,
        ...(change.rolesChanged
          ? { roles_changed_by: change.rolesChanged.by, roles_changed_at_ms: change.rolesChanged.atMs }
          : {}),
      })
      .where('partnership', '=', partnershipId)
      .where('person', '=', change.personId)
      .execute();
    await transaction
      .deleteFrom('member_grant')
      .where('partnership', '=', partnershipId)
      .where('person', '=', change.personId)
      .execute();
    if (change.grants.length > 0)
      await transaction.insertInto('member_grant').values(grantRows(member, change.grants)).execute();
  }
  // They were judged by what the inviter might give then; made again, they are judged by the new roles.
  await transaction
    .deleteFrom('invitation')
    .where('partnership', '=', partnershipId)
    .where('invited_by', '=', change.personId)
    .where('accepted_at_ms', 'is', null)
    .execute();
  await transaction
    .updateTable('document')
    .set((eb) => ({ policy_epoch: eb('policy_epoch', '+', 1) }))
    .where('work', 'in', (eb) =>
      eb.selectFrom('work').select('id').where('work.partnership', '=', partnershipId),
    )
    .execute();
}

/** Tables whose rows are told apart by `id` alone. */
type WithId = 'partnership' | 'organisation' | 'person' | 'deliverable' | 'work' | 'document';

async function insertNew<T extends WithId>(
  transaction: Transaction<Database>,
  table: T,
  rows: readonly Database[T][] | undefined,
): Promise<void> {
  for (const page of pages(rows ?? []))
    await transaction
      .insertInto(table as WithId)
      .values(page as never)
      .onConflict((conflict) => conflict.column('id').doNothing())
      .execute();
}

/** The grants of somebody who is a member already are left as they are. */
async function insertMember(transaction: Transaction<Database>, member: Omit<Member, 'name'>): Promise<void> {
  const isNew = await transaction
    .insertInto('member')
    .values({
      partnership: member.partnershipId,
      person: member.personId,
      organisation: member.organisationId,
    })
    .onConflict((conflict) => conflict.columns(['partnership', 'person']).doNothing())
    .returning('person')
    .executeTakeFirst();
  if (!isNew || member.grants.length === 0) return;
  await transaction
    .insertInto('member_grant')
    .values(grantRows({ partnership: member.partnershipId, person: member.personId }, member.grants))
    .execute();
}

/** Databases limit how many values one statement may carry: 32,766 in SQLite. */
const PAGE_ROWS = 500;

function* pages<T>(rows: readonly T[]): Generator<readonly T[]> {
  for (let start = 0; start < rows.length; start += PAGE_ROWS) yield rows.slice(start, start + PAGE_ROWS);
}
