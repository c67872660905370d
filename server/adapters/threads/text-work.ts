import { Worker } from 'node:worker_threads';
import { limits } from '#lib/core/limits.ts';
import type { TextWork } from '#server/ports/text-work.ts';
import { packUpdates } from './packed-updates.ts';
import type { TextAnswer, TextTask } from './text-worker.ts';

/**
 * Whole texts put together on a thread of their own: no native code runs there, so that it can be ended at
 * any moment, and a long text goes over without a copy, which a process would need twice.
 * Invariants: one task at a time, and updates are copied when it is their turn, for those that wait share
 * the memory of their room; a thread that takes too long, too much memory, or ends, fails its task
 * alone and is replaced. It is started at the first task and ends when there were none for a while.
 */
export interface TextWorkOptions {
  readonly timeLimitMs?: number;
  readonly idleMs?: number;
  /** Of JavaScript's heap: a text takes some 20 times its bytes. */
  readonly heapMegabytesMax?: number;
  readonly waitingMax?: number;
}

interface Task {
  readonly updates: readonly Uint8Array[];
  readonly work: TextTask['work'];
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}

const PROGRAM = new URL('./text-worker.ts', import.meta.url);

export function threadTextWork(options: TextWorkOptions = {}): TextWork {
  const { timeLimitMs = 60_000, idleMs = 30_000, heapMegabytesMax = 1_024 } = options;
  const { waitingMax = limits.textWorkWaitingMax } = options;
  const waiting: Task[] = [];
  let worker: Worker | null = null;
  let current: Task | null = null;
  let timer: NodeJS.Timeout | undefined;
  let closed = false;

  const start = (): Worker => {
    const started = new Worker(PROGRAM, { resourceLimits: { maxOldGenerationSizeMb: heapMegabytesMax } });
    started.on('message', (answer: TextAnswer) => {
      if (worker === started) settle(answer);
    });
    // 'exit' follows an error.
    started.on('error', (error) =>
      abandon(started, error instanceof Error ? error : new Error(String(error))),
    );
    started.on('exit', (code) => abandon(started, new Error(`the text worker ended with code ${code}`)));
    // It never keeps the program alive.
    started.unref();
    return started;
  };

  const next = (): void => {
    clearTimeout(timer);
    current = waiting.shift() ?? null;
    if (!current) {
      timer = setTimeout(stop, idleMs).unref();
      return;
    }
    worker ??= start();
    const running = worker;
    timer = setTimeout(
      () => abandon(running, new Error(`the text took longer than ${timeLimitMs} ms`)),
      timeLimitMs,
    ).unref();
    try {
      const updates = packUpdates(current.updates);
      running.postMessage({ updates, work: current.work } satisfies TextTask, [updates.bytes.buffer]);
    } catch (error) {
      // No memory for the copy: this task's failure alone.
      abandon(running, error instanceof Error ? error : new Error(String(error)));
    }
  };

  const settle = (answer: TextAnswer): void => {
    const done = current;
    next();
    if ('error' in answer) done?.reject(new Error(answer.error));
    else done?.resolve(answer.value);
  };

  const abandon = (ended: Worker, error: Error): void => {
    if (worker !== ended) return;
    worker = null;
    void ended.terminate();
    const failed = current;
    next();
    failed?.reject(error);
  };

  const stop = async (): Promise<void> => {
    const ended = worker;
    worker = null;
    await ended?.terminate();
  };

  const run = <T>(updates: readonly Uint8Array[], work: TextTask['work']): Promise<T> =>
    new Promise((resolve, reject) => {
      if (closed) return reject(new Error('the text worker is closed'));
      if (waiting.length >= waitingMax) return reject(new Error('too many texts wait for the text worker'));
      waiting.push({ updates, work, resolve: resolve as (value: unknown) => void, reject });
      if (!current) next();
    });

  return {
    condense: (updates) => run(updates, { kind: 'condense' }),
    repair: (updates, clientId) => run(updates, { kind: 'repair', clientId }),
    beginning: (updates) => run(updates, { kind: 'beginning' }),
    publicationFacts: (updates) => run(updates, { kind: 'publication-facts' }),
    async close() {
      closed = true;
      clearTimeout(timer);
      const unfinished = [...(current ? [current] : []), ...waiting.splice(0)];
      current = null;
      await stop();
      for (const { reject } of unfinished) reject(new Error('the text worker is closed'));
    },
  };
}
