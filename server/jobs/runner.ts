import type { Cancel, Clock } from '#lib/core/clock.ts';
import { limits } from '#lib/core/limits.ts';
import { problem, type Problem, type Result } from '#lib/core/result.ts';
import type { Job, JobStore } from '#server/ports/job-store.ts';
import type { Log } from '#server/ports/log.ts';
import type { Metrics } from '#server/ports/metrics.ts';

/**
 * jobs/ does long work outside requests. Invariant: a job is worked on by whoever holds its lease; a
 * runner that falls silent loses it, and its late results change nothing. It leaves what a job does to
 * its handler and what people see of it to services.
 */
export interface JobHandler {
  /** The value becomes the job's result. */
  run(job: Job, context: JobContext): Promise<Result<unknown>>;
  /** Takes away what an ended job left, when its row goes. */
  discard?(job: Job): Promise<void>;
}

export interface JobContext {
  /** Aborted when the lease is lost or the program stops: nothing that follows counts. */
  readonly signal: AbortSignal;
  readonly onProgress: (progress: number) => void;
}

export interface JobRunner {
  start(): void;
  /** There is work: look now. */
  wake(): void;
  /** Takes no more; waits for what runs, then gives it back to the queue. */
  stop(graceMs?: number): Promise<void>;
}

interface Deps {
  readonly jobs: JobStore;
  readonly handlers: Readonly<Record<string, JobHandler>>;
  readonly clock: Clock;
  readonly log: Log;
  readonly metrics?: Metrics;
  /** Jobs at a time. */
  readonly slots?: number;
  readonly leaseMs?: number;
  /** How often to look for jobs that another runner lost. */
  readonly pollMs?: number;
}

/** Failures of the machinery, not of the job: another attempt may succeed. */
const passing = new Set(['overloaded', 'worker-lost', 'time-limit', 'job-failed', 'cancelled']);

const TIDY_MS = 3_600_000;
const STOP_GRACE_MS = 3_000;

