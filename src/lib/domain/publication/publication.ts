import type { DocumentId, JobId, OrganisationId, PartnershipId, PersonId, WorkId } from '#lib/core/ids.ts';
import type { LanguageTag } from '../partnership/organisation.ts';
import type { Finding } from './checks.ts';
import type { Licence, PublicationFormat } from './terms.ts';

/**
 * domain/publication: what leaves the partnership as files that never change. A publication freezes one
 * work, in some of its languages and formats, as it stood at one moment.
 * Invariant: what was published keeps its files, or none is offered any more (withdrawn); nothing is
 * replaced: a text that has moved on is published anew.
 * It leaves making the files to exports and jobs, and keeping them to the server.
 */
export type PublicationId = string & { readonly __brand?: 'publication' };

/** One language version at the moment that is frozen: everything up to this update. */
export interface FrozenVersion {
  readonly documentId: DocumentId;
  readonly language: LanguageTag;
  readonly seq: number;
}

export interface FrozenFile {
  readonly language: LanguageTag;
  readonly format: PublicationFormat;
  /** Under which it is saved. */
  readonly name: string;
  readonly mime: string;
  /** Of its bytes, in hexadecimal. */
  readonly sha256: string;
  readonly sizeBytes: number;
  /** What it was made from: documents with the number of the last update that is in it. */
  readonly sources: Readonly<Record<DocumentId, number>>;
}

export interface Withdrawal {
  readonly atMs: number;
  readonly reason: string;
  readonly organisationId: OrganisationId | null;
}

export interface Publication {
  readonly id: PublicationId;
  readonly partnershipId: PartnershipId;
  readonly workId: WorkId;
  /** Short name of the deliverable, such as `D1`. */
  readonly code: string | null;
  readonly titles: Readonly<Record<LanguageTag, string>>;
  /** Of the version, such as `1.0`: once per work. */
  readonly label: string;
  readonly licence: Licence;
  readonly versions: readonly FrozenVersion[];
  readonly formats: readonly PublicationFormat[];
  /** The funding profile under which it was made. */
  readonly profile: string;
  /** What was warned of, and accepted. */
  readonly checks: readonly Finding[];
  /** For whom it was made; what people see. */
  readonly organisationId: OrganisationId | null;
  /** `null`: erased since. */
  readonly personId: PersonId | null;
  /** When the texts were frozen. */
  readonly atMs: number;
  readonly jobId: JobId;
  /** When all files were there; `null`: not yet, or never. */
  readonly publishedAtMs: number | null;
  readonly withdrawal: Withdrawal | null;
  /** In the order of the choice: language by language. */
  readonly files: readonly FrozenFile[];
}

/** Every file that was asked for, in order. */
export const filesWanted = ({ versions, formats }: Pick<Publication, 'versions' | 'formats'>) =>
  versions.flatMap((version) => formats.map((format) => ({ version, format })));

/** `1.0` first, then the number after the highest. A label is free: those that are no number do not count. */
export function nextLabel(labels: readonly string[]): string {
  const numbers = labels.flatMap((label) =>
    /^\d{1,6}(\.\d{1,6})?$/.test(label) ? [parseInt(label, 10)] : [],
  );
  return `${Math.max(0, ...numbers) + 1}.0`;
}
