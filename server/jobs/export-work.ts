import { tmpdir } from 'node:os';
import type { ExportWork } from '#server/services/export-maker.ts';
import type { PicturesTask } from '#server/services/make-export.ts';
import { createWorkerPool, type PoolOptions } from './worker-pool.ts';
import { programOnly } from './worker-permissions.ts';

/** Node's permissions for a worker. Native code is not held by them: the typesetter has a folder of its own. */
export const sandbox: readonly string[] = [
  ...programOnly,
  `--allow-fs-read=${tmpdir()}/*`,
  `--allow-fs-write=${tmpdir()}/*`,
];

/**
 * Makes files in worker processes that may read the program and nothing else, write to the folder for
 * temporary files, and start no other process.
 */
export function createExportWork({
  pdfRendererModule,
  ...limits
}: { readonly pdfRendererModule: URL } & Partial<Omit<PoolOptions, 'module'>>): ExportWork {
  const pool = createWorkerPool({
    module: new URL('./export-worker.ts', import.meta.url),
    args: [pdfRendererModule.href],
    execArgv: ['--max-old-space-size=768', ...sandbox],
    ...limits,
  });
  return {
    make: (task, options) => pool.run(task, options),
    picturesIn: (updates, options) => pool.run({ picturesIn: updates } satisfies PicturesTask, options),
    close: () => pool.close(),
  };
}
