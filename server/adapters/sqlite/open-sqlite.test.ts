import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { SERVER_AUTHOR, type RoomCommit } from '#server/ports/doc-store.ts';
import { examplePerson, exampleRows } from '../../../tests/contracts/example-rows.ts';
import { openSqliteStores, type SqliteStores } from '../../../tests/contracts/sqlite-stores.ts';
import { openSqlite } from './open-sqlite.ts';
import { startStorageWorker } from './storage-client.ts';

const room = (documentId: string, expectedHead: number, sizeBytes = 3): RoomCommit => ({
  documentId,
  expectedHead,
  expectedPolicyEpoch: 0,
  updates: [{ bytes: new Uint8Array(sizeBytes).fill(7), author: SERVER_AUTHOR, atMs: 5 }],
  newClients: [{ clientId: 1, author: SERVER_AUTHOR }],
});

describe('one SQLite file', () => {
  let stores: SqliteStores;
  beforeEach(async () => {
    stores = await openSqliteStores();
    await stores.partnerships.insert(exampleRows('p'));
  });
  afterEach(() => stores.close());

  const CALL = 'p-doc-call-fr';
  const D1 = 'p-doc-d1-en';

  test('flushes to disk at every commit, checks foreign keys, and writes ahead', async () => {
    const pragma = async (name: string) =>
      Object.values((await sql.raw(`pragma ${name}`).execute(stores.db)).rows[0] as object)[0];
    expect(await pragma('synchronous')).toBe(2);
    expect(await pragma('journal_mode')).toBe('wal');
    expect(await pragma('foreign_keys')).toBe(1);
  });

  test('what was committed is there after closing and opening again', async () => {
    await stores.docs.commit([room(CALL, 0), room(D1, 0)]);
    await stores.accounts.createPerson(examplePerson('ada'));
    await stores.sqlite.close();
    const again = await openSqliteStores(stores.folder);
    expect(await again.docs.head(CALL)).toMatchObject({ head: 1 });
    expect(await again.docs.verify(D1)).toBeNull();
    expect(await again.docs.commit([room(CALL, 1)])).toEqual([{ kind: 'committed', head: 2 }]);
    expect(await again.docs.verify(CALL)).toBeNull();
    expect(await again.accounts.person('ada')).not.toBeNull();
    expect(await again.sqlite.integrityErrors()).toEqual([]);
    await again.sqlite.close();
  });

  test('[E5] a full disk fails every room of the tick, keeps what was there, and is over when space returns', async () => {
    await stores.docs.commit([room(CALL, 0)]);
    const { rows } = await sql<{ page_count: number }>`pragma page_count`.execute(stores.db);
    await sql.raw(`pragma max_page_count = ${rows[0]!.page_count + 2}`).execute(stores.db);

    const outcomes = await stores.docs.commit([room(D1, 0), room(CALL, 1, 400_000), room('nowhere', 0)]);
    expect(outcomes.slice(0, 2)).toMatchObject([
      { kind: 'failed', reason: 'full' },
      { kind: 'failed', reason: 'full' },
    ]);
    expect(await stores.docs.head(CALL)).toMatchObject({ head: 1 });
    expect(await stores.docs.read(D1, 0)).toEqual({ snapshot: null, updates: [] });
    expect(await stores.docs.clients(D1)).toEqual(new Map());
    expect(await stores.docs.commit([room(D1, 0)])).toEqual([{ kind: 'committed', head: 1 }]);

    await sql.raw('pragma max_page_count = 1000000').execute(stores.db);
    expect(await stores.docs.commit([room(CALL, 1, 400_000)])).toEqual([{ kind: 'committed', head: 2 }]);
    expect(await stores.docs.verify(CALL)).toBeNull();
  });

  test('[E5] when the COMMIT itself fails nothing is written, and the next one finds nothing half-open', async () => {
    // A foreign key that is checked at the end only lets every statement pass and the COMMIT fail.
    const run = (statement: string) => sql.raw(statement).execute(stores.db);
    await run('create table late (document text references document (id) deferrable initially deferred)');
    await run(
      `create trigger spoil after insert on doc_update begin insert into late values ('nowhere'); end`,
    );
    expect(await stores.docs.commit([room(CALL, 0), room(D1, 0)])).toMatchObject([
      { kind: 'failed', reason: 'storage' },
      { kind: 'failed', reason: 'storage' },
    ]);
    await run('drop trigger spoil');
    expect(await stores.docs.read(CALL, 0)).toEqual({ snapshot: null, updates: [] });
    expect(await stores.docs.commit([room(CALL, 0)])).toEqual([{ kind: 'committed', head: 1 }]);
  });

  test('[E5] a room whose log is damaged fails alone', async () => {
    await stores.docs.commit([room(CALL, 0)]);
    await stores.db.deleteFrom('doc_update').where('document', '=', CALL).execute();
    expect(await stores.docs.commit([room(CALL, 1), room(D1, 0)])).toMatchObject([
      { kind: 'failed', reason: 'storage' },
      { kind: 'committed', head: 1 },
    ]);
    expect(await stores.docs.head(CALL)).toMatchObject({ head: 1 });
    expect(await stores.docs.verify(CALL)).toEqual({ brokenAtSeq: 1 });
  });

  test('a missing row in the middle and one too many at the end break the chain', async () => {
    await stores.docs.commit([room(CALL, 0)]);
    await stores.docs.commit([room(CALL, 1)]);
    await stores.docs.commit([room(CALL, 2)]);
    await stores.db.updateTable('document').set({ head: 2 }).where('id', '=', CALL).execute();
    expect(await stores.docs.verify(CALL)).toEqual({ brokenAtSeq: 3 });
    await stores.db.deleteFrom('doc_update').where('document', '=', CALL).where('seq', '=', 2).execute();
    expect(await stores.docs.verify(CALL)).toEqual({ brokenAtSeq: 2 });
  });

  test('a transaction and a group commit at the same moment never mix', async () => {
    const begun = Promise.withResolvers<void>();
    const half = Promise.withResolvers<void>();
    const transaction = stores.db.transaction().execute(async (trx) => {
      await trx
        .insertInto('person')
        .values({ id: 'half', name: '', email: null, locale: null, operator: 0 })
        .execute();
      begun.resolve();
      await half.promise;
      throw new Error('changed my mind');
    });
    await begun.promise;
    const commit = stores.docs.commit([room(CALL, 0)]);
    half.resolve();
    await expect(transaction).rejects.toThrow('changed my mind');
    expect(await commit).toEqual([{ kind: 'committed', head: 1 }]);
    expect(await stores.accounts.person('half')).toBeNull();
    expect(await stores.docs.head(CALL)).toMatchObject({ head: 1 });
  });

  test('after an error on which SQLite gave the transaction up, nothing more of it is written', async () => {
    const { rows } = await sql<{ page_count: number }>`pragma page_count`.execute(stores.db);
    await sql.raw(`pragma max_page_count = ${rows[0]!.page_count + 1}`).execute(stores.db);
    const person = (id: string, sizeBytes: number) => ({
      id,
      name: 'x'.repeat(sizeBytes),
      email: null,
      locale: null,
      operator: 0 as const,
    });
    const transaction = stores.db.transaction().execute(async (trx) => {
      await trx
        .insertInto('person')
        .values(person('large', 100_000))
        .execute()
        .catch(() => undefined);
      await trx.insertInto('person').values(person('small', 1)).execute();
      await trx.insertInto('person').values(person('large', 100_000)).execute();
    });
    await expect(transaction).rejects.toThrow();
    expect(await stores.accounts.person('small')).toBeNull();
    await sql.raw('pragma max_page_count = 1000000').execute(stores.db);
    await stores.accounts.createPerson(examplePerson('small'));
    expect(await stores.accounts.person('small')).not.toBeNull();
  });

  test('a command in another process may write meanwhile', async () => {
    const command = await openSqliteStores(stores.folder);
    await Promise.all([
      command.accounts.createPerson(examplePerson('from-the-command-line')),
      stores.docs.commit([room(CALL, 0)]),
    ]);
    expect(await stores.accounts.person('from-the-command-line')).not.toBeNull();
    expect(await command.docs.head(CALL)).toMatchObject({ head: 1 });
    await command.sqlite.close();
  });

  test('the write-ahead log stays small under steady writing', async () => {
    for (let head = 0; head < 120; head++) await stores.docs.commit([room(CALL, head, 200_000)]);
    expect(statSync(join(stores.folder, 'tandem.db-wal')).size).toBeLessThan(16_000_000);
  });

  test('closed, it answers at once instead of hanging', async () => {
    await stores.sqlite.close();
    expect(await stores.docs.commit([room(CALL, 0)])).toMatchObject([{ kind: 'failed', reason: 'storage' }]);
    await expect(stores.docs.head(CALL)).rejects.toThrow();
    await stores.sqlite.close();
  });
});

