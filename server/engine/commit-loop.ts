import type { Clock } from '#lib/core/clock.ts';
import type { Metrics } from '#server/ports/metrics.ts';
import type { CommitOutcome, DocStore, RoomCommit } from '#server/ports/doc-store.ts';
import type { EngineTiming } from './timing.ts';

/** A room as the loop sees it: it prepares what it wants written, and is told what became of it. */
export interface Committer {
  /** `null`: nothing to write. */
  prepare(): RoomCommit | null;
  finish(outcome: CommitOutcome): void | Promise<void>;
}

/**
 * Rule E5: one group commit per tick for all rooms with something to say. At once when quiet; under
 * load the tick grows, for an fsync shared by many is what makes many cheap. One commit is under way
 * at a time, so that what is relayed is always in the order of the log.
 */
export class CommitLoop {
  readonly #store: DocStore;
  readonly #clock: Clock;
  readonly #metrics: Metrics;
  readonly #timing: EngineTiming;
  #dirty = new Set<Committer>();
  #running: Promise<void> | null = null;
  #scheduled = false;
  #startedAtMs = -Infinity;
  /** Updates in the last second or so. */
  #load = 0;

  constructor(store: DocStore, clock: Clock, metrics: Metrics, timing: EngineTiming) {
    this.#store = store;
    this.#clock = clock;
    this.#metrics = metrics;
    this.#timing = timing;
  }

  wake(room: Committer): void {
    this.#dirty.add(room);
    this.#schedule();
  }

  /** Resolves when nothing is left to write. */
  async flush(): Promise<void> {
    while (this.#running || this.#dirty.size > 0) await (this.#running ?? this.#run());
  }

  #schedule(): void {
    if (this.#running || this.#scheduled) return;
    const waitMs = this.#startedAtMs + this.#tickMs() - this.#clock.nowMs();
    if (waitMs <= 0) {
      void this.#run();
      return;
    }
    this.#scheduled = true;
    this.#clock.after(waitMs, () => {
      this.#scheduled = false;
      if (!this.#running) void this.#run();
    });
  }

  #tickMs(): number {
    const { busyUpdatesPerSecond: busy, tickMsMin, tickMsMax } = this.#timing;
    if (this.#load < busy) return 0;
    return Math.round(Math.min(tickMsMax, tickMsMin + (this.#load - busy) / 6));
  }

  #run(): Promise<void> {
    // Not before it is noted as running: a room may wake the loop while it prepares.
    this.#running = Promise.resolve()
      .then(() => this.#commit())
      .finally(() => {
        this.#running = null;
        if (this.#dirty.size > 0) this.#schedule();
      });
    return this.#running;
  }

  async #commit(): Promise<void> {
    const startedAtMs = this.#clock.nowMs();
    const rooms: Committer[] = [];
    const commits: RoomCommit[] = [];
    const dirty = this.#dirty;
    this.#dirty = new Set();
    for (const room of dirty) {
      const commit = room.prepare();
      if (!commit) continue;
      rooms.push(room);
      commits.push(commit);
    }
    if (commits.length === 0) return;
    const updates = updatesOf(commits);
    this.#load = this.#load * Math.exp((this.#startedAtMs - startedAtMs) / 1_000) + updates;
    this.#startedAtMs = startedAtMs;
    const outcomes = await this.#write(commits);
    this.#metrics.count('tandem_commits_total');
    const isCommitted = (_: unknown, index: number) => outcomes[index]?.kind === 'committed';
    this.#metrics.count('tandem_updates_committed_total', updatesOf(commits.filter(isCommitted)));
    const failed = outcomes.filter(({ kind }) => kind === 'failed').length;
    if (failed > 0) this.#metrics.count('tandem_commits_failed_total', failed);
    this.#metrics.observe('tandem_commit_seconds', (this.#clock.nowMs() - startedAtMs) / 1_000);
    for (const [index, room] of rooms.entries()) {
      await room.finish(outcomes[index] ?? { kind: 'failed', reason: 'storage', detail: 'no outcome' });
    }
  }

  /** A store that throws has failed: whoever waits is told so, whatever the reason. */
  async #write(commits: readonly RoomCommit[]): Promise<readonly CommitOutcome[]> {
    try {
      return await this.#store.commit(commits);
    } catch (error) {
      return commits.map(() => ({ kind: 'failed', reason: 'storage', detail: String(error) }));
    }
  }
}

const updatesOf = (commits: readonly RoomCommit[]): number =>
  commits.reduce((sum, { updates }) => sum + updates.length, 0);
