import { ok, problem, type Result } from '#lib/core/result.ts';
import type { Principal } from '#lib/domain/partnership/member.ts';
import type { Upload } from '#server/ports/upload-store.ts';
import type { FindUpload } from './find-upload.ts';
import type { UploadKeeper } from './keep-upload.ts';

export interface UploadFile {
  readonly upload: Upload;
  /** Its bytes, when they are wanted. */
  bytes(): Promise<Result<Uint8Array>>;
}

/** A picture as a file. Errors: those of `findUpload`; of its bytes: `upload-gone`. */
export const readUpload =
  ({ findUpload, keeper }: { readonly findUpload: FindUpload; readonly keeper: UploadKeeper }) =>
  async (principal: Principal | null, uploadId: string): Promise<Result<UploadFile>> => {
    const found = await findUpload(principal, uploadId);
    if (!found.ok) return found;
    const upload = found.value;
    return ok({
      upload,
      async bytes() {
        const bytes = await keeper.bytesOf(upload);
        return bytes ? ok(bytes) : problem('upload-gone', 'Its bytes are no longer kept.');
      },
    });
  };
