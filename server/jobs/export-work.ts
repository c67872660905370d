import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { workspacePrefix } from '#server/ports/pdf-renderer.ts';
import type { ExportWork } from '#server/services/export-maker.ts';
import type { PicturesTask } from '#server/services/make-export.ts';
import { createWorkerPool, type PoolOptions } from './worker-pool.ts';
import { programOnly } from './worker-permissions.ts';

const ownFolders = join(tmpdir(), workspacePrefix);

/** Node's permissions for a worker. Native code is not held by them: the typesetter has a folder of its own. */
export const sandbox: readonly string[] = [
  ...programOnly,
  `--allow-fs-read=${ownFolders}*`,
  `--allow-fs-write=${ownFolders}*`,
];

/**
 * Makes files in worker processes that may read the program and nothing else, write to
 * temporary folders of their own, and start no other process.
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
