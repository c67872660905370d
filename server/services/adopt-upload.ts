import type { Clock } from '#lib/core/clock.ts';
import { newId, type DocumentId } from '#lib/core/ids.ts';
import { limits } from '#lib/core/limits.ts';
import { ok, problem, type Result } from '#lib/core/result.ts';
import type { Random } from '#lib/core/random.ts';
import type { Principal } from '#lib/domain/partnership/member.ts';
import type { Attempts } from '#server/auth/attempts.ts';
import type { UploadStore } from '#server/ports/upload-store.ts';
import type { FindDocument } from './find-document.ts';
import type { FindUpload } from './find-upload.ts';
import type { UploadKeeper } from './keep-upload.ts';
import { uploadView, type UploadView } from './upload-image.ts';

interface Deps {
  readonly findDocument: FindDocument;
  readonly findUpload: FindUpload;
  readonly uploads: UploadStore;
  readonly keeper: UploadKeeper;
  /** By person; shared with `uploadImage`. */
  readonly attempts: Attempts;
  readonly clock: Clock;
  readonly random: Random;
}

/**
 * Makes a picture of another work one of this document's work: what pasting it there needs, since each
 * work's readers see the pictures of that work alone. A picture of the same work comes back as it is.
 * Errors: those of `findDocument` and `findUpload`; `too-many-uploads`, `uploads-full`, `upload-gone`.
 */
export const adoptUpload =
  ({ findDocument, findUpload, uploads, keeper, attempts, clock, random }: Deps) =>
  async (
    principal: Principal | null,
    documentId: DocumentId,
    uploadId: string,
  ): Promise<Result<UploadView>> => {
    const document = await findDocument(principal, documentId, 'write');
    if (!document.ok) return document;
    const found = await findUpload(principal, uploadId);
    if (!found.ok) return found;
    const source = found.value;
    const workId = document.value.entry.work.id;
    if (source.workId === workId) return ok(uploadView(source));
    const personId = principal?.personId ?? '';
    if (!attempts(personId)) return problem('too-many-uploads', 'Too many in a short time.');
    const { workBytes } = await uploads.usage(workId, personId, clock.nowMs());
    if (workBytes >= limits.uploadsOfWorkBytesMax) return problem('uploads-full');
    const bytes = await keeper.bytesOf(source);
    if (!bytes) return problem('upload-gone', 'Its bytes are no longer kept.');
    const id = `${newId(random)}-${source.width}x${source.height}`;
    const copy = { ...source, id, workId, personId, createdAtMs: clock.nowMs() };
    return ok(uploadView(await keeper.keep(copy, bytes)));
  };
