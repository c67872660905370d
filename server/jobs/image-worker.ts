import { limits } from '#lib/core/limits.ts';
import { problem } from '#lib/core/result.ts';
import type { ImageProcessor } from '#server/ports/image-processor.ts';
import { answerTasks } from './worker-pool.ts';

// Run by the pool as a process of its own. Its argument names the module that knows pictures: only the
// composition root knows which adapter that is.
const [module = ''] = process.argv.slice(2);
const { imageProcessor } = (await import(module)) as { imageProcessor: () => ImageProcessor };
const images = imageProcessor();

// Node's own limit knows nothing of native memory. Decoding runs on other threads, so this one sees it grow.
setInterval(() => {
  if (process.memoryUsage.rss() > limits.imageWorkerBytesMax) process.exit(1);
}, 50).unref();

answerTasks<{ readonly file: string }>(async ({ file }) =>
  typeof file === 'string' ? images.clean(file) : problem('job-failed'),
);
