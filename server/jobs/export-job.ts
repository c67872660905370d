import { ok, problem } from '#lib/core/result.ts';
import type { BlobStore } from '#server/ports/blob-store.ts';
import { isStorageTrouble } from '#server/ports/storage-trouble.ts';
import type { ExportMaker } from '#server/services/export-maker.ts';
import { exportBlob, readPayload, type ExportResult } from '#server/services/export-view.ts';
import type { JobHandler } from './runner.ts';

interface Deps {
  readonly maker: ExportMaker;
  readonly blobs: BlobStore;
}

/** Makes the file, keeps it as a blob named after the job, and takes it away with the job. */
export const exportJob = ({ maker, blobs }: Deps): JobHandler => ({
  async run(job, { signal, onProgress }) {
    const payload = readPayload(job.payload);
    if (!payload) return problem('job-failed', 'The job has no valid payload.');
    const made = await maker.make(payload.documentId, payload.format, { signal, onProgress });
    if (!made.ok) return made;
    const { name, mime, bytes, warnings } = made.value;
    const blob = exportBlob(job.id);
    try {
      await blobs.put(blob, bytes);
    } catch (error) {
      if (isStorageTrouble(error)) return problem('storage-failed', 'The file could not be kept.');
      throw error;
    }
    return ok({ blob, name, mime, sizeBytes: bytes.byteLength, warnings } satisfies ExportResult);
  },
  async discard(job) {
    await blobs.remove(exportBlob(job.id));
  },
});
