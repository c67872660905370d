import type { DocumentId } from '#lib/core/ids.ts';
import type { FrozenFile } from '#lib/domain/publication/publication.ts';
import type { Upload } from './upload-store.ts';

/** What checks, backups and restores need of the database as a whole. */
export interface MaintenanceStore {
  /** What the database finds wrong with itself, a sentence each; empty when it is sound. */
  integrityErrors(): Promise<readonly string[]>;

  /** The pictures of all works: their files belong to a backup. */
  uploads(): Promise<readonly Pick<Upload, 'id' | 'sha256' | 'mime' | 'sizeBytes'>[]>;

  /** The files of all publications, withdrawn ones too: they belong to a backup. */
  frozenFiles(): Promise<
    readonly (Pick<FrozenFile, 'name' | 'sha256' | 'sizeBytes'> & { readonly publication: string })[]
  >;

  /** Of every document. */
  heads(): Promise<readonly DocumentHead[]>;

  /** Writes everything, as it is at one moment, into a new file, while others go on writing. */
  copyTo(file: string): Promise<void>;

  /**
   * Makes restored data a new life (E17), in one transaction: every document gets this incarnation, and
   * what would be valid a second time goes: web sessions, sign-in links, and exports under way or made.
   */
  startNewLife(incarnation: number): Promise<void>;
}

export interface DocumentHead {
  readonly id: DocumentId;
  readonly head: number;
  readonly incarnation: number;
}