export function createJobRunner(deps: Deps): JobRunner {
  const {
    jobs,
    handlers,
    clock,
    log,
    metrics,
    slots = 2,
    leaseMs = limits.jobLeaseMs,
    pollMs = 5_000,
  } = deps;
  const kinds = Object.keys(handlers);
  const running = new Map<Promise<void>, AbortController>();
  let state: 'idle' | 'started' | 'stopped' = 'idle';
  let looking: Promise<void> | undefined;
  let lookAgain = false;
  let nextPoll: Cancel | undefined;
  let tidiedAtMs = Number.NEGATIVE_INFINITY;

  /** One look at a time; being woken during one means another after it. */
  function look(): void {
    if (state !== 'started') return;
    lookAgain = true;
    looking ??= lookWhileAsked();
  }

  async function lookWhileAsked(): Promise<void> {
    while (lookAgain) {
      lookAgain = false;
      try {
        await fill();
        await tidy();
      } catch (error) {
        log.error({ error: messageOf(error) }, 'job store unavailable');
      }
    }
    // In the same turn as the last look at `lookAgain`: a call in between would be lost.
    looking = undefined;
  }

  async function fill(): Promise<void> {
    while (state === 'started' && running.size < slots) {
      const nowMs = clock.nowMs();
      const job = await jobs.take(kinds, nowMs, nowMs + leaseMs);
      if (!job) return;
      if (state !== 'started') return end(job, problem('cancelled').problem, nowMs);
      const controller = new AbortController();
      const work = attempt(job, controller)
        .catch((error: unknown) =>
          log.error({ job: job.id, error: messageOf(error) }, 'job result not stored'),
        )
        .finally(() => {
          running.delete(work);
          look();
        });
      running.set(work, controller);
    }
  }

  async function attempt(job: Job, controller: AbortController): Promise<void> {
    const startedAtMs = clock.nowMs();
    // The process died with this job in hand more often than it may: it stays failed, in words.
    if (job.attempts > limits.jobAttemptsMax) return end(job, problem('worker-lost').problem, startedAtMs);
    const lease = keepLease(job, controller);
    const result = await run(job, controller.signal, lease.report);
    lease.end();
    if (lease.lost()) return log.warn({ job: job.id, attempt: job.attempts }, 'job lost to another runner');
    if (!result.ok) return end(job, result.problem, startedAtMs);
    await jobs.finish(job.id, job.attempts, { state: 'done', result: result.value, atMs: clock.nowMs() });
    report(job, 'done', startedAtMs);
  }

  async function run(
    job: Job,
    signal: AbortSignal,
    onProgress: (progress: number) => void,
  ): Promise<Result<unknown>> {
    const handler = handlers[job.kind];
    if (!handler) return problem('job-failed', `Nothing handles jobs of kind ${job.kind}.`);
    try {
      return await handler.run(job, { signal, onProgress });
    } catch (error) {
      log.error({ job: job.id, kind: job.kind, error: messageOf(error) }, 'job crashed');
      return problem('job-failed', 'The job ended unexpectedly.');
    }
  }

  /** Renews while the work lasts, so that the lease can be short and a dead runner is noticed soon. */
  function keepLease(job: Job, controller: AbortController) {
    let progress = 0;
    let lost = false;
    let ended = false;
    let timer: Cancel | undefined;
    const renew = async () => {
      if (ended) return;
      const kept = await jobs
        .progress(job.id, job.attempts, progress, clock.nowMs() + leaseMs)
        .catch(() => true);
      if (!kept && !ended) {
        lost = true;
        controller.abort();
      }
    };
    const schedule = () => {
      timer = clock.after(leaseMs / 3, () => void renew().then(() => ended || lost || schedule()));
    };
    schedule();
    return {
      report(value: number) {
        progress = Math.min(1, Math.max(progress, value));
        void renew();
      },
      end() {
        ended = true;
        timer?.();
      },
      lost: () => lost,
    };
  }

  async function end(job: Job, why: Problem, startedAtMs: number): Promise<void> {
    // A stop of the program is no attempt of the job's fault, but counting it keeps a crash loop finite.
    const again = passing.has(why.code) && job.attempts < limits.jobAttemptsMax;
    const result = {
      code: why.code === 'cancelled' ? 'worker-lost' : why.code,
      ...(why.detail === undefined ? {} : { detail: why.detail }),
    };
    await jobs.finish(job.id, job.attempts, {
      state: again ? 'queued' : 'failed',
      result,
      atMs: clock.nowMs(),
    });
    log.warn(
      { job: job.id, kind: job.kind, attempt: job.attempts, code: why.code, again },
      'job attempt failed',
    );
    report(job, again ? 'retried' : 'failed', startedAtMs);
  }

  function report(job: Job, outcome: 'done' | 'failed' | 'retried', startedAtMs: number): void {
    metrics?.count(`tandem_jobs_${outcome}_total`);
    metrics?.observe('tandem_job_seconds', (clock.nowMs() - startedAtMs) / 1_000);
    log.info({ job: job.id, kind: job.kind, outcome, tookMs: clock.nowMs() - startedAtMs }, 'job ended');
  }

  async function tidy(): Promise<void> {
    if (clock.nowMs() - tidiedAtMs < TIDY_MS) return;
    tidiedAtMs = clock.nowMs();
    for (const job of await jobs.deleteEndedBefore(clock.nowMs() - limits.exportFileKeptMs))
      await handlers[job.kind]?.discard?.(job);
  }

  function poll(): void {
    nextPoll = clock.after(pollMs, () => {
      look();
      poll();
    });
  }

  return {
    start() {
      if (state !== 'idle') return;
      state = 'started';
      poll();
      look();
    },
    wake: look,
    async stop(graceMs = STOP_GRACE_MS) {
      state = 'stopped';
      nextPoll?.();
      await looking;
      if (running.size === 0) return;
      const abortAll = clock.after(graceMs, () => running.forEach((controller) => controller.abort()));
      await Promise.all(running.keys());
      abortAll();
    },
  };
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
