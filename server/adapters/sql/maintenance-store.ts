import type { MaintenanceStore } from '#server/ports/maintenance-store.ts';
import type { Upload } from '#server/ports/upload-store.ts';
import type { Db } from './schema.ts';

/** The database's own ways: each checks and copies itself as only it can. */
type Own = Pick<MaintenanceStore, 'integrityErrors' | 'copyTo'>;

export function sqlMaintenanceStore(db: Db, { integrityErrors, copyTo }: Own): MaintenanceStore {
  return {
    integrityErrors,
    copyTo,

    async uploads() {
      const rows = await db
        .selectFrom('upload')
        .select(['id', 'sha256', 'mime', 'size_bytes as sizeBytes'])
        .orderBy('id')
        .execute();
      return rows.map(({ mime, ...row }) => ({ ...row, mime: mime as Upload['mime'] }));
    },

    async frozenFiles() {
      return db
        .selectFrom('frozen_file')
        .select(['publication', 'name', 'sha256', 'size_bytes as sizeBytes'])
        .orderBy('publication')
        .orderBy('name')
        .execute();
    },

    async heads() {
      return db.selectFrom('document').select(['id', 'head', 'incarnation']).orderBy('id').execute();
    },

    async startNewLife(incarnation) {
      await db.transaction().execute(async (transaction) => {
        await transaction.updateTable('document').set({ incarnation }).execute();
        await transaction.deleteFrom('web_session').execute();
        await transaction.deleteFrom('sign_in_link').execute();
        await transaction.deleteFrom('job').execute();
      });
    },
  };
}
