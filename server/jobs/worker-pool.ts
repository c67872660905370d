import { fork, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { limits } from '#lib/core/limits.ts';
import { problem, type Result } from '#lib/core/result.ts';

/**
 * A few processes for heavy work. Processes, not threads: native code on a thread cannot be stopped at
 * a time limit, and its crash would be the server's. Invariant: a worker does one task at a time, knows
 * no secret of the server's environment, and is replaced after some tasks, on silence and on a crash.
 */
export interface WorkerPool {
  /** Problems: `overloaded`, `time-limit`, `worker-lost`, `cancelled`; else what the worker answers. */
  run<T>(task: unknown, options?: RunOptions): Promise<Result<T>>;
  /** Ends the workers; what runs or waits is `cancelled`. */
  close(): Promise<void>;
}

export interface RunOptions {
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: number) => void;
}

export interface PoolOptions {
  /** The module a worker runs; it answers through `answerTasks`. */
  readonly module: URL;
  readonly args?: readonly string[];
  /** Node's own options for the worker, such as its permissions. */
  readonly execArgv?: readonly string[];
  readonly size?: number;
  /** Native memory creeps: a worker ends after this many tasks. */
  readonly tasksMax?: number;
  readonly timeLimitMs?: number;
  /** A worker without work ends: it holds some 200 MB. */
  readonly idleMs?: number;
  /** Tasks that may wait for a worker; more are refused. */
  readonly waitingMax?: number;
}

/** What workers and the pool say to each other. */
export type ToWorker = { readonly task: unknown };
export type FromWorker = { readonly progress: number } | { readonly answer: Result<unknown> };

interface Waiting {
  readonly task: unknown;
  readonly options: RunOptions;
  readonly settle: (answer: Result<unknown>) => void;
}

interface WorkerState {
  readonly process: ChildProcess;
  tasks: number;
  busy: boolean;
  idleTimer: NodeJS.Timeout | undefined;
}

export function createWorkerPool(options: PoolOptions): WorkerPool {
  const { size = 1, tasksMax = 25, timeLimitMs = 60_000, idleMs = 60_000 } = options;
  const { waitingMax = limits.renderingsWaitingMax } = options;
  const workers = new Set<WorkerState>();
  const waiting: Waiting[] = [];
  let closed = false;

  function next(): void {
    if (closed) return;
    while (waiting.length > 0) {
      const free = [...workers].find((worker) => !worker.busy) ?? (workers.size < size ? start() : undefined);
      const job = free && waiting.shift();
      if (!job) return;
      work(free, job);
    }
  }

  function start(): WorkerState {
    const child = fork(fileURLToPath(options.module), [...(options.args ?? [])], {
      serialization: 'advanced',
      execArgv: [...(options.execArgv ?? [])],
      env: { PATH: process.env.PATH, TMPDIR: process.env.TMPDIR, TZ: 'UTC' },
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    const worker: WorkerState = { process: child, tasks: 0, busy: false, idleTimer: undefined };
    workers.add(worker);
    child.on('exit', () => end(worker));
    child.on('error', () => end(worker));
    return worker;
  }

  function end(worker: WorkerState): void {
    clearTimeout(worker.idleTimer);
    if (!workers.delete(worker)) return;
    worker.process.kill('SIGKILL');
    next();
  }

  function work(worker: WorkerState, { task, options: { signal, onProgress }, settle }: Waiting): void {
    clearTimeout(worker.idleTimer);
    worker.busy = true;
    worker.tasks += 1;
    const child = worker.process;
    const finish = (answer: Result<unknown>, keep: boolean) => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
      child.off('message', onMessage).off('exit', onExit).off('error', onExit);
      worker.busy = false;
      if (!keep || worker.tasks >= tasksMax) end(worker);
      else worker.idleTimer = setTimeout(() => end(worker), idleMs).unref();
      settle(answer);
      next();
    };
    const onMessage = (message: FromWorker) => {
      if ('progress' in message) onProgress?.(message.progress);
      else finish(message.answer, true);
    };
    const onExit = () =>
      finish(closed ? problem('cancelled') : problem('worker-lost', 'The worker process ended.'), false);
    const onAbort = () => finish(problem('cancelled'), false);
    const timer = setTimeout(
      () => finish(problem('time-limit', `Longer than ${timeLimitMs} ms.`), false),
      timeLimitMs,
    );
    child.on('message', onMessage).on('exit', onExit).on('error', onExit);
    signal?.addEventListener('abort', onAbort);
    child.send({ task } satisfies ToWorker, (error) => {
      if (error) onExit();
    });
  }

  return {
    run<T>(task: unknown, runOptions: RunOptions = {}) {
      return new Promise<Result<T>>((resolve) => {
        const settle = resolve as (answer: Result<unknown>) => void;
        if (closed || runOptions.signal?.aborted) return settle(problem('cancelled'));
        if (waiting.length >= waitingMax)
          return settle(problem('overloaded', 'Too much is waiting already.'));
        const job: Waiting = { task, options: runOptions, settle };
        waiting.push(job);
        runOptions.signal?.addEventListener('abort', () => {
          const index = waiting.indexOf(job);
          if (index < 0) return;
          waiting.splice(index, 1);
          settle(problem('cancelled'));
        });
        next();
      });
    },
    async close() {
      closed = true;
      for (const { settle } of waiting.splice(0)) settle(problem('cancelled'));
      await Promise.all([...workers].map(stopped));
    },
  };

  function stopped(worker: WorkerState): Promise<void> {
    return new Promise((resolve) => {
      clearTimeout(worker.idleTimer);
      if (worker.process.exitCode !== null || worker.process.signalCode !== null) return resolve();
      worker.process.once('exit', () => resolve());
      worker.process.kill('SIGKILL');
    });
  }
}

/** The worker's side: answers each task in turn and ends with the server, even a killed one. */
export function answerTasks<Task>(
  answer: (task: Task, onProgress: (progress: number) => void) => Promise<Result<unknown>>,
): void {
  const say = (message: FromWorker) => process.send?.(message);
  process.on('disconnect', () => process.exit(0));
  process.on('message', ({ task }: { readonly task: Task }) => {
    void answer(task, (progress) => say({ progress })).then(
      (result) => say({ answer: result }),
      (error: unknown) =>
        say({ answer: problem('job-failed', error instanceof Error ? error.message : String(error)) }),
    );
  });
}
