import { fileURLToPath } from 'node:url';
import { afterEach, expect, test } from 'vitest';
import { sandbox } from './export-work.ts';
import type { TestTask } from './testing/worker.ts';
import { createWorkerPool, type PoolOptions, type WorkerPool } from './worker-pool.ts';

const open: WorkerPool[] = [];
afterEach(() => Promise.all(open.splice(0).map((pool) => pool.close())));

function pool(options: Partial<PoolOptions> = {}) {
  const created = createWorkerPool({ module: new URL('./testing/worker.ts', import.meta.url), ...options });
  open.push(created);
  return { ...created, run: <T>(task: TestTask, more = {}) => created.run<T>(task, more) };
}

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

test('a worker serves one task after another, and is replaced after its last', async () => {
  const { run } = pool({ tasksMax: 2 });
  const pids = [];
  for (let i = 0; i < 3; i++) {
    const answer = await run<number>({ do: 'pid' });
    pids.push(answer.ok && answer.value);
  }
  expect(pids[0]).toBe(pids[1]);
  expect(pids[2]).not.toBe(pids[0]);
});

test('a worker that dies is worker-lost, and the next task finds another', async () => {
  const { run } = pool();
  const [lost, next] = await Promise.all([run({ do: 'die' }), run({ say: 'hello' })]);
  expect(lost).toMatchObject({ ok: false, problem: { code: 'worker-lost' } });
  expect(next).toEqual({ ok: true, value: 'hello' });
});

test('code that never ends is killed at the time limit', async () => {
  const { run } = pool({ timeLimitMs: 1_500 });
  const first = await run<number>({ do: 'pid' });
  expect(await run({ do: 'spin' })).toMatchObject({ ok: false, problem: { code: 'time-limit' } });
  await expect.poll(() => first.ok && isAlive(first.value)).toBe(false);
  expect(await run({ say: 'again' })).toEqual({ ok: true, value: 'again' });
});

test('an exception in a worker is an answer, and the worker lives on', async () => {
  const { run } = pool();
  const before = await run<number>({ do: 'pid' });
  expect(await run({ do: 'throw' })).toMatchObject({ ok: false, problem: { code: 'job-failed' } });
  expect(await run({ do: 'pid' })).toEqual(before);
});

test('an abort ends what runs and what waits', async () => {
  const { run } = pool();
  const controller = new AbortController();
  const both = Promise.all([
    run({ do: 'spin' }, { signal: controller.signal }),
    run({ say: 'x' }, { signal: controller.signal }),
  ]);
  controller.abort();
  for (const answer of await both)
    expect(answer).toMatchObject({ ok: false, problem: { code: 'cancelled' } });
});

test('what would wait behind too much is refused at once, and what waits is served', async () => {
  const { run } = pool({ waitingMax: 1 });
  const [first, waits, refused] = await Promise.all([
    run({ say: 'a' }),
    run({ say: 'b' }),
    run({ say: 'c' }),
  ]);
  expect([first, waits]).toEqual([
    { ok: true, value: 'a' },
    { ok: true, value: 'b' },
  ]);
  expect(refused).toMatchObject({ ok: false, problem: { code: 'overloaded' } });
});

test('progress reaches who asked', async () => {
  const { run } = pool();
  const seen: number[] = [];
  await run({ do: 'progress' }, { onProgress: (value: number) => seen.push(value) });
  expect(seen).toEqual([0.5]);
});

test('a worker sees nothing of the server’s environment', async () => {
  process.env.SESSION_SECRET_OF_TEST = 'x';
  const { run } = pool();
  const names = await run<string[]>({ do: 'environment' });
  delete process.env.SESSION_SECRET_OF_TEST;
  expect(names.ok && names.value).not.toContain('SESSION_SECRET_OF_TEST');
});

test('a sandboxed worker reads the program’s code and nothing else', async () => {
  const { run } = pool({ execArgv: sandbox });
  expect(await run({ read: fileURLToPath(import.meta.url) })).toEqual({ ok: true, value: true });
  // A data folder may stand beside the code.
  for (const path of ['/etc/hostname', fileURLToPath(new URL('../../README.md', import.meta.url))])
    expect(await run({ read: path }), path).toMatchObject({ ok: false, problem: { code: 'job-failed' } });
});

test('an idle worker ends', async () => {
  const { run } = pool({ idleMs: 20 });
  const first = await run<number>({ do: 'pid' });
  await expect.poll(() => first.ok && isAlive(first.value)).toBe(false);
});

test('closing ends the workers and answers what was asked', async () => {
  const { run, close } = pool();
  const pid = await run<number>({ do: 'pid' });
  const spinning = run({ do: 'spin' });
  await close();
  expect(await spinning).toMatchObject({ ok: false, problem: { code: 'cancelled' } });
  expect(pid.ok && isAlive(pid.value)).toBe(false);
  expect(await run({ say: 'late' })).toMatchObject({ ok: false, problem: { code: 'cancelled' } });
});
