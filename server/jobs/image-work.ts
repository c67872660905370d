import { limits } from '#lib/core/limits.ts';
import { problem } from '#lib/core/result.ts';
import type { CleanImage, ImageProcessor } from '#server/ports/image-processor.ts';
import { createWorkerPool } from './worker-pool.ts';
import { programOnly } from './worker-permissions.ts';

/**
 * Cleans pictures in one process beside the server, one after another: a picture that crashes the decoder,
 * fills the memory or takes for ever ends that process and nothing else.
 */
export function createImageWork({
  imageProcessorModule,
  folder,
}: {
  readonly imageProcessorModule: URL;
  /** Where the files are that it is given: the only ones it may read beside the program. */
  readonly folder: string;
}): ImageProcessor & { close(): Promise<void> } {
  const pool = createWorkerPool({
    module: new URL('./image-worker.ts', import.meta.url),
    args: [imageProcessorModule.href],
    execArgv: ['--max-old-space-size=256', ...programOnly, `--allow-fs-read=${folder}/*`],
    timeLimitMs: limits.imageWorkMs,
    waitingMax: limits.uploadsAtOnceMax,
  });
  return {
    async clean(file) {
      const answer = await pool.run<CleanImage>({ file });
      if (answer.ok) return answer;
      // What killed the worker or held it up is the picture, as far as can be told.
      return answer.problem.code === 'worker-lost' || answer.problem.code === 'time-limit'
        ? problem('image-too-complex', answer.problem.detail)
        : answer;
    },
    close: () => pool.close(),
  };
}
