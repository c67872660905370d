import { createHash } from 'node:crypto';
import type { Clock } from '#lib/core/clock.ts';
import { ok, problem, type Result } from '#lib/core/result.ts';
import { filesWanted, type Publication, type PublicationId } from '#lib/domain/publication/publication.ts';
import type { PublicationStore } from '#server/ports/publication-store.ts';
import { isStorageTrouble } from '#server/ports/storage-trouble.ts';
import type { ExportMaker, MakingOptions } from '#server/services/export-maker.ts';
import type { FrozenFileKeeper } from '#server/services/keep-frozen-file.ts';
import type { JobHandler } from './runner.ts';

interface Deps {
  readonly maker: ExportMaker;
  readonly publications: PublicationStore;
  readonly frozenFiles: FrozenFileKeeper;
  readonly clock: Clock;
}

/**
 * Makes each file of a publication by the exporter, and publishes them together: nobody is offered half of
 * it. A second attempt goes on with the files that are missing.
 */
export const publicationJob = (deps: Deps): JobHandler => ({
  async run(job, { signal, onProgress }) {
    const { publications, clock } = deps;
    const { publicationId } = (job.payload ?? {}) as { readonly publicationId?: PublicationId };
    const publication = publicationId ? await publications.publication(publicationId) : null;
    if (!publication) return problem('publication-unknown', 'It was discarded meanwhile.');
    // Published, and the end of the job was lost.
    if (publication.publishedAtMs !== null) return ok({ files: publication.files.length });
    const wanted = filesWanted(publication);
    for (const [index, each] of wanted.entries()) {
      const isMade = publication.files.some(
        ({ language, format }) => language === each.version.language && format === each.format,
      );
      const made = isMade
        ? ok(undefined)
        : await makeFile(deps, publication, each, {
            signal,
            onProgress: (part) => onProgress((index + part) / wanted.length),
          });
      if (!made.ok) return made;
    }
    return (await publications.publish(publication.id, clock.nowMs()))
      ? ok({ files: wanted.length })
      : problem('publication-unknown', 'It was discarded meanwhile.');
  },
});

async function makeFile(
  { maker, frozenFiles }: Deps,
  { id, label, atMs, licence }: Publication,
  { version, format }: ReturnType<typeof filesWanted>[number],
  options: MakingOptions,
): Promise<Result<void>> {
  const { documentId, language, seq } = version;
  const made = await maker.make(documentId, format, {
    ...options,
    frozen: { seq, edition: { label, atMs, licence } },
  });
  if (!made.ok) return made;
  // A frozen file cannot be mended: a picture that was not found would be missing for ever.
  if (made.value.warnings.some(({ code }) => code === 'image-missing'))
    return problem('picture-missing', `A picture of ${documentId} was not found.`);
  const { name, mime, bytes } = made.value;
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const file = { language, format, name, mime, sha256, sizeBytes: bytes.byteLength };
  try {
    const kept = await frozenFiles.keep(id, { ...file, sources: { [documentId]: seq } }, bytes);
    return kept ? ok(undefined) : problem('publication-unknown', 'It was discarded meanwhile.');
  } catch (error) {
    if (isStorageTrouble(error)) return problem('storage-failed', 'The file could not be kept.');
    throw error;
  }
}
