import type { PartnershipStore } from '#server/ports/partnership-store.ts';
import type { Db } from './schema.ts';

/** A lock and the epoch that makes it count are one statement: a commit sees both or none. */
export const documentLocks = (
  db: Db,
): Pick<PartnershipStore, 'lockDocument' | 'unlockDocument' | 'lockOf'> => ({
  async lockDocument(documentId, { personId, atMs }) {
    const changed = await db
      .updateTable('document')
      .set((eb) => ({
        locked: 1,
        locked_by: personId,
        locked_at_ms: atMs,
        policy_epoch: eb('policy_epoch', '+', 1),
      }))
      .where('id', '=', documentId)
      .where('locked', '=', 0)
      .executeTakeFirst();
    return changed.numUpdatedRows > 0n;
  },

  async unlockDocument(documentId) {
    const changed = await db
      .updateTable('document')
      .set((eb) => ({
        locked: 0,
        locked_by: null,
        locked_at_ms: null,
        policy_epoch: eb('policy_epoch', '+', 1),
      }))
      .where('id', '=', documentId)
      .where('locked', '=', 1)
      .executeTakeFirst();
    return changed.numUpdatedRows > 0n;
  },

  async lockOf(documentId) {
    const row = await db
      .selectFrom('document')
      .leftJoin('person', 'person.id', 'document.locked_by')
      .select(['document.locked_at_ms', 'person.id', 'person.name'])
      .where('document.id', '=', documentId)
      .where('document.locked', '=', 1)
      .executeTakeFirst();
    if (!row) return null;
    const by = row.id === null || row.name === null ? null : { personId: row.id, name: row.name };
    return { by, atMs: row.locked_at_ms };
  },
});
