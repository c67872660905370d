import type { CreateTableBuilder, Kysely } from 'kysely';

/** Passwords, invitations, devices; uploads; versions and packed history. Frozen like its predecessor. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await accounts(db);
  await uploads(db);
  await history(db);
  await locks(db);
}

const cascade = <T extends string>(table: CreateTableBuilder<T>, name: string, to: string) =>
  table.addColumn(name, 'text', (column) => column.notNull().references(`${to}.id`).onDelete('cascade'));

async function accounts(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('credential')
    .addColumn('person', 'text', (c) => c.primaryKey().notNull().references('person.id').onDelete('cascade'))
    .addColumn('password_hash', 'text', (c) => c.notNull())
    .addColumn('changed_at_ms', 'bigint', (c) => c.notNull())
    .execute();

  await db.schema
    .alterTable('web_session')
    .addColumn('device', 'text', (c) => c.notNull().defaultTo(''))
    .execute();
  await db.schema
    .alterTable('web_session')
    .addColumn('seen_at_ms', 'bigint', (c) => c.notNull().defaultTo(0))
    .execute();

  await db.schema
    .alterTable('sign_in_link')
    .addColumn('purpose', 'text', (c) => c.notNull().defaultTo('sign-in'))
    .execute();

  await cascade(
    db.schema.createTable('invitation').addColumn('id', 'text', (c) => c.primaryKey().notNull()),
    'partnership',
    'partnership',
  )
    .addColumn('secret_hash', 'text', (c) => c.notNull().unique())
    .addColumn('email', 'text', (c) => c.notNull())
    .addColumn('name', 'text', (c) => c.notNull())
    .addColumn('locale', 'text')
    .addColumn('organisation', 'text', (c) => c.references('organisation.id').onDelete('set null'))
    .addColumn('grants', 'text', (c) => c.notNull())
    .addColumn('invited_by', 'text', (c) => c.references('person.id').onDelete('set null'))
    .addColumn('created_at_ms', 'bigint', (c) => c.notNull())
    .addColumn('expires_at_ms', 'bigint', (c) => c.notNull())
    .addColumn('accepted_at_ms', 'bigint')
    .execute();
  await index(db, 'invitation', ['partnership']);
}

async function uploads(db: Kysely<unknown>): Promise<void> {
  await cascade(
    db.schema.createTable('upload').addColumn('id', 'text', (c) => c.primaryKey().notNull()),
    'work',
    'work',
  )
    .addColumn('sha256', 'text', (c) => c.notNull())
    .addColumn('mime', 'text', (c) => c.notNull())
    .addColumn('size_bytes', 'bigint', (c) => c.notNull())
    .addColumn('width', 'integer', (c) => c.notNull())
    .addColumn('height', 'integer', (c) => c.notNull())
    .addColumn('person', 'text', (c) => c.references('person.id').onDelete('set null'))
    .addColumn('created_at_ms', 'bigint', (c) => c.notNull())
    .execute();
  await index(db, 'upload', ['work']);
  await index(db, 'upload', ['sha256']);
}

async function history(db: Kysely<unknown>): Promise<void> {
  // Caches, made anew with what they hold from now on.
  await db.schema.dropTable('doc_snapshot').execute();
  await db.schema
    .createTable('doc_snapshot')
    .addColumn('document', 'text', (c) =>
      c.primaryKey().notNull().references('document.id').onDelete('cascade'),
    )
    .addColumn('seq', 'bigint', (c) => c.notNull())
    .addColumn('bytes', 'bytea', (c) => c.notNull())
    .addColumn('state_vector', 'bytea', (c) => c.notNull())
    .addColumn('deletes', 'bytea', (c) => c.notNull())
    .execute();

  await cascade(db.schema.createTable('doc_segment'), 'document', 'document')
    .addColumn('first_seq', 'bigint', (c) => c.notNull())
    .addColumn('last_seq', 'bigint', (c) => c.notNull())
    .addColumn('bytes', 'bytea', (c) => c.notNull())
    // Of the last row that is packed in it: the chain goes on from here.
    .addColumn('hash', 'bytea', (c) => c.notNull())
    .addColumn('first_at_ms', 'bigint', (c) => c.notNull())
    .addColumn('last_at_ms', 'bigint', (c) => c.notNull())
    .addPrimaryKeyConstraint('doc_segment_key', ['document', 'first_seq'])
    .execute();

  await cascade(
    db.schema.createTable('version').addColumn('id', 'text', (c) => c.primaryKey().notNull()),
    'work',
    'work',
  )
    .addColumn('kind', 'text', (c) => c.notNull())
    .addColumn('name', 'text', (c) => c.notNull())
    // document id → sequence number, as JSON
    .addColumn('heads', 'text', (c) => c.notNull())
    // Of a restoration: the state that was put back.
    .addColumn('restored_seq', 'bigint')
    .addColumn('person', 'text', (c) => c.references('person.id').onDelete('set null'))
    .addColumn('at_ms', 'bigint', (c) => c.notNull())
    .execute();
  await index(db, 'version', ['work', 'at_ms']);
}

/** Who locked a text, and when: said to everybody who finds it locked. */
async function locks(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .alterTable('document')
    .addColumn('locked_by', 'text', (c) => c.references('person.id').onDelete('set null'))
    .execute();
  await db.schema.alterTable('document').addColumn('locked_at_ms', 'bigint').execute();
}

const index = (db: Kysely<unknown>, table: string, columns: string[]): Promise<void> =>
  db.schema
    .createIndex(`${table}_by_${columns.join('_')}`)
    .on(table)
    .columns(columns)
    .execute();
