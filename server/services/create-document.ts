import type { Clock } from '#lib/core/clock.ts';
import { newId, type DocumentId, type PartnershipId } from '#lib/core/ids.ts';
import { limits } from '#lib/core/limits.ts';
import type { Random } from '#lib/core/random.ts';
import { ok, type Result } from '#lib/core/result.ts';
import { proseKinds, type ProseKind } from '#lib/domain/deliverable/work.ts';
import type { Principal } from '#lib/domain/partnership/member.ts';
import { memberOf } from '#lib/domain/partnership/policy.ts';
import type { PartnershipStore } from '#server/ports/partnership-store.ts';
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
  readonly clock: Clock;
  readonly random: Random;
}

/** A new prose work with its first language version. Error `input-invalid` names each field at fault. */
export const createDocument =
  ({ partnerships, findPartnership, clock, random }: Deps) =>
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
