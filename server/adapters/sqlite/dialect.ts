import {
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type QueryResult,
  type TransactionSettings,
} from 'kysely';
import type { StorageClient } from './storage-client.ts';

/**
 * Kysely over the storage worker. There is one connection, and Kysely's own mutex gives it to one holder at
 * a time, for a whole transaction: a group commit takes the same turn (`open-sqlite.ts`).
 */
export const storageDialect = (client: StorageClient): Dialect => ({
  createAdapter: () => new TransactionalAdapter(),
  createDriver: () => driverOf(new StorageConnection(client)),
  createIntrospector: (db) => new SqliteIntrospector(db),
  createQueryCompiler: () => new SqliteQueryCompiler(),
});

/** SQLite creates tables inside transactions: a migration killed half-way leaves nothing behind. */
class TransactionalAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

class StorageConnection implements DatabaseConnection {
  readonly #client: StorageClient;
  #inTransaction = false;

  constructor(client: StorageClient) {
    this.#client = client;
  }

  async executeQuery<R>({ sql, parameters }: CompiledQuery): Promise<QueryResult<R>> {
    const { rows, changes } = await this.#client.query(sql, parameters, this.#inTransaction);
    return changes === undefined
      ? { rows: rows as R[] }
      : { rows: rows as R[], numAffectedRows: BigInt(changes) };
  }

  async *streamQuery<R>(query: CompiledQuery): AsyncIterableIterator<QueryResult<R>> {
    yield await this.executeQuery<R>(query);
  }

  async begin({ accessMode }: TransactionSettings): Promise<void> {
    // A transaction that reads first and writes later would fail when another process wrote in between.
    await this.#client.query(accessMode === 'read only' ? 'BEGIN' : 'BEGIN IMMEDIATE', [], false);
    this.#inTransaction = true;
  }

  async commit(): Promise<void> {
    await this.#client.query('COMMIT', [], true);
    this.#inTransaction = false;
  }

  async rollback(): Promise<void> {
    this.#inTransaction = false;
    await this.#client.rollback();
  }
}

const driverOf = (connection: StorageConnection): Driver => ({
  init: async () => {},
  acquireConnection: async () => connection,
  beginTransaction: (_, settings) => connection.begin(settings),
  commitTransaction: () => connection.commit(),
  rollbackTransaction: () => connection.rollback(),
  releaseConnection: async () => {},
  destroy: async () => {},
});