describe('the data folder', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'tandem-folder-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const serve = (file: string) => openSqlite({ file, lockFolder: true });

  test('belongs to one server at a time; a command may work beside it', async () => {
    const file = join(folder, 'new', 'data', 'tandem.db');
    const first = await serve(file);
    expect(first.ok).toBe(true);
    expect(await serve(file)).toMatchObject({ ok: false, problem: { code: 'data-folder-in-use' } });
    const command = await openSqlite({ file });
    expect(command.ok).toBe(true);
    if (command.ok) await command.value.close();
    if (first.ok) await first.value.close();
    const second = await serve(file);
    expect(second.ok).toBe(true);
    if (second.ok) await second.value.close();
  });

  test('is not readable by others when it is made', async () => {
    const opened = await serve(join(folder, 'data', 'tandem.db'));
    expect(statSync(join(folder, 'data')).mode & 0o077).toBe(0);
    if (opened.ok) await opened.value.close();
  });

  test('that cannot be made, or holds something else, is refused in a sentence', async () => {
    writeFileSync(join(folder, 'file'), 'not a folder');
    expect(await serve(join(folder, 'file', 'tandem.db'))).toMatchObject({
      problem: { code: 'data-folder-not-writable', detail: expect.stringContaining(join(folder, 'file')) },
    });
    writeFileSync(join(folder, 'tandem.db'), 'this is a letter, not a database. '.repeat(100));
    expect(await serve(join(folder, 'tandem.db'))).toMatchObject({
      problem: { code: 'database-unreadable' },
    });
    mkdirSync(join(folder, 'odd', 'tandem.db'), { recursive: true });
    expect(await serve(join(folder, 'odd', 'tandem.db'))).toMatchObject({ ok: false });
  });
});

test('when the storage worker dies, every waiting and later call is told, and so is the program', async () => {
  const dying = `import { parentPort } from 'node:worker_threads';
    parentPort.on('message', () => { throw new Error('died on purpose'); });
    parentPort.postMessage({ opened: true });`;
  const program = new URL(`data:text/javascript,${encodeURIComponent(dying)}`);
  const started = await startStorageWorker({ file: ':memory:', lockFolder: false }, program);
  if (!('client' in started)) throw new Error('not started');
  const { client } = started;
  const calls = [client.query('select 1', [], false), client.rollback()];
  expect(await Promise.allSettled(calls)).toMatchObject([{ status: 'rejected' }, { status: 'rejected' }]);
  await expect(client.integrityErrors()).rejects.toThrow('died on purpose');
  expect((await client.lost).message).toBe('died on purpose');
  await client.close();
});
