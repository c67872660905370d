import { createHash } from 'node:crypto';
import type { Clock } from '#lib/core/clock.ts';
import { newId, type DocumentId } from '#lib/core/ids.ts';
import { limits } from '#lib/core/limits.ts';
import { ok, problem, type Result } from '#lib/core/result.ts';
import type { Random } from '#lib/core/random.ts';
import type { Principal } from '#lib/domain/partnership/member.ts';
import type { Attempts } from '#server/auth/attempts.ts';
import type { CleanImage, ImageProcessor } from '#server/ports/image-processor.ts';
import type { IncomingFiles } from '#server/ports/incoming-files.ts';
import type { Upload, UploadStore } from '#server/ports/upload-store.ts';
import type { FindDocument } from './find-document.ts';
import type { UploadKeeper } from './keep-upload.ts';

interface Deps {
  readonly findDocument: FindDocument;
  readonly uploads: UploadStore;
  readonly keeper: UploadKeeper;
  readonly incoming: IncomingFiles;
  readonly images: ImageProcessor;
  /** By person; shared with `adoptUpload`. */
  readonly attempts: Attempts;
  readonly clock: Clock;
  readonly random: Random;
}

export interface SentPicture {
  /** What the request says of its length; `null`: it does not say. */
  readonly sizeBytes: number | null;
  readonly pieces: AsyncIterable<Uint8Array>;
  /** Whether whoever sends it is still there. */
  readonly wanted: () => boolean;
  /** Who sends it, found anew: a body may take minutes, in which a person may lose the right to write. */
  readonly principalNow: () => Promise<Principal | null>;
}

/** What an editor needs to show it. */
export type UploadView = Pick<Upload, 'id' | 'mime' | 'width' | 'height' | 'sizeBytes'> & {
  readonly url: string;
};

export const uploadView = ({ id, mime, width, height, sizeBytes }: Upload): UploadView => ({
  id,
  url: `/uploads/${id}`,
  mime,
  width,
  height,
  sizeBytes,
});

const HOUR_MS = 3_600_000;

/**
 * Takes a picture into the work of a document. Errors: those of `findDocument` and of the processor;
 * `upload-too-large`, `upload-empty`, `too-many-uploads`, `uploads-full`, `cancelled`.
 */
export function uploadImage(deps: Deps) {
  const underWay = new Map<string, number>();
  let all = 0;
  return async (
    principal: Principal | null,
    documentId: DocumentId,
    sent: SentPicture,
  ): Promise<Result<UploadView>> => {
    const found = await deps.findDocument(principal, documentId, 'write');
    if (!found.ok) return found;
    const personId = principal?.personId ?? '';
    const own = underWay.get(personId) ?? 0;
    if (own >= limits.uploadsAtOncePerPersonMax || all >= limits.uploadsAtOnceMax)
      return problem('too-many-uploads', 'Others are still under way.');
    if (!deps.attempts(personId)) return problem('too-many-uploads', 'Too many in a short time.');
    underWay.set(personId, own + 1);
    all += 1;
    try {
      return await take(deps, { personId, workId: found.value.entry.work.id, documentId }, sent);
    } finally {
      all -= 1;
      const left = (underWay.get(personId) ?? 1) - 1;
      if (left > 0) underWay.set(personId, left);
      else underWay.delete(personId);
    }
  };
}

type Owner = Pick<Upload, 'workId'> & { readonly personId: string; readonly documentId: DocumentId };

async function take(deps: Deps, owner: Owner, sent: SentPicture): Promise<Result<UploadView>> {
  if (sent.sizeBytes !== null && sent.sizeBytes > limits.uploadSizeBytesMax)
    return problem('upload-too-large', `At most ${limits.uploadSizeBytesMax} bytes.`);
  const room = await roomFor(deps, owner);
  if (!room.ok) return room;
  const received = await deps.incoming.receive(sent.pieces, { sizeBytesMax: limits.uploadSizeBytesMax });
  if (!received.ok) return received;
  const file = received.value;
  try {
    if (file.sizeBytes === 0) return problem('upload-empty');
    const cleaned = await deps.images.clean(file.path);
    if (!cleaned.ok) return cleaned;
    if (!sent.wanted()) return problem('cancelled');
    const still = await deps.findDocument(await sent.principalNow(), owner.documentId, 'write');
    if (!still.ok) return still;
    return await keep(deps, owner, cleaned.value, sent);
  } finally {
    await file.remove();
  }
}

async function roomFor({ uploads, clock }: Deps, { workId, personId }: Owner): Promise<Result<null>> {
  const usage = await uploads.usage(workId, personId, clock.nowMs() - HOUR_MS);
  if (usage.ofPersonSince >= limits.uploadsPerHourMax)
    return problem('too-many-uploads', `At most ${limits.uploadsPerHourMax} an hour.`);
  return usage.workBytes < limits.uploadsOfWorkBytesMax
    ? ok(null)
    : problem('uploads-full', `At most ${limits.uploadsOfWorkBytesMax} bytes in one work.`);
}

async function keep(
  { keeper, clock, random }: Deps,
  { workId, personId }: Owner,
  { bytes, mime, width, height }: CleanImage,
  sent: SentPicture,
): Promise<Result<UploadView>> {
  const upload: Upload = {
    // The size in its name: a page keeps the picture's place before it has the picture.
    id: `${newId(random)}-${width}x${height}`,
    workId,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    mime,
    sizeBytes: bytes.byteLength,
    width,
    height,
    personId,
    createdAtMs: clock.nowMs(),
  };
  const kept = await keeper.keep(upload, bytes);
  if (sent.wanted()) return ok(uploadView(kept));
  // Given up in the last moment: nobody has its address. What the work had before stays.
  if (kept.id === upload.id) await keeper.remove(kept);
  return problem('cancelled');
}
