import { isId, type JobId } from '#lib/core/ids.ts';
import { ok, problem, type Result } from '#lib/core/result.ts';
import type { Principal } from '#lib/domain/partnership/member.ts';
import type { BlobStore } from '#server/ports/blob-store.ts';
import type { Job, JobStore } from '#server/ports/job-store.ts';
import {
  EXPORT_KIND,
  exportView,
  readPayload,
  type ExportPayload,
  type ExportResult,
  type ExportView,
} from './export-view.ts';
import type { FindDocument } from './find-document.ts';

interface Deps {
  readonly findDocument: FindDocument;
  readonly jobs: JobStore;
}

/** Errors: `not-signed-in`; `export-unknown`, for exports of others too; those of `findDocument`. */
export const getExport =
  (deps: Deps) =>
  async (principal: Principal | null, exportId: JobId): Promise<Result<ExportView>> => {
    const found = await findExport(deps, principal, exportId);
    return found.ok ? ok(exportView(found.value.job, found.value.payload)) : found;
  };

export interface ExportFile {
  readonly name: string;
  readonly mime: string;
  readonly bytes: Uint8Array;
}

/** Errors: those of `getExport`; `export-not-ready`, `export-gone`. */
export const downloadExport =
  (deps: Deps & { readonly blobs: BlobStore }) =>
  async (principal: Principal | null, exportId: JobId): Promise<Result<ExportFile>> => {
    const found = await findExport(deps, principal, exportId);
    if (!found.ok) return found;
    const { job } = found.value;
    if (job.state !== 'done') return problem('export-not-ready', `The export is ${job.state}.`);
    const { blob, name, mime } = job.result as ExportResult;
    const bytes = await deps.blobs.get(blob);
    return bytes ? ok({ name, mime, bytes }) : problem('export-gone', 'The file is no longer kept.');
  };

/** Only who asked for it, and only while they may read the text: a change of rights holds at once. */
async function findExport(
  { findDocument, jobs }: Deps,
  principal: Principal | null,
  exportId: JobId,
): Promise<Result<{ readonly job: Job; readonly payload: ExportPayload }>> {
  if (!principal) return problem('not-signed-in');
  const job = isId(exportId) ? await jobs.job(exportId) : null;
  const payload =
    job?.kind === EXPORT_KIND && job.personId === principal.personId ? readPayload(job.payload) : null;
  if (!job || !payload) return problem('export-unknown');
  const document = await findDocument(principal, payload.documentId, 'read');
  return document.ok ? ok({ job, payload }) : document;
}
