/** Hocuspocus as its guide sets it up, its documents in SQLite. `FLUSH_DELAY`: its setting `flushDelay`, in ms. */
import { DatabaseSync } from 'node:sqlite';
import { Database } from '@hocuspocus/extension-database';
import { Server } from '@hocuspocus/server';

const { PORT = '0', DATA = ':memory:', FLUSH_DELAY } = process.env;
const database = new DatabaseSync(DATA === ':memory:' ? DATA : `${DATA}/documents.db`);
database.exec(
  'PRAGMA journal_mode = WAL; CREATE TABLE IF NOT EXISTS documents (name TEXT PRIMARY KEY, data BLOB)',
);
const read = database.prepare('SELECT data FROM documents WHERE name = ?');
const write = database.prepare('INSERT OR REPLACE INTO documents (name, data) VALUES (?, ?)');

const server = new Server({
  port: Number(PORT),
  address: '127.0.0.1',
  quiet: true,
  ...(FLUSH_DELAY === undefined ? {} : { flushDelay: Number(FLUSH_DELAY) }),
  extensions: [
    new Database({
      fetch: async ({ documentName }) => read.get(documentName)?.data ?? null,
      store: async ({ documentName, state }) => void write.run(documentName, state),
    }),
  ],
});
await server.listen();
console.log('ready');
