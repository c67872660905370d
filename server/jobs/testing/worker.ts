import { readFileSync } from 'node:fs';
import { ok } from '#lib/core/result.ts';
import { answerTasks } from '../worker-pool.ts';

/** A worker for tests of the pool: does what its task says. */
export type TestTask =
  | { readonly say: string }
  | { readonly read: string }
  | { readonly do: 'pid' | 'die' | 'throw' | 'spin' | 'progress' | 'environment' };

answerTasks<TestTask>(async (task, onProgress) => {
  if ('say' in task) return ok(task.say);
  if ('read' in task) return ok(readFileSync(task.read, 'utf8').length > 0);
  switch (task.do) {
    case 'pid':
      return ok(process.pid);
    case 'environment':
      return ok(Object.keys(process.env));
    case 'progress':
      onProgress(0.5);
      return ok(null);
    case 'die':
      process.kill(process.pid, 'SIGKILL');
      return new Promise(() => {});
    case 'throw':
      throw new Error('no');
    case 'spin':
      for (;;);
  }
});
