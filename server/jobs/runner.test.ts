import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Clock } from '#lib/core/clock.ts';
import { limits } from '#lib/core/limits.ts';
import { ok, problem } from '#lib/core/result.ts';
import type { Log } from '#server/ports/log.ts';
import { examplePerson } from '../../tests/contracts/example-rows.ts';
import { openSqliteStores, type SqliteStores } from '../../tests/contracts/sqlite-stores.ts';
import { createJobRunner, type JobHandler, type JobRunner } from './runner.ts';

/** Time that only the test moves. */
class TestClock implements Clock {
  #nowMs = 1_000_000;
  #timers: { atMs: number; run: () => void }[] = [];
  nowMs = () => this.#nowMs;
  after = (delayMs: number, run: () => void) => {
    const timer = { atMs: this.#nowMs + delayMs, run };
    this.#timers.push(timer);
    return () => void (this.#timers = this.#timers.filter((one) => one !== timer));
  };
  advance(byMs: number): void {
    this.#nowMs += byMs;
    const due = this.#timers.filter((timer) => timer.atMs <= this.#nowMs);
    this.#timers = this.#timers.filter((timer) => timer.atMs > this.#nowMs);
    due.forEach((timer) => timer.run());
  }
}

const silent: Log = { debug() {}, info() {}, warn() {}, error() {} };
let stores: SqliteStores;
let clock: TestClock;
let runners: JobRunner[];

beforeEach(async () => {
  stores = await openSqliteStores();
  clock = new TestClock();
  runners = [];
  await stores.accounts.createPerson(examplePerson('ada'));
});
afterEach(async () => {
  const stopping = Promise.all(runners.map((runner) => runner.stop(0)));
  while ((await Promise.race([stopping, sleep(5)])) === undefined) clock.advance(1_000);
  await stores.close();
});

function runner(handler: JobHandler): JobRunner {
  const created = createJobRunner({ jobs: stores.jobs, handlers: { export: handler }, clock, log: silent });
  runners.push(created);
  return created;
}

const create = (id: string) =>
  stores.jobs.create({
    id,
    kind: 'export',
    personId: 'ada',
    payload: { of: id },
    createdAtMs: clock.nowMs(),
  });
const stateOf = async (id: string) => (await stores.jobs.job(id))?.state;

/** A handler whose jobs end when the test says so. */
function held() {
  const ends: ((result: Awaited<ReturnType<JobHandler['run']>>) => void)[] = [];
  const signals: AbortSignal[] = [];
  const handler: JobHandler = {
    run: (_job, { signal }) => {
      signals.push(signal);
      return new Promise((resolve) => {
        ends.push(resolve);
        signal.addEventListener('abort', () => resolve(problem('cancelled')));
      });
    },
  };
  return { handler, ends, signals };
}

test('jobs are done in order, two at a time, woken at once', async () => {
  const { handler, ends } = held();
  const jobs = runner(handler);
  jobs.start();
  for (const id of ['j1', 'j2', 'j3']) {
    await create(id);
    clock.advance(1);
  }
  jobs.wake();
  await expect.poll(() => ends.length).toBe(2);
  expect(await stateOf('j3')).toBe('queued');
  ends[0]!(ok('result'));
  await expect.poll(() => ends.length).toBe(3);
  expect(await stores.jobs.job('j1')).toMatchObject({ state: 'done', result: 'result', progress: 1 });
});

test('a job whose runner fell silent is taken over, and the late result changes nothing', async () => {
  const silentOne = held();
  await create('j1');
  runner(silentOne.handler).start();
  await expect.poll(() => silentOne.ends.length).toBe(1);

  // Another took it: the first runner's process was paused past its lease.
  const taken = await stores.jobs.take(
    ['export'],
    clock.nowMs() + limits.jobLeaseMs + 1,
    clock.nowMs() + 10 * limits.jobLeaseMs,
  );
  expect(taken).toMatchObject({ id: 'j1', attempts: 2 });
  clock.advance(limits.jobLeaseMs / 3 + 1);
  await expect.poll(() => silentOne.signals[0]!.aborted).toBe(true);
  await stores.jobs.finish('j1', 2, { state: 'done', result: 'theirs', atMs: clock.nowMs() });
  expect(await stores.jobs.job('j1')).toMatchObject({ state: 'done', result: 'theirs' });
});

test('the lease is renewed for as long as the work lasts', async () => {
  const { handler, ends } = held();
  await create('j1');
  runner(handler).start();
  await expect.poll(() => ends.length).toBe(1);
  for (let i = 0; i < 12; i++) {
    const before = (await stores.jobs.job('j1'))!.leaseUntilMs!;
    clock.advance(limits.jobLeaseMs / 3 + 1);
    await expect.poll(async () => (await stores.jobs.job('j1'))!.leaseUntilMs! > before).toBe(true);
  }
  ends[0]!(ok(null));
  await expect.poll(() => stateOf('j1')).toBe('done');
  expect((await stores.jobs.job('j1'))!.attempts).toBe(1);
});

test('a lost worker is tried again, then the job fails in words', async () => {
  let runs = 0;
  await create('j1');
  runner({ run: async () => (runs++, problem('worker-lost', 'gone')) }).start();
  await expect.poll(() => stateOf('j1')).toBe('failed');
  expect(runs).toBe(limits.jobAttemptsMax);
  expect((await stores.jobs.job('j1'))!.result).toEqual({ code: 'worker-lost', detail: 'gone' });
});

test('an exception counts as an attempt; a refusal is final at once', async () => {
  let runs = 0;
  await create('crash');
  await create('refused');
  runner({
    run: async (job) => {
      if (job.id === 'refused') return problem('alt-missing', 'two pictures');
      if (runs++ === 0) throw new Error('boom');
      return ok('second try');
    },
  }).start();
  await expect.poll(() => stateOf('crash')).toBe('done');
  await expect.poll(() => stateOf('refused')).toBe('failed');
  expect(await stores.jobs.job('refused')).toMatchObject({ attempts: 1, result: { code: 'alt-missing' } });
});

test('a job with which the server died too often is failed without being run', async () => {
  await create('j1');
  for (let i = 0; i < limits.jobAttemptsMax; i++)
    await stores.jobs.take(['export'], clock.nowMs() + i, clock.nowMs() + i);
  let runs = 0;
  clock.advance(10);
  runner({ run: async () => (runs++, ok(null)) }).start();
  await expect.poll(() => stateOf('j1')).toBe('failed');
  expect(runs).toBe(0);
});

test('stopping gives what runs back to the queue', async () => {
  const { handler, ends } = held();
  await create('j1');
  const jobs = runner(handler);
  jobs.start();
  await expect.poll(() => ends.length).toBe(1);
  const stopped = jobs.stop(1_000);
  await sleep(20);
  expect(await stateOf('j1')).toBe('running');
  clock.advance(1_000);
  await stopped;
  expect(await stateOf('j1')).toBe('queued');
});

test('old jobs go, with what they left', async () => {
  const discarded: string[] = [];
  await create('old');
  const jobs = runner({ run: async () => ok(null), discard: async (job) => void discarded.push(job.id) });
  jobs.start();
  await expect.poll(() => stateOf('old')).toBe('done');
  clock.advance(limits.exportFileKeptMs + 1);
  await expect.poll(() => discarded).toEqual(['old']);
  expect(await stores.jobs.job('old')).toBeNull();
});
