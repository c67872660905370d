import type { UploadStore, Upload } from '#server/ports/upload-store.ts';
import type { Db, UploadTable } from './schema.ts';

/** Pictures of works in a table; their bytes are the blob store's. */
export function sqlUploadStore(db: Db): UploadStore {
  return {
    async create({ workId, sizeBytes, personId, createdAtMs, ...same }) {
      await db
        .insertInto('upload')
        .values({
          ...same,
          work: workId,
          size_bytes: sizeBytes,
          person: personId,
          created_at_ms: createdAtMs,
        })
        .execute();
    },

    async upload(id) {
      const row = await db.selectFrom('upload').selectAll().where('id', '=', id).executeTakeFirst();
      return row ? uploadOf(row) : null;
    },

    async uploadsOfWork(workId) {
      const rows = await db
        .selectFrom('upload')
        .selectAll()
        .where('work', '=', workId)
        .orderBy('id')
        .execute();
      return rows.map(uploadOf);
    },

    async withHash(workId, sha256) {
      const row = await db
        .selectFrom('upload')
        .selectAll()
        .where('sha256', '=', sha256)
        .where('work', '=', workId)
        .orderBy('id')
        .executeTakeFirst();
      return row ? uploadOf(row) : null;
    },

    async hasHash(sha256) {
      const row = await db
        .selectFrom('upload')
        .select('id')
        .where('sha256', '=', sha256)
        .limit(1)
        .executeTakeFirst();
      return row !== undefined;
    },

    remove: (id) =>
      db.transaction().execute(async (transaction) => {
        const gone = await transaction
          .deleteFrom('upload')
          .where('id', '=', id)
          .returning('sha256')
          .executeTakeFirst();
        if (!gone) return false;
        const other = await transaction
          .selectFrom('upload')
          .select('id')
          .where('sha256', '=', gone.sha256)
          .executeTakeFirst();
        return !other;
      }),

    async usage(workId, personId, sinceMs) {
      const [work, person] = await Promise.all([
        db
          .selectFrom('upload')
          .select((eb) => eb.fn.sum<number | string | null>('size_bytes').as('bytes'))
          .where('work', '=', workId)
          .executeTakeFirst(),
        db
          .selectFrom('upload')
          .select((eb) => eb.fn.countAll<number | string>().as('count'))
          .where('person', '=', personId)
          .where('created_at_ms', '>=', sinceMs)
          .executeTakeFirst(),
      ]);
      return { workBytes: Number(work?.bytes ?? 0), ofPersonSince: Number(person?.count ?? 0) };
    },
  };
}

const uploadOf = (row: UploadTable): Upload => ({
  id: row.id,
  workId: row.work,
  sha256: row.sha256,
  // Only the two are ever written.
  mime: row.mime === 'image/png' ? 'image/png' : 'image/jpeg',
  sizeBytes: Number(row.size_bytes),
  width: row.width,
  height: row.height,
  personId: row.person,
  createdAtMs: Number(row.created_at_ms),
});
