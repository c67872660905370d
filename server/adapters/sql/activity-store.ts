import { sql } from 'kysely';
import { limits } from '#lib/core/limits.ts';
import type { ActivityStore, Writing } from '#server/ports/activity-store.ts';
import { versionOf } from './version-store.ts';
import { fromJson } from './rows.ts';
import { decodeSegment } from './segment.ts';
import type { Db } from './schema.ts';

const DAY_MS = 86_400_000;

/** Reads what is kept anyway: nothing is written for it while people type. */
export const sqlActivityStore = (db: Db): ActivityStore => ({
  async visit(partnershipId, personId) {
    const row = await db
      .selectFrom('visit')
      .select(['since_ms', 'seen_at_ms'])
      .where('partnership', '=', partnershipId)
      .where('person', '=', personId)
      .executeTakeFirst();
    return row ? { sinceMs: row.since_ms, seenAtMs: row.seen_at_ms } : null;
  },

  async keepVisit(partnershipId, personId, { sinceMs, seenAtMs }) {
    const values = { since_ms: sinceMs, seen_at_ms: seenAtMs };
    await db
      .insertInto('visit')
      .values({ partnership: partnershipId, person: personId, ...values })
      .onConflict((conflict) => conflict.columns(['partnership', 'person']).doUpdateSet(values))
      .execute();
  },

  async looked(partnershipId, personId) {
    const row = await db
      .selectFrom('news_look')
      .select(['at_ms', 'needs'])
      .where('partnership', '=', partnershipId)
      .where('person', '=', personId)
      .executeTakeFirst();
    return row ? { atMs: row.at_ms, needs: fromJson<readonly string[]>(row.needs) } : null;
  },

  async keepLook(partnershipId, personId, { atMs, needs }) {
    const values = { at_ms: atMs, needs: JSON.stringify(needs) };
    await db
      .insertInto('news_look')
      .values({ partnership: partnershipId, person: personId, ...values })
      .onConflict((conflict) =>
        conflict.columns(['partnership', 'person']).doUpdateSet(values).where('news_look.at_ms', '<=', atMs),
      )
      .execute();
  },

  async writing(documentIds, sinceMs) {
    const found: Writing[] = [...(await packedWriting(db, documentIds, sinceMs))];
    // One text after the other: people's edits are committed in between.
    for (const documentId of documentIds) {
      const rows = await db
        .selectFrom('doc_update')
        .select(['principal as author', (eb) => eb.fn.max<number>('at_ms').as('atMs')])
        .where('document', '=', documentId)
        .where('at_ms', '>', sinceMs)
        .groupBy(['principal', sql`at_ms / ${sql.lit(DAY_MS)}`])
        .execute();
      found.push(...rows.map((row) => ({ documentId, ...row })));
    }
    return latestOfDays(found);
  },

  async writers(documentIds) {
    if (documentIds.length === 0) return new Map();
    const rows = await db
      .selectFrom('doc_client')
      .select(['document', 'principal'])
      .distinct()
      .where('document', 'in', documentIds)
      .execute();
    const writers = new Map<string, Set<string>>();
    for (const { document, principal } of rows)
      writers.set(document, (writers.get(document) ?? new Set()).add(principal));
    return writers;
  },

  created: (partnershipId, sinceMs, max) =>
    db
      .selectFrom('document')
      .innerJoin('work', 'work.id', 'document.work')
      .select(['document.id as documentId', 'work.id as workId', 'document.created_at_ms as atMs'])
      .where('work.partnership', '=', partnershipId)
      .where('document.created_at_ms', '>', sinceMs)
      .orderBy('document.created_at_ms', 'desc')
      .orderBy('document.id')
      .limit(max)
      .execute(),

  async versions(partnershipId, sinceMs, max) {
    const rows = await db
      .selectFrom('version')
      .innerJoin('work', 'work.id', 'version.work')
      .selectAll('version')
      .where('work.partnership', '=', partnershipId)
      .where('version.at_ms', '>', sinceMs)
      .orderBy('version.at_ms', 'desc')
      .orderBy('version.id')
      .limit(max)
      .execute();
    return rows.map(versionOf);
  },

  async joined(partnershipId, sinceMs, max) {
    const rows = await db
      .selectFrom('invitation')
      .select(['name', 'organisation as organisationId', 'accepted_at_ms as atMs'])
      .where('partnership', '=', partnershipId)
      .where('accepted_at_ms', '>', sinceMs)
      .orderBy('accepted_at_ms', 'desc')
      .orderBy('id')
      .limit(max)
      .execute();
    return rows.flatMap(({ atMs, ...row }) => (atMs === null ? [] : [{ ...row, atMs }]));
  },

  async rolesChanged(partnershipId, sinceMs, max) {
    const rows = await db
      .selectFrom('member')
      .select(['person as personId', 'roles_changed_by as by', 'roles_changed_at_ms as atMs'])
      .where('partnership', '=', partnershipId)
      .where('roles_changed_at_ms', '>', sinceMs)
      .orderBy('roles_changed_at_ms', 'desc')
      .orderBy('person')
      .limit(max)
      .execute();
    return rows.flatMap(({ atMs, ...row }) => (atMs === null ? [] : [{ ...row, atMs }]));
  },

  locks: (partnershipId) =>
    db
      .selectFrom('document')
      .innerJoin('work', 'work.id', 'document.work')
      .select(['document.id as documentId', 'locked_by as personId', 'locked_at_ms as atMs'])
      .where('work.partnership', '=', partnershipId)
      .where('document.locked', '=', 1)
      .execute(),
});

/** What was packed since: only segments that reach into the time asked for, the newest first. */
async function packedWriting(
  db: Db,
  documentIds: readonly string[],
  sinceMs: number,
): Promise<readonly Writing[]> {
  if (documentIds.length === 0) return [];
  const segments = await db
    .selectFrom('doc_segment')
    .select(['document', 'bytes'])
    .where('document', 'in', documentIds)
    .where('last_at_ms', '>', sinceMs)
    .orderBy('last_at_ms', 'desc')
    .limit(limits.homeSegmentsMax)
    .execute();
  const found: Writing[] = [];
  for (const { document, bytes } of segments)
    for (const { author, atMs } of await decodeSegment(bytes))
      if (atMs > sinceMs) found.push({ documentId: document, author, atMs });
  return latestOfDays(found);
}

function latestOfDays(all: readonly Writing[]): readonly Writing[] {
  const latest = new Map<string, Writing>();
  for (const it of all) {
    const key = JSON.stringify([it.documentId, it.author, Math.floor(it.atMs / DAY_MS)]);
    if ((latest.get(key)?.atMs ?? -1) < it.atMs) latest.set(key, it);
  }
  return [...latest.values()].sort((a, b) => b.atMs - a.atMs);
}
