import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

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

/** Changes rows by hand, as only a test may, beside the running server. */
export function changeDatabase(dataDir: string, sql: string): void {
  const db = new DatabaseSync(join(dataDir, 'tandem.db'), { timeout: 5_000 });
  db.exec(sql);
  db.close();
}
