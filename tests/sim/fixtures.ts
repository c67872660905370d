/** Schedules that failed once, reduced: they run first from then on. */
import { readdirSync, readFileSync } from 'node:fs';
import type { Schedule } from './schedule.ts';

const folder = new URL('./fixtures/', import.meta.url);

export interface Fixture {
  readonly name: string;
  /** What went wrong, and why. */
  readonly story: string;
  readonly schedule: Schedule;
}

export const fixtures = (): readonly Fixture[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => {
      const { story, schedule } = JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as Omit<
        Fixture,
        'name'
      >;
      return { name: name.replace('.json', ''), story, schedule };
    });
