import type { DocumentId, PartnershipId } from '#lib/core/ids.ts';
import { ok, problem, type Result } from '#lib/core/result.ts';
import type { Principal } from '#lib/domain/partnership/member.ts';
import type { LanguageTag } from '#lib/domain/partnership/organisation.ts';
import { can } from '#lib/domain/partnership/policy.ts';
import type { Finding } from '#lib/domain/publication/checks.ts';
import {
  filesWanted,
  type FrozenFile,
  type Publication,
  type PublicationId,
} from '#lib/domain/publication/publication.ts';
import { licenceFacts, type Licence } from '#lib/domain/publication/terms.ts';
import type { JobStore } from '#server/ports/job-store.ts';
import type { PartnershipStore, WorkWithDocuments } from '#server/ports/partnership-store.ts';
import type { PublicationStore } from '#server/ports/publication-store.ts';
import type { FindPartnership } from './find-partnership.ts';
import type { FrozenFileKeeper } from './keep-frozen-file.ts';
import { readableWorks } from './partnership-overview.ts';
import { publicationIn } from './publish-work.ts';

/** A publication as members see it: made for an organisation, never by a person's name. */
export interface PublicationView {
  readonly id: PublicationId;
  readonly workId: string;
  readonly code: string | null;
  readonly titles: Readonly<Record<LanguageTag, string>>;
  readonly label: string;
  readonly licence: { readonly id: Licence; readonly name: string; readonly url: string };
  readonly state: 'making' | 'published' | 'failed' | 'withdrawn';
  /** Name of the organisation whose coordinator published it. */
  readonly organisation: string | null;
  /** When the texts were frozen. */
  readonly atMs: number;
  /** Files that are made, of those asked for. */
  readonly made: { readonly files: number; readonly of: number };
  /** Why it failed. */
  readonly problem: string | null;
  readonly withdrawal: {
    readonly atMs: number;
    readonly reason: string;
    readonly organisation: string | null;
  } | null;
  /** What was warned of, and accepted. */
  readonly checks: readonly Finding[];
  readonly languages: readonly LanguageTag[];
  /** None while they are made, and none after a withdrawal. */
  readonly files: readonly (FrozenFile & { readonly id: string; readonly url: string })[];
  /** Texts that have changed since they were frozen. */
  readonly movedOn: readonly { readonly documentId: DocumentId; readonly language: LanguageTag }[];
}

interface Deps {
  readonly partnerships: PartnershipStore;
  readonly publications: PublicationStore;
  readonly jobs: JobStore;
  readonly findPartnership: FindPartnership;
}

export interface PublicationsView {
  readonly publications: readonly PublicationView[];
  readonly may: { readonly manage: boolean };
}

/** Those of works that the reader may read, newest first. Errors: those of `findPartnership`. */
export const publicationsView =
  (deps: Deps) =>
  async (principal: Principal | null, id: PartnershipId): Promise<Result<PublicationsView>> => {
    const found = await deps.findPartnership(principal, id, 'partnership.read');
    if (!found.ok) return found;
    const present = await presenter(deps, principal, id);
    const publications: PublicationView[] = [];
    for (const publication of await deps.publications.publications(id)) {
      const view = await present(publication);
      if (view) publications.push(view);
    }
    return ok({ publications, may: { manage: can(principal, 'publication.manage', id) } });
  };

/** Errors: those of `findPartnership`, `publication-unknown`. */
export const getPublication =
  (deps: Deps) =>
  async (
    principal: Principal | null,
    partnershipId: PartnershipId,
    id: PublicationId,
  ): Promise<Result<PublicationView>> => {
    const found = await deps.findPartnership(principal, partnershipId, 'partnership.read');
    if (!found.ok) return found;
    const publication = await publicationIn(deps.publications, partnershipId, id);
    const view = publication && (await (await presenter(deps, principal, partnershipId))(publication));
    return view ? ok(view) : problem('publication-unknown');
  };

