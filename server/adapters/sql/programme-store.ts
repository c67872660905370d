import type { Transaction } from 'kysely';
import type { Activity, ProgrammeItem } from '#lib/domain/programme/activity.ts';
import type { ProgrammeStore } from '#server/ports/programme-store.ts';
import { fromJson, json } from './rows.ts';
import type { ActivityTable, Database, Db, ProgrammeItemTable } from './schema.ts';

export const sqlProgrammeStore = (db: Db): ProgrammeStore => ({
  async activities(partnershipId) {
    const [activities, items] = await Promise.all([
      db.selectFrom('activity').selectAll().where('partnership', '=', partnershipId).orderBy('id').execute(),
      db
        .selectFrom('programme_item')
        .innerJoin('activity', 'activity.id', 'programme_item.activity')
        .selectAll('programme_item')
        .where('activity.partnership', '=', partnershipId)
        .orderBy('programme_item.position')
        .execute(),
    ]);
    const itemsOf = Map.groupBy(items, ({ activity }) => activity);
    return activities.map((row) => activityOf(row, itemsOf.get(row.id) ?? []));
  },

  add: (activity) => db.transaction().execute((transaction) => insertActivities(transaction, [activity])),

  change: (activity) =>
    db.transaction().execute(async (transaction) => {
      const { id: _id, ...row } = activityRow({ ...activity, revision: activity.revision + 1 });
      const changed = await transaction
        .updateTable('activity')
        .set(row)
        .where('id', '=', activity.id)
        .where('partnership', '=', activity.partnershipId)
        .where('revision', '=', activity.revision)
        .executeTakeFirst();
      if (changed.numUpdatedRows === 0n) return false;
      await transaction.deleteFrom('programme_item').where('activity', '=', activity.id).execute();
      await insertItems(transaction, activity);
      return true;
    }),

  async remove(partnershipId, id, revision) {
    const removed = await db
      .deleteFrom('activity')
      .where('id', '=', id)
      .where('partnership', '=', partnershipId)
      .where('revision', '=', revision)
      .executeTakeFirst();
    return removed.numDeletedRows > 0n;
  },
});

/** What is there already is left as it is, with its programme. */
export async function insertActivities(
  transaction: Transaction<Database>,
  activities: readonly Activity[],
): Promise<void> {
  for (const activity of activities) {
    const isNew = await transaction
      .insertInto('activity')
      .values(activityRow(activity))
      .onConflict((conflict) => conflict.column('id').doNothing())
      .returning('id')
      .executeTakeFirst();
    if (isNew) await insertItems(transaction, activity);
  }
}

async function insertItems(transaction: Transaction<Database>, { id, items }: Activity): Promise<void> {
  if (items.length === 0) return;
  await transaction
    .insertInto('programme_item')
    .values(items.map((item, position) => itemRow(item, id, position)))
    .execute();
}

const activityOf = (row: ActivityTable, items: readonly ProgrammeItemTable[]): Activity => ({
  id: row.id,
  partnershipId: row.partnership,
  kind: row.kind as Activity['kind'],
  titles: fromJson(row.titles),
  descriptions: fromJson(row.descriptions),
  begins: row.begins,
  ends: row.ends,
  dateNotes: fromJson(row.date_notes),
  country: row.country,
  place: row.place,
  hostOrganisationId: row.host_organisation,
  deliverables: fromJson(row.deliverables),
  items: items.map(({ id, day, start, minutes, kind, titles, deliverables }) => ({
    ...{ id, day, start, minutes, kind: kind as ProgrammeItem['kind'] },
    titles: fromJson(titles),
    deliverables: fromJson(deliverables),
  })),
  revision: row.revision,
});

const activityRow = (activity: Activity): ActivityTable => ({
  id: activity.id,
  partnership: activity.partnershipId,
  kind: activity.kind,
  titles: json(activity.titles),
  descriptions: json(activity.descriptions),
  begins: activity.begins,
  ends: activity.ends,
  date_notes: json(activity.dateNotes),
  country: activity.country,
  place: activity.place,
  host_organisation: activity.hostOrganisationId,
  deliverables: json(activity.deliverables),
  revision: activity.revision,
});

const itemRow = (item: ProgrammeItem, activity: string, position: number): ProgrammeItemTable => ({
  ...{ id: item.id, activity, position, day: item.day, start: item.start, minutes: item.minutes },
  kind: item.kind,
  titles: json(item.titles),
  deliverables: json(item.deliverables),
});
