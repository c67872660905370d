import type { PdfRenderer } from '#server/ports/pdf-renderer.ts';
import { makeExport, picturesIn, type ExportTask, type PicturesTask } from '#server/services/make-export.ts';
import { answerTasks } from './worker-pool.ts';

// Run by the pool as a process of its own. Its argument names the module of the typesetter: only the
// composition root knows which adapter that is.
const [module = ''] = process.argv.slice(2);
const { pdfRenderer } = (await import(module)) as { pdfRenderer: () => Promise<PdfRenderer> };
const pdf = await pdfRenderer();

answerTasks<ExportTask | PicturesTask>(async (task, onProgress) =>
  'picturesIn' in task ? picturesIn(task) : makeExport(task, pdf, onProgress),
);
