import type { Clock } from '#lib/core/clock.ts';
import { newId, type DocumentId } from '#lib/core/ids.ts';
import { limits } from '#lib/core/limits.ts';
import type { Random } from '#lib/core/random.ts';
import { failed, ok, problem, type Result } from '#lib/core/result.ts';
import type { Principal } from '#lib/domain/partnership/member.ts';
import { can } from '#lib/domain/partnership/policy.ts';
import { exportFormats, isAvailable, type AvailableFormat } from '#server/exports/export-format.ts';
import type { JobStore } from '#server/ports/job-store.ts';
import { EXPORT_KIND, exportView, type ExportPayload, type ExportView } from './export-view.ts';
import type { FindDocument } from './find-document.ts';

interface Deps {
  readonly findDocument: FindDocument;
  readonly jobs: JobStore;
  readonly clock: Clock;
  readonly random: Random;
  /** Tells the job runner that there is work. */
  readonly wake: () => void;
}

/**
 * Queues an export of what is committed when it runs. Errors: those of `findDocument`, `input-invalid`,
 * `format-unavailable`, `too-many-exports`.
 */
export const requestExport =
  ({ findDocument, jobs, clock, random, wake }: Deps) =>
  async (
    principal: Principal | null,
    documentId: DocumentId,
    format: unknown,
  ): Promise<Result<ExportView>> => {
    const found = await findDocument(principal, documentId, 'read');
    if (!found.ok) return found;
    if (!principal || !can(principal, 'export.create', found.value.entry.work.partnershipId))
      return problem('not-allowed');
    const chosen = readFormat(format);
    if (!chosen.ok) return chosen;
    const underWay = await jobs.jobsOf(principal.personId, EXPORT_KIND, ['queued', 'running']);
    if (underWay.length >= limits.exportsPerPersonMax)
      return problem('too-many-exports', `At most ${limits.exportsPerPersonMax} exports at a time.`);
    const payload: ExportPayload = { documentId, format: chosen.value };
    const job = {
      id: newId(random),
      kind: EXPORT_KIND,
      personId: principal.personId,
      payload,
      createdAtMs: clock.nowMs(),
    };
    await jobs.create(job);
    wake();
    return ok(
      exportView(
        {
          ...job,
          state: 'queued',
          progress: 0,
          attempts: 0,
          leaseUntilMs: null,
          result: null,
          endedAtMs: null,
        },
        payload,
      ),
    );
  };

function readFormat(value: unknown): Result<AvailableFormat> {
  const format = exportFormats.find((known) => known === value);
  if (!format) {
    const fault = value === undefined || value === null || value === '' ? 'missing' : 'unknown';
    return failed({
      code: 'input-invalid',
      detail: `format must be one of ${exportFormats.join(', ')}.`,
      fields: { format: fault },
    });
  }
  return isAvailable(format) ? ok(format) : problem('format-unavailable', `${format} is not built yet.`);
}
