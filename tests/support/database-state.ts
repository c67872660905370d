import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { SmallDisk } from './small-disk.ts';

/** Every table's number of rows and a hash of what they hold: equal before and after, nothing was written. */
export function databaseState(dataDir: string): Readonly<Record<string, string>> {
  const db = new DatabaseSync(join(dataDir, 'tandem.db'), { readOnly: true, timeout: 5_000 });
  try {
    const tables = db.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name").all();
    return Object.fromEntries(
      tables.map(({ name }) => {
        const rows = db.prepare(`SELECT * FROM "${String(name)}" ORDER BY 1, 2`).all();
        const hash = createHash('sha256');
        for (const row of rows)
          for (const value of Object.values(row))
            hash.update(value instanceof Uint8Array ? value : `${String(value)}\n`);
        return [String(name), `${rows.length} rows, ${hash.digest('hex').slice(0, 12)}`];
      }),
    );
  } finally {
    db.close();
  }
}

/** How many rows a table has. */
export const rowsIn = (dataDir: string, table: string): number =>
  numberIn(dataDir, `SELECT count(*) AS n FROM "${table}"`);

/** Changes whenever a document gets a new snapshot. */
export const snapshotsIn = (dataDir: string): number =>
  numberIn(dataDir, 'SELECT coalesce(sum(seq), 0) AS n FROM doc_snapshot');

function numberIn(dataDir: string, sql: string): number {
  const db = new DatabaseSync(join(dataDir, 'tandem.db'), { readOnly: true, timeout: 5_000 });
  try {
    return Number(db.prepare(sql).get()?.n);
  } finally {
    db.close();
  }
}

/** Changes rows by hand, as only a test may, beside the running server. */
export function changeDatabase(dataDir: string, sql: string): void {
  const db = new DatabaseSync(join(dataDir, 'tandem.db'), { timeout: 5_000 });
  db.exec(sql);
  db.close();
}

/** The same on a disk that only its launcher sees. */
export function changeDatabaseOn({ launcher, path }: SmallDisk, sql: string): void {
  const program = `new (require('node:sqlite').DatabaseSync)(process.argv[1], { timeout: 5000 }).exec(process.argv[2])`;
  const [command = '', ...args] = [
    ...launcher,
    process.execPath,
    '-e',
    program,
    join(path, 'tandem.db'),
    sql,
  ];
  execFileSync(command, args, { stdio: 'ignore' });
}

/**
 * The write-ahead log keeps the space it once had and would go on taking updates on a full disk for a
 * while: afterwards the next commit needs new space.
 */
export const giveBackLogSpace = (disk: SmallDisk): void =>
  changeDatabaseOn(disk, 'PRAGMA wal_checkpoint(TRUNCATE)');
