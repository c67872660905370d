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
import { assert } from '#lib/core/assert.ts';
import type { StorageClient } from './storage-client.ts';
import type { Turns } from './turns.ts';

/**
 * Kysely over the storage worker. There is one connection, which statements share and a transaction has alone
 * (`turns.ts`): a group commit counts as a statement (`open-sqlite.ts`). Kysely's own mutex would have each
 * statement wait for the answer to the one before: fifty who come at once wait for five hundred.
 */
export const storageDialect = (client: StorageClient, turns: Turns): Dialect => ({
  createAdapter: () => new TransactionalAdapter(),
  createDriver: () => driverOf(() => new StorageConnection(client, turns)),
  createIntrospector: (db) => new SqliteIntrospector(db),
  createQueryCompiler: () => new SqliteQueryCompiler(),
});

/** SQLite creates tables inside transactions: a migration killed half-way leaves nothing behind. */
class TransactionalAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }

  override get supportsMultipleConnections(): boolean {
    return true;
  }
}

/** One holder's share of the connection. */
class StorageConnection implements DatabaseConnection {
  readonly #client: StorageClient;
  readonly #turns: Turns;
  /** Ends the turn of the transaction that is open. */
  #end: (() => void) | null = null;

  constructor(client: StorageClient, turns: Turns) {
    this.#client = client;
    this.#turns = turns;
  }

  async executeQuery<R>({ sql, parameters }: CompiledQuery): Promise<QueryResult<R>> {
    const { rows, changes } = this.#end
      ? await this.#client.query(sql, parameters, true)
      : await this.#turns.together(() => this.#client.query(sql, parameters, false));
    return changes === undefined
      ? { rows: rows as R[] }
      : { rows: rows as R[], numAffectedRows: BigInt(changes) };
  }

  async *streamQuery<R>(query: CompiledQuery): AsyncIterableIterator<QueryResult<R>> {
    yield await this.executeQuery<R>(query);
  }

  async begin({ accessMode }: TransactionSettings): Promise<void> {
    // A transaction that reads first and writes later would fail when another process wrote in between.
    const end = await this.#turns.alone();
    try {
      await this.#client.query(accessMode === 'read only' ? 'BEGIN' : 'BEGIN IMMEDIATE', [], false);
      this.#end = end;
    } catch (error) {
      end();
      throw error;
    }
  }

  /** A commit that fails is rolled back by Kysely. */
  async commit(): Promise<void> {
    await this.#client.query('COMMIT', [], true);
    this.release();
  }

  async rollback(): Promise<void> {
    await this.#client.rollback().finally(() => this.release());
  }

  release(): void {
    this.#end?.();
    this.#end = null;
  }
}

const driverOf = (open: () => StorageConnection): Driver => ({
  init: async () => {},
  acquireConnection: async () => open(),
  beginTransaction: (connection, settings) => ours(connection).begin(settings),
  commitTransaction: (connection) => ours(connection).commit(),
  rollbackTransaction: (connection) => ours(connection).rollback(),
  releaseConnection: async (connection) => ours(connection).release(),
  destroy: async () => {},
});

function ours(connection: DatabaseConnection): StorageConnection {
  assert(connection instanceof StorageConnection, 'a connection that this driver opened');
  return connection;
}
