import type { PartnershipId } from '#lib/core/ids.ts';
import type { Result } from '#lib/core/result.ts';
import type { Concept, ConceptId } from '#lib/domain/glossary/concept.ts';

/** The glossary of each partnership. Contract: tests/contracts/glossary-store.ts. */
export interface GlossaryStore {
  /** With their terms, by code. */
  concepts(partnershipId: PartnershipId): Promise<readonly Concept[]>;
  /** One transaction: `make` sees the codes as they are at that moment, and what it answers is stored or refused. */
  add(
    partnershipId: PartnershipId,
    make: (codes: readonly string[]) => Result<Concept>,
  ): Promise<Result<Concept>>;
  /** With all its terms, and the revision after the one given; false: it is not at that revision any more. */
  change(concept: Concept): Promise<boolean>;
  /** False: it is not at that revision any more. */
  remove(partnershipId: PartnershipId, id: ConceptId, revision: number): Promise<boolean>;
}
