import type { DatabaseSync, SQLInputValue, SQLOutputValue, StatementSync } from 'node:sqlite';
import type { QueryReply } from './messages.ts';

/** Prepared statements are kept: preparing costs more than running most of ours. */
export interface Statements {
  run(sql: string, ...parameters: SQLInputValue[]): { readonly changes: number };
  get(sql: string, ...parameters: SQLInputValue[]): Record<string, SQLOutputValue> | undefined;
  /** Any statement: rows when it returns columns, else the number of rows it changed. */
  query(sql: string, parameters: readonly SQLInputValue[]): QueryReply;
}

/** Queries with lists of values come in many lengths. */
const KEPT_MAX = 200;
const CHANGES_TABLES = /^\s*(create|alter|drop|pragma|vacuum)\b/i;

export function statementsOf(db: DatabaseSync): Statements {
  const kept = new Map<string, StatementSync>();

  const prepare = (sql: string): StatementSync => {
    let statement = kept.get(sql);
    if (statement) {
      kept.delete(sql);
    } else {
      statement = db.prepare(sql);
      const oldest = kept.keys().next();
      if (kept.size >= KEPT_MAX && !oldest.done) kept.delete(oldest.value);
    }
    kept.set(sql, statement);
    return statement;
  };

  return {
    run: (sql, ...parameters) => ({ changes: Number(prepare(sql).run(...parameters).changes) }),
    get: (sql, ...parameters) => prepare(sql).get(...parameters),
    query(sql, parameters) {
      if (CHANGES_TABLES.test(sql)) kept.clear();
      const statement = prepare(sql);
      // A statement with RETURNING gives rows too: only its columns tell.
      if (statement.columns().length > 0) return { rows: statement.all(...parameters) };
      return { rows: [], changes: Number(statement.run(...parameters).changes) };
    },
  };
}
