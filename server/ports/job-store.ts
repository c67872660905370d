import type { JobId, PersonId } from '#lib/core/ids.ts';

/** Long work with a lease: a worker that falls silent loses it to another. Contract: tests/contracts/job-store.ts. */
export interface JobStore {
  create(job: NewJob): Promise<void>;
  job(id: JobId): Promise<Job | null>;
  /** Jobs of a person in these states, newest first. */
  jobsOf(personId: PersonId, kind: string, states: readonly JobState[]): Promise<readonly Job[]>;
  /** Takes the oldest job that is queued, or running with its lease run out; attempts goes up by one. */
  take(kinds: readonly string[], nowMs: number, leaseUntilMs: number): Promise<Job | null>;
  /** False when the lease was lost: stop working on it. */
  progress(id: JobId, attempt: number, progress: number, leaseUntilMs: number): Promise<boolean>;
  finish(id: JobId, attempt: number, end: JobEnd): Promise<boolean>;
  deleteEndedBefore(atMs: number): Promise<readonly Job[]>;
}

export type JobState = 'queued' | 'running' | 'done' | 'failed';

export interface NewJob {
  readonly id: JobId;
  readonly kind: string;
  readonly personId: PersonId;
  readonly payload: unknown;
  readonly createdAtMs: number;
}

export interface Job extends NewJob {
  readonly state: JobState;
  /** 0 to 1. */
  readonly progress: number;
  readonly attempts: number;
  readonly leaseUntilMs: number | null;
  /** On `done`: what the kind says. On `failed`: `{code, detail}`. */
  readonly result: unknown;
  readonly endedAtMs: number | null;
}

export type JobEnd =
  | { readonly state: 'done'; readonly result: unknown; readonly atMs: number }
  | {
      readonly state: 'failed' | 'queued';
      readonly result: { readonly code: string; readonly detail?: string };
      readonly atMs: number;
    };
