import { isId } from '#lib/core/ids.ts';
import { ok, problem, type Result } from '#lib/core/result.ts';
import type { Principal } from '#lib/domain/partnership/member.ts';
import { includes, rightOn } from '#lib/domain/partnership/policy.ts';
import type { PartnershipStore } from '#server/ports/partnership-store.ts';
import type { Upload, UploadStore } from '#server/ports/upload-store.ts';

interface Deps {
  readonly uploads: UploadStore;
  readonly partnerships: PartnershipStore;
}

/**
 * A picture belongs to a work: whoever may read one of its texts may see it. Errors: `not-signed-in`,
 * `upload-unknown`, `not-allowed`.
 */
export const findUpload =
  ({ uploads, partnerships }: Deps) =>
  async (principal: Principal | null, uploadId: string): Promise<Result<Upload>> => {
    if (!principal) return problem('not-signed-in');
    const upload = isId(uploadId) ? await uploads.upload(uploadId) : null;
    const entry = upload && (await partnerships.work(upload.workId));
    if (!upload || !entry) return problem('upload-unknown');
    const mayRead = entry.documents.some((document) =>
      includes(rightOn(principal, entry.work, document)?.right ?? null, 'read'),
    );
    return mayRead ? ok(upload) : problem('not-allowed');
  };

export type FindUpload = ReturnType<typeof findUpload>;
