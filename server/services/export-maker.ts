import type { DocumentId } from '#lib/core/ids.ts';
import { limits } from '#lib/core/limits.ts';
import { problem, type Result } from '#lib/core/result.ts';
import type { DocumentFacts } from '#server/exports/build-print-model.ts';
import type { DocStore } from '#server/ports/doc-store.ts';
import type { PartnershipStore } from '#server/ports/partnership-store.ts';
import type { ExportTask, MadeExport } from './make-export.ts';

/** Where the heavy part runs; made by jobs/, so that no request waits for a page to be set. */
export interface ExportWork {
  /** Problems besides those of the making itself: `time-limit`, `worker-lost`, `cancelled`. */
  make(task: ExportTask, options?: MakingOptions): Promise<Result<MadeExport>>;
  close(): Promise<void>;
}

export interface MakingOptions {
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: number) => void;
}

export interface ExportMaker {
  /** Makes a file of what is committed now. It asks nobody's rights: the services before it do. */
  make(
    documentId: DocumentId,
    format: ExportTask['format'],
    options?: MakingOptions,
  ): Promise<Result<MadeExport>>;
}

interface Deps {
  readonly docs: DocStore;
  readonly partnerships: PartnershipStore;
  readonly work: ExportWork;
  /** Address of this program for links into it; `null`: they are printed without one. */
  readonly origin: string | null;
}

export const createExportMaker = ({ docs, partnerships, work, origin }: Deps): ExportMaker => ({
  async make(documentId, format, options) {
    const [facts, state] = await Promise.all([
      documentFacts(partnerships, documentId, origin),
      docs.read(documentId, 0),
    ]);
    if (!facts) return problem('document-unknown');
    const updates = [
      ...(state.snapshot ? [state.snapshot.bytes] : []),
      ...state.updates.map((update) => update.bytes),
    ];
    const sizeBytes = updates.reduce((sum, bytes) => sum + bytes.byteLength, 0);
    if (sizeBytes > limits.documentSizeBytesMax)
      return problem('export-too-large', `${sizeBytes} bytes of updates`);
    return work.make({ facts, format, updates }, options);
  },
});

async function documentFacts(
  partnerships: PartnershipStore,
  documentId: DocumentId,
  origin: string | null,
): Promise<DocumentFacts | null> {
  const entry = await partnerships.workOfDocument(documentId);
  const document = entry?.documents.find((one) => one.id === documentId);
  if (!entry || !document) return null;
  const { work } = entry;
  const [partnership, organisations, deliverables, members] = await Promise.all([
    partnerships.partnership(work.partnershipId),
    partnerships.organisations(work.partnershipId),
    partnerships.deliverables(work.partnershipId),
    partnerships.members(work.partnershipId),
  ]);
  if (!partnership) return null;
  const deliverable = deliverables.find((one) => one.id === work.deliverableId) ?? null;
  // A file that has left the program cannot forget a name: it says where the person works.
  const names = new Map(organisations.map(({ id, name }) => [id, name]));
  const mentioned = Object.fromEntries(
    members.flatMap(({ personId, organisationId }) => {
      const name = organisationId === null ? undefined : names.get(organisationId);
      return name === undefined ? [] : [[personId, name]];
    }),
  );
  return { document, work, deliverable, partnership, organisations, mentioned, origin };
}
