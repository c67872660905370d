/**
 * Ends this process when the one that started it is gone. npm, on SIGTERM, ends only the shell that it
 * put in between, and on SIGKILL not even that: without this an orphaned server would keep the port and
 * the database. Preloaded into the server too (`node --import`), in case the bootstrap itself is killed.
 */
import { readFileSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';

const CHECK_EVERY_MS = 500;

if (isMainThread) {
  const before = ancestors();
  const timer = setInterval(() => {
    if (ancestors() === before) return;
    clearInterval(timer);
    process.kill(process.pid, 'SIGTERM');
  }, CHECK_EVERY_MS);
  timer.unref();
}

/** Our parent and, where the system tells and npm's shell stands in between, the shell's. */
function ancestors() {
  return process.env['npm_lifecycle_event'] ? `${process.ppid} ${parentOf(process.ppid)}` : `${process.ppid}`;
}

/** On Linux; elsewhere nothing, which never changes. */
function parentOf(pid) {
  try {
    // The name in parentheses may hold spaces; the state and the parent follow it.
    return readFileSync(`/proc/${pid}/stat`, 'latin1').split(')').at(-1).trim().split(' ')[1];
  } catch {
    return undefined;
  }
}
