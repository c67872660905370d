import type { Transaction } from 'kysely';
import { ok } from '#lib/core/result.ts';
import type { Concept } from '#lib/domain/glossary/concept.ts';
import type { GlossaryStore } from '#server/ports/glossary-store.ts';
import { bit, fromJson, json } from './rows.ts';
import type { ConceptTable, Database, Db, TermTable } from './schema.ts';

export const sqlGlossaryStore = (db: Db): GlossaryStore => ({
  async concepts(partnershipId) {
    const [concepts, terms] = await Promise.all([
      db.selectFrom('concept').selectAll().where('partnership', '=', partnershipId).orderBy('code').execute(),
      db
        .selectFrom('term')
        .innerJoin('concept', 'concept.id', 'term.concept')
        .selectAll('term')
        .where('concept.partnership', '=', partnershipId)
        .orderBy('term.position')
        .execute(),
    ]);
    const termsOf = Map.groupBy(terms, ({ concept }) => concept);
    return concepts.map((row) => conceptOf(row, termsOf.get(row.id) ?? []));
  },

  add: (partnershipId, make) =>
    db.transaction().execute(async (transaction) => {
      const codes = await transaction
        .selectFrom('concept')
        .select('code')
        .where('partnership', '=', partnershipId)
        .execute();
      const made = make(codes.map(({ code }) => code));
      if (!made.ok) return made;
      await insertConcepts(transaction, [made.value]);
      return ok(made.value);
    }),

  change: (concept) =>
    db.transaction().execute(async (transaction) => {
      const { id: _id, ...row } = conceptRow({ ...concept, revision: concept.revision + 1 });
      const changed = await transaction
        .updateTable('concept')
        .set(row)
        .where('id', '=', concept.id)
        .where('partnership', '=', concept.partnershipId)
        .where('revision', '=', concept.revision)
        .executeTakeFirst();
      if (changed.numUpdatedRows === 0n) return false;
      await transaction.deleteFrom('term').where('concept', '=', concept.id).execute();
      await insertTerms(transaction, concept);
      return true;
    }),

  async remove(partnershipId, id, revision) {
    const removed = await db
      .deleteFrom('concept')
      .where('id', '=', id)
      .where('partnership', '=', partnershipId)
      .where('revision', '=', revision)
      .executeTakeFirst();
    return removed.numDeletedRows > 0n;
  },
});

/** What is there already is left as it is, with its terms. */
export async function insertConcepts(
  transaction: Transaction<Database>,
  concepts: readonly Concept[],
): Promise<void> {
  for (const concept of concepts) {
    const isNew = await transaction
      .insertInto('concept')
      .values(conceptRow(concept))
      .onConflict((conflict) => conflict.doNothing())
      .returning('id')
      .executeTakeFirst();
    if (isNew) await insertTerms(transaction, concept);
  }
}

async function insertTerms(transaction: Transaction<Database>, { id, terms }: Concept): Promise<void> {
  if (terms.length === 0) return;
  await transaction
    .insertInto('term')
    .values(terms.map(({ lang, text, status }, position) => ({ concept: id, position, lang, text, status })))
    .execute();
}

const conceptOf = (row: ConceptTable, terms: readonly TermTable[]): Concept => ({
  id: row.id,
  partnershipId: row.partnership,
  code: row.code,
  definitions: fromJson(row.definitions),
  notes: fromJson(row.notes),
  equivalence: fromJson(row.equivalence),
  doNotTranslate: row.do_not_translate === 1,
  terms: terms.map(({ lang, text, status }) => ({
    lang,
    text,
    status: status as Concept['terms'][number]['status'],
  })),
  revision: row.revision,
});

const conceptRow = (concept: Concept): ConceptTable => ({
  id: concept.id,
  partnership: concept.partnershipId,
  code: concept.code,
  definitions: json(concept.definitions),
  notes: json(concept.notes),
  equivalence: json(concept.equivalence),
  do_not_translate: bit(concept.doNotTranslate),
  revision: concept.revision,
});
