import { ok } from '#lib/core/result.ts';
import { filesWanted, type FrozenFile, type Publication } from '#lib/domain/publication/publication.ts';
import type { PublicationFormat } from '#lib/domain/publication/terms.ts';
import type { PublicationStore } from '#server/ports/publication-store.ts';
import { fromJson, json } from './rows.ts';
import type { Db, FrozenFileTable, PublicationTable } from './schema.ts';

/** Publications in two tables; their bytes are the blob store's. */
export const sqlPublicationStore = (db: Db): PublicationStore => ({
  publications: (partnershipId) => publicationsOf(db, partnershipId),

  async publication(id) {
    const row = await db.selectFrom('publication').selectAll().where('id', '=', id).executeTakeFirst();
    if (!row) return null;
    const files = await db.selectFrom('frozen_file').selectAll().where('publication', '=', id).execute();
    return publicationOf(row, files);
  },

  add: (partnershipId, make) =>
    db.transaction().execute(async (transaction) => {
      const made = make(await publicationsOf(transaction, partnershipId));
      if (!made.ok) return made;
      await transaction.insertInto('publication').values(publicationRow(made.value)).execute();
      return ok(made.value);
    }),

  freeze: (id, { language, format, name, mime, sha256, sizeBytes, sources }) =>
    db.transaction().execute(async (transaction) => {
      const open = await transaction
        .selectFrom('publication')
        .select('id')
        .where('id', '=', id)
        .where('published_at_ms', 'is', null)
        .executeTakeFirst();
      if (!open) return false;
      const file = { name, mime, sha256, size_bytes: sizeBytes, sources: json(sources) };
      await transaction
        .insertInto('frozen_file')
        .values({ publication: id, language, format, ...file })
        .onConflict((conflict) => conflict.columns(['publication', 'language', 'format']).doUpdateSet(file))
        .execute();
      return true;
    }),

  async publish(id, atMs) {
    const { numUpdatedRows } = await db
      .updateTable('publication')
      .set({ published_at_ms: atMs })
      .where('id', '=', id)
      .where('published_at_ms', 'is', null)
      .executeTakeFirstOrThrow();
    return numUpdatedRows === 1n;
  },

  async withdraw(id, { atMs, reason, organisationId }) {
    const { numUpdatedRows } = await db
      .updateTable('publication')
      .set({ withdrawn_at_ms: atMs, withdrawn_reason: reason, withdrawn_by: organisationId })
      .where('id', '=', id)
      .where('published_at_ms', 'is not', null)
      .where('withdrawn_at_ms', 'is', null)
      .executeTakeFirstOrThrow();
    return numUpdatedRows === 1n;
  },

  async discard(id) {
    const { numDeletedRows } = await db
      .deleteFrom('publication')
      .where('id', '=', id)
      .where('published_at_ms', 'is', null)
      .executeTakeFirstOrThrow();
    return numDeletedRows === 1n;
  },

  async hasFile(sha256) {
    const row = await db
      .selectFrom('frozen_file')
      .select('sha256')
      .where('sha256', '=', sha256)
      .limit(1)
      .executeTakeFirst();
    return row !== undefined;
  },
});

async function publicationsOf(db: Db, partnershipId: string): Promise<readonly Publication[]> {
  const rows = await db
    .selectFrom('publication')
    .selectAll()
    .where('partnership', '=', partnershipId)
    .orderBy('at_ms', 'desc')
    .orderBy('id', 'desc')
    .execute();
  const files = await db
    .selectFrom('frozen_file')
    .innerJoin('publication', 'publication.id', 'frozen_file.publication')
    .selectAll('frozen_file')
    .where('publication.partnership', '=', partnershipId)
    .execute();
  const filesOf = Map.groupBy(files, ({ publication }) => publication);
  return rows.map((row) => publicationOf(row, filesOf.get(row.id) ?? []));
}

function publicationOf(row: PublicationTable, rows: readonly FrozenFileTable[]): Publication {
  const selection = fromJson<Pick<Publication, 'versions' | 'formats'>>(row.selection);
  return {
    id: row.id,
    partnershipId: row.partnership,
    workId: row.work,
    code: row.code,
    titles: fromJson(row.titles),
    label: row.label,
    licence: row.licence as Publication['licence'],
    ...selection,
    profile: row.profile,
    checks: fromJson(row.checks),
    organisationId: row.organisation,
    personId: row.person,
    atMs: row.at_ms,
    jobId: row.job,
    publishedAtMs: row.published_at_ms,
    withdrawal:
      row.withdrawn_at_ms === null
        ? null
        : {
            atMs: row.withdrawn_at_ms,
            reason: row.withdrawn_reason ?? '',
            organisationId: row.withdrawn_by,
          },
    files: filesWanted(selection).flatMap(({ version: { language }, format }) =>
      rows.filter((file) => file.language === language && file.format === format).map(fileOf),
    ),
  };
}

const fileOf = (row: FrozenFileTable): FrozenFile => ({
  language: row.language,
  format: row.format as PublicationFormat,
  name: row.name,
  mime: row.mime,
  sha256: row.sha256,
  sizeBytes: row.size_bytes,
  sources: fromJson(row.sources),
});

const publicationRow = (publication: Publication): PublicationTable => ({
  id: publication.id,
  partnership: publication.partnershipId,
  work: publication.workId,
  code: publication.code,
  titles: json(publication.titles),
  label: publication.label,
  licence: publication.licence,
  selection: json({ versions: publication.versions, formats: publication.formats }),
  profile: publication.profile,
  checks: json(publication.checks),
  organisation: publication.organisationId,
  person: publication.personId,
  at_ms: publication.atMs,
  job: publication.jobId,
  published_at_ms: null,
  withdrawn_at_ms: null,
  withdrawn_reason: null,
  withdrawn_by: null,
});
