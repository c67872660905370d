import type { Command } from '#lib/domain/workshop/running/commands.ts';
import type { Phase } from '#lib/domain/workshop/running/workshop-state.ts';
import type { Device, ParticipantRow, Workshop } from '#lib/domain/workshop/workshop.ts';
import type { WorkshopStore } from '#server/ports/workshop-store.ts';
import { bit, fromJson, json } from './rows.ts';
import type { Db, ParticipantTable, WorkshopDeviceTable, WorkshopTable } from './schema.ts';

/** Lines in one statement: databases limit how many parameters one may have. */
const LINES_PER_INSERT = 500;

/** Workshops in four tables; what happened in them is the log's. */
export const sqlWorkshopStore = (db: Db): WorkshopStore => ({
  async workshop(id) {
    const row = await db.selectFrom('workshop').selectAll().where('id', '=', id).executeTakeFirst();
    return row ? workshopOf(row) : null;
  },

  async workshops(partnershipId) {
    const rows = await db
      .selectFrom('workshop')
      .selectAll()
      .where('partnership', '=', partnershipId)
      .orderBy('created_at_ms', 'desc')
      .orderBy('id')
      .execute();
    return rows.map(workshopOf);
  },

  async add(workshop) {
    await db.insertInto('workshop').values(workshopRow(workshop)).execute();
  },

  async change(workshop, revision) {
    // The phase is the log's.
    const { id, phase: _phase, ...row } = workshopRow(workshop);
    const { numUpdatedRows } = await db
      .updateTable('workshop')
      .set({ ...row, revision: revision + 1 })
      .where('id', '=', id)
      .where('revision', '=', revision)
      .executeTakeFirstOrThrow();
    return numUpdatedRows === 1n;
  },

  async remove(id) {
    const { numDeletedRows } = await db.deleteFrom('workshop').where('id', '=', id).executeTakeFirstOrThrow();
    return numDeletedRows === 1n;
  },

  async joinable(by) {
    const query = db.selectFrom('workshop').selectAll().where('join_open', '=', 1);
    const row = await (
      'secret' in by ? query.where('join_secret', '=', by.secret) : query.where('join_code', '=', by.code)
    ).executeTakeFirst();
    return row ? workshopOf(row) : null;
  },

  async log(id, afterSeq) {
    const rows = await db
      .selectFrom('workshop_command')
      .select(['seq', 'at_ms as atMs', 'actor', 'idempotency_key as key', 'command'])
      .where('workshop', '=', id)
      .where('seq', '>', afterSeq)
      .orderBy('seq')
      .execute();
    return rows.map((row) => ({ ...row, command: fromJson<Command>(row.command) }));
  },

  append: (id, entries, phase) =>
    db.transaction().execute(async (transaction) => {
      const last = await transaction
        .selectFrom('workshop_command')
        .select(({ fn }) => fn.max('seq').as('seq'))
        .where('workshop', '=', id)
        .executeTakeFirst();
      if ((last?.seq ?? 0) + 1 !== entries[0]?.seq) return false;
      for (let at = 0; at < entries.length; at += LINES_PER_INSERT) {
        const lines = entries.slice(at, at + LINES_PER_INSERT).map(({ seq, atMs, actor, key, command }) => ({
          ...{ workshop: id, seq, at_ms: atMs, actor, idempotency_key: key },
          command: json(command),
        }));
        await transaction.insertInto('workshop_command').values(lines).execute();
      }
      await transaction
        .updateTable('workshop')
        .set({ phase })
        .where('id', '=', id)
        .where('phase', '!=', phase)
        .execute();
      return true;
    }),

  async people(id) {
    const rows = await db
      .selectFrom('participant')
      .selectAll()
      .where('workshop', '=', id)
      .orderBy('id')
      .execute();
    return rows.map(participantOf);
  },

  async participantOf(id, personId) {
    const row = await db
      .selectFrom('participant')
      .selectAll()
      .where('workshop', '=', id)
      .where('person', '=', personId)
      .executeTakeFirst();
    return row ? participantOf(row) : null;
  },

  addParticipant: ({ id, workshopId, name, personId, deviceId }, device) =>
    db.transaction().execute(async (transaction) => {
      if (device) await transaction.insertInto('workshop_device').values(deviceRow(device)).execute();
      await transaction
        .insertInto('participant')
        .values({ id, workshop: workshopId, name, person: personId, device: deviceId })
        .execute();
    }),

  async rename(participantId, name) {
    await db.updateTable('participant').set({ name }).where('id', '=', participantId).execute();
  },

  async device(id, secretHash) {
    const row = await db
      .selectFrom('workshop_device')
      .selectAll()
      .where('workshop', '=', id)
      .where('secret_hash', '=', secretHash)
      .executeTakeFirst();
    if (!row) return null;
    const people = await db
      .selectFrom('participant')
      .selectAll()
      .where('device', '=', row.id)
      .orderBy('id')
      .execute();
    return { ...deviceOf(row), people: people.map(participantOf) };
  },
});

const workshopOf = (row: WorkshopTable): Workshop => ({
  id: row.id,
  partnershipId: row.partnership,
  itemId: row.programme_item,
  titles: fromJson(row.titles),
  questions: fromJson(row.questions),
  languages: fromJson(row.languages),
  format: fromJson(row.format),
  phase: row.phase as Phase,
  join: {
    secret: row.join_secret,
    code: row.join_code,
    isOpen: row.join_open === 1,
    hasLobby: row.lobby === 1,
    peopleMax: row.people_max,
  },
  createdAtMs: row.created_at_ms,
  createdBy: row.created_by,
  revision: row.revision,
});

const workshopRow = (workshop: Workshop): WorkshopTable => ({
  id: workshop.id,
  partnership: workshop.partnershipId,
  programme_item: workshop.itemId,
  titles: json(workshop.titles),
  questions: json(workshop.questions),
  languages: json(workshop.languages),
  format: json(workshop.format),
  phase: workshop.phase,
  join_secret: workshop.join.secret,
  join_code: workshop.join.code,
  join_open: bit(workshop.join.isOpen),
  lobby: bit(workshop.join.hasLobby),
  people_max: workshop.join.peopleMax,
  created_at_ms: workshop.createdAtMs,
  created_by: workshop.createdBy,
  revision: workshop.revision,
});

const participantOf = (row: ParticipantTable): ParticipantRow => ({
  id: row.id,
  workshopId: row.workshop,
  name: row.name,
  personId: row.person,
  deviceId: row.device,
});

const deviceOf = (row: WorkshopDeviceTable): Device => ({
  id: row.id,
  workshopId: row.workshop,
  secretHash: row.secret_hash,
  table: row.table_number,
  createdAtMs: row.created_at_ms,
});

const deviceRow = (device: Device): WorkshopDeviceTable => ({
  id: device.id,
  workshop: device.workshopId,
  secret_hash: device.secretHash,
  table_number: device.table,
  created_at_ms: device.createdAtMs,
});
