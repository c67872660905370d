import type { Clock } from '#lib/core/clock.ts';
import type { DocumentId } from '#lib/core/ids.ts';
import { limits } from '#lib/core/limits.ts';
import { ok, problem, type Result } from '#lib/core/result.ts';
import type { Principal } from '#lib/domain/partnership/member.ts';
import { mayBegin } from '#lib/domain/partnership/policy.ts';
import type { PartnershipStore } from '#server/ports/partnership-store.ts';
import type { FindDocument } from './find-document.ts';
import { canonicalLanguage, inputInvalid, type Faults } from './person-input.ts';
import { readLine } from './text-input.ts';

export interface BeginVersionInput {
  readonly language: unknown;
  /** In that language; without one the version carries the title of the text it was asked for at. */
  readonly title?: unknown;
}

export interface BegunVersion {
  readonly documentId: DocumentId;
  /** False: the work had this version already, and this is its document. */
  readonly isNew: boolean;
}

interface Deps {
  readonly partnerships: PartnershipStore;
  readonly findDocument: FindDocument;
  readonly clock: Clock;
}

/**
 * A text in one more of its partnership's languages, empty at first. Two who begin the same version at once
 * begin one: its id follows from the work and the language. Errors: `input-invalid` with the fields at fault,
 * `not-allowed` where the person could not write in that version, those of `findDocument`.
 */
export const beginLanguageVersion =
  ({ partnerships, findDocument, clock }: Deps) =>
  async (
    principal: Principal | null,
    documentId: DocumentId,
    input: BeginVersionInput,
  ): Promise<Result<BegunVersion>> => {
    const found = await findDocument(principal, documentId, 'read');
    if (!found.ok) return found;
    const { entry, meta } = found.value;
    const { work, documents } = entry;
    const partnership = await partnerships.partnership(work.partnershipId);
    const valid = validate(input, meta.title, partnership?.languages ?? []);
    if (!valid.ok) return valid;
    const { language, title } = valid.value;
    const existing = documents.find((it) => it.role === 'text' && it.language === language);
    if (existing) return ok({ documentId: existing.id, isNew: false });
    if (meta.role !== 'text' || !mayBegin(principal, work, language)) return problem('not-allowed');
    const id = `${work.id}-${language.toLowerCase()}`;
    await partnerships.insert({
      documents: [{ id, workId: work.id, role: 'text', language, title, createdAtMs: clock.nowMs() }],
    });
    return ok({ documentId: id, isNew: true });
  };

function validate(
  input: BeginVersionInput,
  sourceTitle: string,
  languages: readonly string[],
): Result<{ readonly language: string; readonly title: string }> {
  const faults: Faults = {};
  const language = canonicalLanguage(input.language);
  if (input.language === undefined || input.language === '') faults.language = 'missing';
  else if (!language || !languages.includes(language)) faults.language = 'unknown';
  const title = readLine(input.title, 'title', faults, limits.titleLengthMax, { required: false });
  if (!language || Object.keys(faults).length > 0) return inputInvalid(faults);
  return ok({ language, title: title || sourceTitle });
}
