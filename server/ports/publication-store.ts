import type { PartnershipId } from '#lib/core/ids.ts';
import type { Problem, Result } from '#lib/core/result.ts';
import type {
  FrozenFile,
  Publication,
  PublicationId,
  Withdrawal,
} from '#lib/domain/publication/publication.ts';

/**
 * Publications and their files. What is published never changes: from then on a publication can only be
 * withdrawn, once. Contract: tests/contracts/publication-store.ts.
 */
export interface PublicationStore {
  /** Newest first. */
  publications(partnershipId: PartnershipId): Promise<readonly Publication[]>;
  publication(id: PublicationId): Promise<Publication | null>;
  /** One transaction: `make` sees those there are, and what it answers is stored or refused. */
  add<P extends Problem>(
    partnershipId: PartnershipId,
    make: (all: readonly Publication[]) => Result<Publication, P>,
  ): Promise<Result<Publication, P>>;
  /** Adds a file; made anew, it replaces itself. False: published already, or no longer there. */
  freeze(id: PublicationId, file: FrozenFile): Promise<boolean>;
  /** False: published already, or no longer there. */
  publish(id: PublicationId, atMs: number): Promise<boolean>;
  /** False: never published, or withdrawn already. */
  withdraw(id: PublicationId, withdrawal: Withdrawal): Promise<boolean>;
  /** Forgets one that was never published, with its files. False: it is published, or not there. */
  discard(id: PublicationId): Promise<boolean>;
  /** Whether any file has these bytes. */
  hasFile(sha256: string): Promise<boolean>;
}
