import type { Clock } from '#lib/core/clock.ts';
import { newId, type DocumentId, type PartnershipId } from '#lib/core/ids.ts';
import { limits } from '#lib/core/limits.ts';
import type { Random } from '#lib/core/random.ts';
import { ok, type Result } from '#lib/core/result.ts';
import { isEvidenceKind, proseKinds, type ProseKind } from '#lib/domain/deliverable/work.ts';
import type { Principal } from '#lib/domain/partnership/member.ts';
import { memberOf } from '#lib/domain/partnership/policy.ts';
import { rewriteBody } from '#lib/schema/text/compare/rewrite.ts';
import type { Engine } from '#server/engine/engine.ts';
import type { Log } from '#server/ports/log.ts';
import type { PartnershipStore } from '#server/ports/partnership-store.ts';
import { emptySheet } from '#server/templates/evidence-sheet.ts';
import { canonicalLanguage, inputInvalid, type Faults } from './person-input.ts';
import { readLine } from './text-input.ts';
import type { FindPartnership } from './find-partnership.ts';

export interface CreateDocumentInput {
  readonly title: unknown;
  readonly kind: unknown;
  readonly language: unknown;
}

interface Deps {
  readonly partnerships: PartnershipStore;
  readonly findPartnership: FindPartnership;
  readonly edit: Engine['edit'];
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
}

/**
 * A new prose work with its first language version. A sheet of the evidence library begins with its template,
 * written as an edit of the server's own (E15); any other text is empty.
 * Errors: `input-invalid` with the fields at fault, those of `findPartnership`.
 */
export const createDocument =
  ({ partnerships, findPartnership, edit, clock, random, log }: Deps) =>
  async (
    principal: Principal | null,
    partnershipId: PartnershipId,
    input: CreateDocumentInput,
  ): Promise<Result<{ readonly documentId: DocumentId }>> => {
    const found = await findPartnership(principal, partnershipId, 'work.create');
    if (!found.ok) return found;
    const valid = validate(input);
    if (!valid.ok) return valid;
    const { title, kind, language } = valid.value;
    const membership = memberOf(principal, partnershipId);
    const workId = newId(random);
    const documentId = newId(random);
    const createdAtMs = clock.nowMs();
    await partnerships.insert({
      works: [
        {
          id: workId,
          partnershipId,
          deliverableId: null,
          type: 'prose',
          kind,
          sourceLanguage: language,
          state: 'draft',
          ownerOrganisationId: membership?.organisationId ?? null,
          // A new text is the partnership's own: every country writes in it.
          ownerCountry: null,
          createdAtMs,
        },
      ],
      documents: [{ id: documentId, workId, role: 'text', language, title, createdAtMs }],
    });
    if (isEvidenceKind(kind)) {
      const template = emptySheet(kind, language);
      const written = await edit(documentId, (doc) => rewriteBody(doc, template));
      // The text is there, and can be written without the headings: nobody is told that it is not.
      if (!written.ok) log.warn({ code: written.problem.code, documentId }, 'sheet without its template');
    }
    return ok({ documentId });
  };

function validate(input: CreateDocumentInput): Result<{ title: string; kind: ProseKind; language: string }> {
  const faults: Faults = {};
  const title = readLine(input.title, 'title', faults, limits.titleLengthMax);
  const kind = proseKinds.find((known) => known === (input.kind ?? 'free'));
  if (!kind) faults.kind = 'unknown';
  const language = canonicalLanguage(input.language);
  if (!language)
    faults.language = input.language === undefined || input.language === '' ? 'missing' : 'unknown';
  if (!kind || !language || Object.keys(faults).length > 0) return inputInvalid(faults);
  return ok({ title, kind, language });
}