export interface PublishedFile extends FrozenFile {
  readonly bytes: Uint8Array;
}

/** Errors: those of `getPublication`; `publication-withdrawn`, `export-gone`. */
export const downloadPublication =
  (deps: Deps & { readonly frozenFiles: FrozenFileKeeper }) =>
  async (
    principal: Principal | null,
    partnershipId: PartnershipId,
    id: PublicationId,
    fileId: string,
  ): Promise<Result<PublishedFile>> => {
    const found = await getPublication(deps)(principal, partnershipId, id);
    if (!found.ok) return found;
    if (found.value.state === 'withdrawn') return problem('publication-withdrawn');
    const file = found.value.files.find((it) => it.id === fileId);
    if (!file) return problem('publication-unknown');
    const bytes = await deps.frozenFiles.bytesOf(file);
    return bytes ? ok({ ...file, bytes }) : problem('export-gone', 'The file is no longer kept.');
  };

/** How one reader sees publications; `null`: of a work that they may not read. */
async function presenter(
  { partnerships, jobs }: Deps,
  principal: Principal | null,
  partnershipId: PartnershipId,
): Promise<(publication: Publication) => Promise<PublicationView | null>> {
  const [works, organisations] = await Promise.all([
    partnerships.works(partnershipId),
    partnerships.organisations(partnershipId),
  ]);
  const readable = new Map(readableWorks(principal, works).map((entry) => [entry.work.id, entry]));
  const nameOf = (id: string | null) => organisations.find((it) => it.id === id)?.name ?? null;
  return async (publication) => {
    const entry = readable.get(publication.workId);
    if (!entry) return null;
    const { id, workId, code, titles, label, licence, atMs, withdrawal, checks, versions } = publication;
    const { state, problem } = await standing(publication, jobs);
    return {
      ...{ id, workId, code, titles, label, atMs, checks, state, problem },
      licence: { id: licence, ...licenceFacts[licence] },
      organisation: nameOf(publication.organisationId),
      made: { files: publication.files.length, of: filesWanted(publication).length },
      withdrawal: withdrawal && {
        ...{ atMs: withdrawal.atMs, reason: withdrawal.reason },
        organisation: nameOf(withdrawal.organisationId),
      },
      languages: versions.map(({ language }) => language),
      files: state === 'published' ? publication.files.map((file) => withAddress(publication, file)) : [],
      movedOn: state === 'published' ? movedOn(publication, entry) : [],
    };
  };
}

/** Derived, not stored: what the job says while there is one, and that it was lost where there is none. */
async function standing(
  { publishedAtMs, withdrawal, jobId }: Publication,
  jobs: JobStore,
): Promise<Pick<PublicationView, 'state' | 'problem'>> {
  if (withdrawal) return { state: 'withdrawn', problem: null };
  if (publishedAtMs !== null) return { state: 'published', problem: null };
  const job = await jobs.job(jobId);
  if (job?.state === 'queued' || job?.state === 'running') return { state: 'making', problem: null };
  const code = job?.state === 'failed' ? (job.result as { readonly code: string }).code : 'job-failed';
  return { state: 'failed', problem: code };
}

/** Of a file within its publication. */
const fileId = ({ language, format }: Pick<FrozenFile, 'language' | 'format'>): string =>
  `${language}.${format}`;

const withAddress = ({ id, partnershipId }: Publication, file: FrozenFile) => ({
  ...file,
  id: fileId(file),
  url: `/api/v1/partnerships/${partnershipId}/publications/${id}/files/${fileId(file)}`,
});

const movedOn = ({ versions }: Publication, { documents }: Pick<WorkWithDocuments, 'documents'>) =>
  versions
    .filter(({ documentId, seq }) => documents.some((it) => it.id === documentId && it.head > seq))
    .map(({ documentId, language }) => ({ documentId, language }));
