import type { Selectable } from 'kysely';
import type { Version, VersionStore } from '#server/ports/version-store.ts';
import type { Db, VersionTable } from './schema.ts';

export const sqlVersionStore = (db: Db): VersionStore => ({
  async create(version) {
    await db
      .insertInto('version')
      .values({
        id: version.id,
        work: version.workId,
        kind: version.kind,
        name: version.name,
        heads: JSON.stringify(version.heads),
        restored_seq: version.restoredSeq,
        person: version.personId,
        at_ms: version.atMs,
      })
      .execute();
  },

  async version(id) {
    const row = await db.selectFrom('version').selectAll().where('id', '=', id).executeTakeFirst();
    return row ? versionOf(row) : null;
  },

  async versionsOf(workId) {
    const rows = await db
      .selectFrom('version')
      .selectAll()
      .where('work', '=', workId)
      .orderBy('at_ms', 'desc')
      .orderBy('id')
      .execute();
    return rows.map(versionOf);
  },

  async rename(id, name) {
    await db.updateTable('version').set({ name }).where('id', '=', id).execute();
  },

  async remove(id) {
    await db.deleteFrom('version').where('id', '=', id).execute();
  },
});

export const versionOf = (row: Selectable<VersionTable>): Version => ({
  id: row.id,
  workId: row.work,
  kind: row.kind === 'restored' ? 'restored' : 'named',
  name: row.name,
  heads: JSON.parse(row.heads) as Version['heads'],
  restoredSeq: row.restored_seq,
  personId: row.person,
  atMs: row.at_ms,
});
