import type { DocumentId, PersonId, WorkId } from '#lib/core/ids.ts';

/** Versions that people named, and restorations. Contract: tests/contracts/version-store.ts. */
export interface VersionStore {
  create(version: Version): Promise<void>;
  version(id: string): Promise<Version | null>;
  /** Newest first. */
  versionsOf(workId: WorkId): Promise<readonly Version[]>;
  rename(id: string, name: string): Promise<void>;
  /** Forgets the name only: the state stays in the log. */
  remove(id: string): Promise<void>;
}

/** A moment of a work, in all its languages. */
export interface Version {
  readonly id: string;
  readonly workId: WorkId;
  /** `restored`: the moment at which an earlier state was put back. */
  readonly kind: 'named' | 'restored';
  readonly name: string;
  /** The sequence number of each document at that moment. */
  readonly heads: Readonly<Record<DocumentId, number>>;
  /** Of a restoration: which state of the one document in `heads` was put back. */
  readonly restoredSeq: number | null;
  /** `null`: erased since. */
  readonly personId: PersonId | null;
  readonly atMs: number;
}
