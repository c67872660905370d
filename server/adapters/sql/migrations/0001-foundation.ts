import { sql, type CreateTableBuilder, type Kysely } from 'kysely';

/**
 * The first tables. A migration is frozen once released: what it says must not follow later code, so it
 * imports nothing of ours and writes its types as the databases spell them. Types are those that SQLite and
 * PostgreSQL both take: `bigint` for times and sequences, `bytea` for bytes (SQLite keeps a blob whatever
 * its column is called).
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await partnerships(db);
  await works(db);
  await updateLog(db);
  await accounts(db);
  await jobs(db);
}

const cascade = <T extends string>(table: CreateTableBuilder<T>, name: string, to: string) =>
  table.addColumn(name, 'text', (column) => column.notNull().references(`${to}.id`).onDelete('cascade'));

async function partnerships(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('partnership')
    .addColumn('id', 'text', (c) => c.primaryKey().notNull())
    .addColumn('titles', 'text', (c) => c.notNull())
    .addColumn('horizon', 'integer')
    .addColumn('funding_profile', 'text', (c) => c.notNull())
    .addColumn('working_language', 'text', (c) => c.notNull())
    .addColumn('languages', 'text', (c) => c.notNull())
    .addColumn('example', 'integer', (c) => c.notNull())
    .addColumn('facts', 'text', (c) => c.notNull())
    .addColumn('created_at_ms', 'bigint', (c) => c.notNull())
    .execute();

  await cascade(
    db.schema.createTable('organisation').addColumn('id', 'text', (c) => c.primaryKey().notNull()),
    'partnership',
    'partnership',
  )
    .addColumn('name', 'text', (c) => c.notNull())
    .addColumn('country', 'text', (c) => c.notNull())
    .addColumn('type', 'text', (c) => c.notNull())
    .addColumn('public', 'integer')
    .addColumn('remit', 'integer')
    .addColumn('languages', 'text', (c) => c.notNull())
    .addColumn('status', 'text', (c) => c.notNull())
    .addColumn('part', 'text', (c) => c.notNull())
    .execute();
  await index(db, 'organisation', ['partnership']);

  await db.schema
    .createTable('person')
    .addColumn('id', 'text', (c) => c.primaryKey().notNull())
    .addColumn('name', 'text', (c) => c.notNull())
    .addColumn('email', 'text')
    .addColumn('locale', 'text')
    .addColumn('operator', 'integer', (c) => c.notNull())
    .execute();
  await db.schema
    .createIndex('person_email')
    .on('person')
    .expression(sql`lower(email)`)
    .unique()
    .execute();

  let member = db.schema.createTable('member').$call((table) => cascade(table, 'partnership', 'partnership'));
  member = cascade(member, 'person', 'person');
  await member
    .addColumn('organisation', 'text', (c) => c.references('organisation.id').onDelete('set null'))
    .addPrimaryKeyConstraint('member_key', ['partnership', 'person'])
    .execute();
  await index(db, 'member', ['person']);
  await index(db, 'member', ['organisation']);

  await db.schema
    .createTable('member_grant')
    .addColumn('partnership', 'text', (c) => c.notNull())
    .addColumn('person', 'text', (c) => c.notNull())
    .addColumn('position', 'integer', (c) => c.notNull())
    .addColumn('role', 'text', (c) => c.notNull())
    .addColumn('scope_kind', 'text', (c) => c.notNull())
    .addColumn('scope_value', 'text')
    .addPrimaryKeyConstraint('member_grant_key', ['partnership', 'person', 'position'])
    .addForeignKeyConstraint(
      'member_grant_member',
      ['partnership', 'person'],
      'member',
      ['partnership', 'person'],
      (constraint) => constraint.onDelete('cascade'),
    )
    .execute();
  await index(db, 'member_grant', ['role', 'partnership']);
}

async function works(db: Kysely<unknown>): Promise<void> {
  await cascade(
    db.schema.createTable('deliverable').addColumn('id', 'text', (c) => c.primaryKey().notNull()),
    'partnership',
    'partnership',
  )
    .addColumn('kind', 'text', (c) => c.notNull())
    .addColumn('code', 'text', (c) => c.notNull())
    .addColumn('titles', 'text', (c) => c.notNull())
    .addColumn('state', 'text', (c) => c.notNull())
    .execute();
  await index(db, 'deliverable', ['partnership', 'code']);

  await cascade(
    db.schema.createTable('work').addColumn('id', 'text', (c) => c.primaryKey().notNull()),
    'partnership',
    'partnership',
  )
    .addColumn('deliverable', 'text', (c) => c.references('deliverable.id').onDelete('set null'))
    .addColumn('type', 'text', (c) => c.notNull())
    .addColumn('kind', 'text', (c) => c.notNull())
    .addColumn('source_language', 'text', (c) => c.notNull())
    .addColumn('state', 'text', (c) => c.notNull())
    .addColumn('owner_organisation', 'text', (c) => c.references('organisation.id').onDelete('set null'))
    .addColumn('owner_country', 'text')
    .addColumn('created_at_ms', 'bigint', (c) => c.notNull())
    .execute();
  await index(db, 'work', ['partnership']);
  await index(db, 'work', ['deliverable']);
  await index(db, 'work', ['owner_organisation']);

  await cascade(
    db.schema.createTable('document').addColumn('id', 'text', (c) => c.primaryKey().notNull()),
    'work',
    'work',
  )
    .addColumn('role', 'text', (c) => c.notNull())
    .addColumn('language', 'text')
    .addColumn('title', 'text', (c) => c.notNull())
    .addColumn('min_schema', 'integer', (c) => c.notNull())
    .addColumn('head', 'bigint', (c) => c.notNull())
    .addColumn('policy_epoch', 'bigint', (c) => c.notNull())
    .addColumn('locked', 'integer', (c) => c.notNull())
    .addColumn('incarnation', 'integer', (c) => c.notNull())
    .addColumn('created_at_ms', 'bigint', (c) => c.notNull())
    .addColumn('changed_at_ms', 'bigint', (c) => c.notNull())
    .execute();
  await index(db, 'document', ['work']);
}

async function updateLog(db: Kysely<unknown>): Promise<void> {
  await cascade(db.schema.createTable('doc_client'), 'document', 'document')
    .addColumn('client_id', 'bigint', (c) => c.notNull())
    .addColumn('principal', 'text', (c) => c.notNull())
    .addPrimaryKeyConstraint('doc_client_key', ['document', 'client_id'])
    .execute();

  await cascade(db.schema.createTable('doc_update'), 'document', 'document')
    .addColumn('seq', 'bigint', (c) => c.notNull())
    .addColumn('bytes', 'bytea', (c) => c.notNull())
    .addColumn('principal', 'text', (c) => c.notNull())
    .addColumn('at_ms', 'bigint', (c) => c.notNull())
    .addColumn('hash', 'bytea', (c) => c.notNull())
    .addPrimaryKeyConstraint('doc_update_key', ['document', 'seq'])
    .execute();

  await db.schema
    .createTable('doc_snapshot')
    .addColumn('document', 'text', (c) =>
      c.primaryKey().notNull().references('document.id').onDelete('cascade'),
    )
    .addColumn('seq', 'bigint', (c) => c.notNull())
    .addColumn('bytes', 'bytea', (c) => c.notNull())
    .execute();
}

async function accounts(db: Kysely<unknown>): Promise<void> {
  await cascade(
    db.schema.createTable('web_session').addColumn('id_hash', 'text', (c) => c.primaryKey().notNull()),
    'person',
    'person',
  )
    .addColumn('created_at_ms', 'bigint', (c) => c.notNull())
    .addColumn('expires_at_ms', 'bigint', (c) => c.notNull())
    .execute();
  await index(db, 'web_session', ['person']);
  await index(db, 'web_session', ['expires_at_ms']);

  await cascade(
    db.schema.createTable('sign_in_link').addColumn('secret_hash', 'text', (c) => c.primaryKey().notNull()),
    'person',
    'person',
  )
    .addColumn('created_at_ms', 'bigint', (c) => c.notNull())
    .addColumn('expires_at_ms', 'bigint', (c) => c.notNull())
    .addColumn('used_at_ms', 'bigint')
    .execute();
  await index(db, 'sign_in_link', ['person']);
  await index(db, 'sign_in_link', ['expires_at_ms']);

  await cascade(
    db.schema
      .createTable('api_token')
      .addColumn('id', 'text', (c) => c.primaryKey().notNull())
      .addColumn('secret_hash', 'text', (c) => c.notNull().unique()),
    'person',
    'person',
  )
    .addColumn('label', 'text', (c) => c.notNull())
    .addColumn('created_at_ms', 'bigint', (c) => c.notNull())
    .addColumn('expires_at_ms', 'bigint')
    .execute();
  await index(db, 'api_token', ['person']);
}

async function jobs(db: Kysely<unknown>): Promise<void> {
  await cascade(
    db.schema
      .createTable('job')
      .addColumn('id', 'text', (c) => c.primaryKey().notNull())
      .addColumn('kind', 'text', (c) => c.notNull()),
    'person',
    'person',
  )
    .addColumn('payload', 'text', (c) => c.notNull())
    .addColumn('state', 'text', (c) => c.notNull())
    .addColumn('progress', 'real', (c) => c.notNull())
    .addColumn('attempts', 'integer', (c) => c.notNull())
    .addColumn('lease_until_ms', 'bigint')
    .addColumn('result', 'text', (c) => c.notNull())
    .addColumn('created_at_ms', 'bigint', (c) => c.notNull())
    .addColumn('ended_at_ms', 'bigint')
    .execute();
  await index(db, 'job', ['state', 'created_at_ms']);
  await index(db, 'job', ['person', 'kind', 'created_at_ms']);
}

const index = (db: Kysely<unknown>, table: string, columns: string[]): Promise<void> =>
  db.schema
    .createIndex(`${table}_by_${columns.join('_')}`)
    .on(table)
    .columns(columns)
    .execute();
