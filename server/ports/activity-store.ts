import type { DocumentId, PartnershipId, PersonId, WorkId } from '#lib/core/ids.ts';
import type { Looked } from '#lib/domain/home/news.ts';
import type { Visit } from '#lib/domain/home/visit.ts';
import type { Author } from './doc-store.ts';
import type { Version } from './version-store.ts';

/**
 * What happened in a partnership, read from rows that are kept anyway, and when each member last looked.
 * Contract: tests/contracts/activity-store.ts.
 */
export interface ActivityStore {
  /** `null`: never here. */
  visit(partnershipId: PartnershipId, personId: PersonId): Promise<Visit | null>;
  keepVisit(partnershipId: PartnershipId, personId: PersonId, visit: Visit): Promise<void>;
  /** What they had before them at the bell; `null`: they never looked. */
  looked(partnershipId: PartnershipId, personId: PersonId): Promise<Looked | null>;
  /** Of two looks the later one stays. */
  keepLook(partnershipId: PartnershipId, personId: PersonId, looked: Looked): Promise<void>;

  /** Who wrote in which of these texts after `sinceMs`, one entry per text, person and day (UTC). */
  writing(documentIds: readonly DocumentId[], sinceMs: number): Promise<readonly Writing[]>;
  /** Everybody who ever wrote in each of these texts. */
  writers(documentIds: readonly DocumentId[]): Promise<ReadonlyMap<DocumentId, ReadonlySet<Author>>>;

  /** Language versions that came into being after `sinceMs`, newest first. */
  created(partnershipId: PartnershipId, sinceMs: number, max: number): Promise<readonly Created[]>;
  /** Named and restored after `sinceMs`, newest first. */
  versions(partnershipId: PartnershipId, sinceMs: number, max: number): Promise<readonly Version[]>;
  /** Invitations accepted after `sinceMs`, newest first. */
  joined(partnershipId: PartnershipId, sinceMs: number, max: number): Promise<readonly Joined[]>;
  /** Members whose roles were last changed after `sinceMs`, newest first. */
  rolesChanged(partnershipId: PartnershipId, sinceMs: number, max: number): Promise<readonly RolesChanged[]>;
  /** Texts that are locked now. */
  locks(partnershipId: PartnershipId): Promise<readonly Locked[]>;
}

export interface Writing {
  readonly documentId: DocumentId;
  readonly author: Author;
  /** Of their last update within that day. */
  readonly atMs: number;
}

export interface Created {
  readonly documentId: DocumentId;
  readonly workId: WorkId;
  readonly atMs: number;
}

export interface Joined {
  readonly name: string;
  readonly organisationId: string | null;
  readonly atMs: number;
}

export interface Locked {
  readonly documentId: DocumentId;
  /** `null`: not known, or erased. */
  readonly personId: PersonId | null;
  readonly atMs: number | null;
}

export interface RolesChanged {
  readonly personId: PersonId;
  /** `null`: not known. */
  readonly by: PersonId | null;
  readonly atMs: number;
}
