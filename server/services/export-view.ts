import type { DocumentId, JobId } from '#lib/core/ids.ts';
import type { Problem } from '#lib/core/result.ts';
import { availableFormats, type AvailableFormat } from '#server/exports/export-format.ts';
import type { PrintWarning } from '#server/exports/print-model.ts';
import type { Job, JobState } from '#server/ports/job-store.ts';

/** An export is a kind of job: what its rows hold, and what of them its owner is shown. */
export const EXPORT_KIND = 'export';

export interface ExportPayload {
  readonly documentId: DocumentId;
  readonly format: AvailableFormat;
}

/** Of a job that is done; the file itself is a blob. */
export interface ExportResult {
  readonly blob: string;
  readonly name: string;
  readonly mime: string;
  readonly sizeBytes: number;
  readonly warnings: readonly PrintWarning[];
}

export interface ExportView {
  readonly id: JobId;
  readonly documentId: DocumentId;
  readonly format: AvailableFormat;
  readonly state: JobState;
  /** 0 to 1. */
  readonly progress: number;
  /** Where the file is fetched; `null` until it is there. */
  readonly url: string | null;
  readonly name: string | null;
  readonly sizeBytes: number | null;
  readonly warnings: readonly PrintWarning[];
  /** Why it failed. */
  readonly problem: Problem | null;
}

export const exportBlob = (jobId: JobId): string => `export-${jobId}`;

/** `null` for a payload that an export never had. */
export function readPayload(payload: unknown): ExportPayload | null {
  const { documentId, format } = (payload ?? {}) as Partial<ExportPayload>;
  const known = availableFormats.find((one) => one === format);
  return typeof documentId === 'string' && known ? { documentId, format: known } : null;
}

export function exportView(job: Job, { documentId, format }: ExportPayload): ExportView {
  const done = job.state === 'done' ? (job.result as ExportResult) : null;
  return {
    id: job.id,
    documentId,
    format,
    state: job.state,
    progress: done ? 1 : job.progress,
    url: done ? `/api/v1/exports/${job.id}/file` : null,
    name: done?.name ?? null,
    sizeBytes: done?.sizeBytes ?? null,
    warnings: done?.warnings ?? [],
    problem: job.state === 'failed' ? (job.result as Problem) : null,
  };
}
