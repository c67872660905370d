import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { AccountStore } from '#server/ports/account-store.ts';
import type { JobStore } from '#server/ports/job-store.ts';
import { examplePerson } from './example-rows.ts';

export interface JobStoreUnderTest {
  readonly jobs: JobStore;
  readonly accounts: AccountStore;
  close(): Promise<void>;
}

export function jobStoreContract(name: string, open: () => Promise<JobStoreUnderTest>): void {
  describe(`job store: ${name}`, () => {
    let under: JobStoreUnderTest;
    let jobs: JobStore;

    beforeEach(async () => {
      under = await open();
      jobs = under.jobs;
      await under.accounts.createPerson(examplePerson('ada'));
      await under.accounts.createPerson(examplePerson('bob'));
    });
    afterEach(() => under.close());

    const create = (id: string, createdAtMs: number, kind = 'export', personId = 'ada') =>
      jobs.create({ id, kind, personId, payload: { format: 'pdf', of: id }, createdAtMs });

    test('a new job waits, with its payload', async () => {
      await create('j1', 5);
      expect(await jobs.job('j1')).toEqual({
        id: 'j1',
        kind: 'export',
        personId: 'ada',
        payload: { format: 'pdf', of: 'j1' },
        createdAtMs: 5,
        state: 'queued',
        progress: 0,
        attempts: 0,
        leaseUntilMs: null,
        result: null,
        endedAtMs: null,
      });
      expect(await jobs.job('nowhere')).toBeNull();
    });

    test('the oldest job of the kinds asked for is taken, once', async () => {
      await create('late', 9);
      await create('early', 5);
      await create('stranger', 1, 'import');
      expect(await jobs.take(['export'], 10, 20)).toMatchObject({
        id: 'early',
        state: 'running',
        attempts: 1,
        leaseUntilMs: 20,
      });
      expect(await jobs.take(['export'], 10, 20)).toMatchObject({ id: 'late' });
      expect(await jobs.take(['export'], 10, 20)).toBeNull();
      expect(await jobs.take([], 10, 20)).toBeNull();
    });

    test('workers that ask at the same moment never get the same job', async () => {
      for (let index = 0; index < 10; index++) await create(`j${index}`, index);
      const taken = await Promise.all(Array.from({ length: 15 }, () => jobs.take(['export'], 10, 20)));
      const ids = taken.flatMap((job) => (job ? [job.id] : []));
      expect(new Set(ids).size).toBe(10);
      expect(ids).toHaveLength(10);
    });

    test('a worker that fell silent loses its job to another, and is told', async () => {
      await create('j1', 1);
      await jobs.take(['export'], 10, 20);
      expect(await jobs.take(['export'], 19, 40)).toBeNull();
      expect(await jobs.take(['export'], 20, 40)).toMatchObject({
        id: 'j1',
        attempts: 2,
        progress: 0,
        leaseUntilMs: 40,
      });
      expect(await jobs.progress('j1', 1, 0.9, 50)).toBe(false);
      expect(await jobs.finish('j1', 1, { state: 'done', result: 'stale', atMs: 21 })).toBe(false);
      expect(await jobs.progress('j1', 2, 0.5, 60)).toBe(true);
      expect(await jobs.job('j1')).toMatchObject({ state: 'running', progress: 0.5, leaseUntilMs: 60 });
    });

    test('a finished job keeps its result and is not taken again', async () => {
      await create('j1', 1);
      await jobs.take(['export'], 10, 20);
      expect(await jobs.finish('j1', 1, { state: 'done', result: { file: 'a.pdf' }, atMs: 15 })).toBe(true);
      expect(await jobs.job('j1')).toMatchObject({
        state: 'done',
        progress: 1,
        result: { file: 'a.pdf' },
        endedAtMs: 15,
        leaseUntilMs: null,
      });
      expect(await jobs.finish('j1', 1, { state: 'failed', result: { code: 'late' }, atMs: 16 })).toBe(false);
      expect(await jobs.progress('j1', 1, 0.2, 99)).toBe(false);
      expect(await jobs.take(['export'], 1_000, 2_000)).toBeNull();
    });

    test('a job put back is taken again, with the reason of its last failure until then', async () => {
      await create('j1', 1);
      await jobs.take(['export'], 10, 20);
      await jobs.finish('j1', 1, { state: 'queued', result: { code: 'crashed' }, atMs: 12 });
      expect(await jobs.job('j1')).toMatchObject({
        state: 'queued',
        result: { code: 'crashed' },
        endedAtMs: null,
      });
      expect(await jobs.take(['export'], 13, 30)).toMatchObject({ id: 'j1', attempts: 2 });
    });

    test('a person’s jobs come newest first, in the states asked for', async () => {
      await create('j1', 1);
      await create('j2', 2);
      await create('other', 3, 'export', 'bob');
      await create('import', 4, 'import');
      await jobs.take(['export'], 10, 20);
      const ids = async (...states: Parameters<JobStore['jobsOf']>[2]) =>
        (await jobs.jobsOf('ada', 'export', states)).map((job) => job.id);
      expect(await ids('queued', 'running')).toEqual(['j2', 'j1']);
      expect(await ids('queued')).toEqual(['j2']);
      expect(await ids()).toEqual([]);
    });

    test('ended jobs are deleted by age and handed back, so that their files can go too', async () => {
      for (const id of ['done', 'failed', 'young', 'running']) await create(id, 1);
      for (let count = 0; count < 4; count++) await jobs.take(['export'], 10, 20);
      await jobs.finish('done', 1, { state: 'done', result: { file: 'a.pdf' }, atMs: 30 });
      await jobs.finish('failed', 1, { state: 'failed', result: { code: 'no' }, atMs: 30 });
      await jobs.finish('young', 1, { state: 'done', result: null, atMs: 31 });
      const deleted = await jobs.deleteEndedBefore(31);
      expect(deleted.map((job) => job.id).sort()).toEqual(['done', 'failed']);
      expect(await jobs.job('done')).toBeNull();
      expect(await jobs.job('young')).not.toBeNull();
      expect(await jobs.job('running')).not.toBeNull();
    });
  });
}
