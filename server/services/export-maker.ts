import type { DocumentId, WorkId } from '#lib/core/ids.ts';
import { limits } from '#lib/core/limits.ts';
import { ok, problem, type Result } from '#lib/core/result.ts';
import type { DocumentFacts, Edition } from '#server/exports/build-print-model.ts';
import type { PrintImage } from '#server/exports/print-model.ts';
import type { BlobStore } from '#server/ports/blob-store.ts';
import type { DocStore } from '#server/ports/doc-store.ts';
import type { PartnershipStore } from '#server/ports/partnership-store.ts';
import type { UploadStore } from '#server/ports/upload-store.ts';
import { uploadBlob } from './keep-upload.ts';
import type { ExportTask, MadeExport } from './make-export.ts';

/** Where the heavy part runs; made by jobs/, so that no request waits for a page to be set. */
export interface ExportWork {
  /** Problems besides those of the making itself: `time-limit`, `worker-lost`, `cancelled`. */
  make(task: ExportTask, options?: MakingOptions): Promise<Result<MadeExport>>;
  /** The ids of the pictures that the text of these updates shows. */
  picturesIn(
    updates: readonly Uint8Array[],
    options?: Pick<MakingOptions, 'signal'>,
  ): Promise<Result<readonly string[]>>;
  close(): Promise<void>;
}

export interface MakingOptions {
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: number) => void;
  /** As it stood after this update, and printed as a publication; otherwise what is committed now. */
  readonly frozen?: { readonly seq: number; readonly edition: Edition };
}

export interface ExportMaker {
  /**
   * Makes a file of what is committed now. It asks nobody's rights: the services before it do. One after
   * another: each holds its text and its pictures in memory. Problems besides those of the work and of
   * the making: `document-unknown`, `export-too-large`, `overloaded`.
   */
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
  readonly uploads: UploadStore;
  readonly blobs: BlobStore;
  /** Address of this program for links into it; `null`: they are printed without one. */
  readonly origin: string | null;
}

export function createExportMaker(deps: Deps): ExportMaker {
  const inTurn = createTurns(limits.renderingsWaitingMax);
  return {
    make: (documentId, format, options = {}) =>
      inTurn(() => makeNow(deps, documentId, format, options), options.signal),
  };
}

/** Runs one after another what is given to it, and refuses what would wait behind too much. */
function createTurns(waitingMax: number) {
  const waiting: (() => void)[] = [];
  let isTaken = false;
  return async <T>(run: () => Promise<Result<T>>, signal?: AbortSignal): Promise<Result<T>> => {
    if (isTaken) {
      if (waiting.length >= waitingMax) return problem('overloaded', 'Too much is waiting already.');
      if (!(await turn(waiting, signal))) return problem('cancelled');
    }
    isTaken = true;
    try {
      return signal?.aborted ? problem('cancelled') : await run();
    } finally {
      const next = waiting.shift();
      // Handed over, not freed: nobody gets in between.
      if (next) next();
      else isTaken = false;
    }
  };
}

/** `false`: given up before its turn came. */
const turn = (waiting: (() => void)[], signal?: AbortSignal): Promise<boolean> =>
  new Promise((resolve) => {
    const giveUp = () => {
      const index = waiting.indexOf(begin);
      if (index >= 0) waiting.splice(index, 1);
      resolve(false);
    };
    const begin = () => {
      signal?.removeEventListener('abort', giveUp);
      resolve(true);
    };
    if (signal?.aborted) return resolve(false);
    waiting.push(begin);
    signal?.addEventListener('abort', giveUp, { once: true });
  });

async function makeNow(
  { docs, partnerships, work, uploads, blobs, origin }: Deps,
  documentId: DocumentId,
  format: ExportTask['format'],
  options: MakingOptions,
): Promise<Result<MadeExport>> {
  const [facts, updates] = await Promise.all([
    documentFacts(partnerships, documentId, origin, options.frozen?.edition),
    updatesOf(docs, documentId, options.frozen?.seq),
  ]);
  if (!facts || !updates) return problem('document-unknown');
  const sizeBytes = updates.reduce((sum, bytes) => sum + bytes.byteLength, 0);
  if (sizeBytes > limits.documentSizeBytesMax + limits.documentSlackBytes)
    return problem('export-too-large', `${sizeBytes} bytes of updates`);
  const task = { format, updates };
  const images = await imagesOf({ work, uploads, blobs }, facts.workId, task, options);
  if (!images.ok) return images;
  return work.make({ facts: facts.facts, ...task, images: images.value }, options);
}

/** `null`: the text never came as far as `seq`. */
async function updatesOf(
  docs: DocStore,
  documentId: DocumentId,
  seq: number | undefined,
): Promise<readonly Uint8Array[] | null> {
  if (seq !== undefined) {
    const state = await docs.stateAt(documentId, seq);
    return state && [state];
  }
  const { snapshot, updates } = await docs.read(documentId, 0);
  return [...(snapshot ? [snapshot.bytes] : []), ...updates.map((update) => update.bytes)];
}

async function documentFacts(
  partnerships: PartnershipStore,
  documentId: DocumentId,
  origin: string | null,
  edition: Edition | undefined,
): Promise<{ readonly workId: WorkId; readonly facts: DocumentFacts } | null> {
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
  const rows = { document, work, deliverable, partnership, organisations, mentioned, origin };
  const facts = edition ? { ...rows, edition } : rows;
  return { workId: work.id, facts };
}

/**
 * The bytes of the pictures that a text shows. Only those of its own work: an id of another's names
 * nothing here, whatever was written into the text.
 */
async function imagesOf(
  { work, uploads, blobs }: Pick<Deps, 'work' | 'uploads' | 'blobs'>,
  workId: WorkId,
  { format, updates }: Pick<ExportTask, 'format' | 'updates'>,
  { signal }: MakingOptions,
): Promise<Result<ExportTask['images']>> {
  const known = format === 'json' ? [] : await uploads.uploadsOfWork(workId);
  if (known.length === 0) return ok({});
  const shown = await work.picturesIn(updates, signal ? { signal } : {});
  if (!shown.ok) return shown;
  const wanted = known.filter(({ id }) => shown.value.includes(id));
  const sizeBytes = wanted.reduce((sum, upload) => sum + upload.sizeBytes, 0);
  if (sizeBytes > limits.exportImagesBytesMax)
    return problem('export-too-large', `${sizeBytes} bytes of pictures`);
  const images: Record<string, PrintImage> = {};
  for (const upload of wanted) {
    const bytes = await blobs.get(uploadBlob(upload));
    const { mime, width, height } = upload;
    // One that is gone is printed as missing, and said.
    if (bytes) images[upload.id] = { mime, bytes, widthPx: width, heightPx: height };
  }
  return ok(images);
}
