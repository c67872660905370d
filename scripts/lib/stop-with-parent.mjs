/**
 * Ends this process when the one that started it is gone. npm, on SIGTERM, ends only its shell: without
 * this an orphaned server would keep the port and the database. Preloaded into the server too
 * (`node --import`), so that it also survives nobody's SIGKILL of the bootstrap.
 */
import { isMainThread } from 'node:worker_threads';

const CHECK_EVERY_MS = 500;

if (isMainThread) {
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    process.kill(process.pid, 'SIGTERM');
  }, CHECK_EVERY_MS);
  timer.unref();
}
