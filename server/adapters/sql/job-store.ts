import type { ExpressionBuilder } from 'kysely';
import type { Job, JobState, JobStore } from '#server/ports/job-store.ts';
import { fromJson, json } from './rows.ts';
import type { Database, Db, JobTable } from './schema.ts';

/** Long work in a table. The lease and the attempt's number decide who may write to a job. */
export function sqlJobStore(db: Db): JobStore {
  /** The job as this attempt's worker sees it: gone when another took it over. */
  const heldBy = (id: string, attempt: number) =>
    db.updateTable('job').where('id', '=', id).where('attempts', '=', attempt).where('state', '=', 'running');

  return {
    async create({ id, kind, personId, payload, createdAtMs }) {
      await db
        .insertInto('job')
        .values({
          id,
          kind,
          person: personId,
          payload: json(payload),
          state: 'queued',
          progress: 0,
          attempts: 0,
          lease_until_ms: null,
          result: json(null),
          created_at_ms: createdAtMs,
          ended_at_ms: null,
        })
        .execute();
    },

    async job(id) {
      const row = await db.selectFrom('job').selectAll().where('id', '=', id).executeTakeFirst();
      return row ? jobOf(row) : null;
    },

    async jobsOf(personId, kind, states) {
      if (states.length === 0) return [];
      const rows = await db
        .selectFrom('job')
        .selectAll()
        .where('person', '=', personId)
        .where('kind', '=', kind)
        .where('state', 'in', states)
        .orderBy('created_at_ms', 'desc')
        .orderBy('id', 'desc')
        .execute();
      return rows.map(jobOf);
    },

    async take(kinds, nowMs, leaseUntilMs) {
      if (kinds.length === 0) return null;
      const isFree = (eb: ExpressionBuilder<Database, 'job'>) =>
        eb.or([
          eb('state', '=', 'queued'),
          eb.and([eb('state', '=', 'running'), eb('lease_until_ms', '<=', nowMs)]),
        ]);
      const oldest = db
        .selectFrom('job')
        .select('id')
        .where('kind', 'in', kinds)
        .where(isFree)
        .orderBy('created_at_ms')
        .orderBy('id')
        .limit(1);
      const row = await db
        .updateTable('job')
        .set((eb) => ({
          state: 'running',
          attempts: eb('attempts', '+', 1),
          progress: 0,
          lease_until_ms: leaseUntilMs,
        }))
        .where('id', '=', oldest)
        // Asked again: where several write at once, the row may have been taken since it was chosen.
        .where(isFree)
        .returningAll()
        .executeTakeFirst();
      return row ? jobOf(row) : null;
    },

    async progress(id, attempt, progress, leaseUntilMs) {
      const { numUpdatedRows } = await heldBy(id, attempt)
        .set({ progress, lease_until_ms: leaseUntilMs })
        .executeTakeFirstOrThrow();
      return numUpdatedRows === 1n;
    },

    async finish(id, attempt, { state, result, atMs }) {
      const { numUpdatedRows } = await heldBy(id, attempt)
        .set({
          state,
          result: json(result),
          lease_until_ms: null,
          ended_at_ms: state === 'queued' ? null : atMs,
          ...(state === 'done' ? { progress: 1 } : {}),
        })
        .executeTakeFirstOrThrow();
      return numUpdatedRows === 1n;
    },

    async deleteEndedBefore(atMs) {
      const rows = await db
        .deleteFrom('job')
        .where('state', 'in', ['done', 'failed'])
        .where('ended_at_ms', '<', atMs)
        .returningAll()
        .execute();
      return rows.map(jobOf);
    },
  };
}

const jobOf = (row: JobTable): Job => ({
  id: row.id,
  kind: row.kind,
  personId: row.person,
  payload: fromJson(row.payload),
  createdAtMs: row.created_at_ms,
  state: row.state as JobState,
  progress: row.progress,
  attempts: row.attempts,
  leaseUntilMs: row.lease_until_ms,
  result: fromJson(row.result),
  endedAtMs: row.ended_at_ms,
});
