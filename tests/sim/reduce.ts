/** A failing schedule with as few operations as still fail in the same way (delta debugging). */
import type { Operation, Schedule } from './schedule.ts';
import { simulate } from './simulation.ts';

/** Numbers and what comes after a colon differ from run to run; what went wrong does not. */
const kindOf = (violation: string | null): string =>
  (violation ?? '').split('\n')[0]?.replace(/[\d.]+/g, '#') ?? '';

export async function reduce(schedule: Schedule, violation: string): Promise<Schedule> {
  const fails = async (operations: readonly Operation[]): Promise<boolean> =>
    kindOf((await simulate({ ...schedule, operations })).violation) === kindOf(violation);
  let { operations } = schedule;
  for (let size = Math.ceil(operations.length / 2); size >= 1; size = size > 1 ? Math.ceil(size / 2) : 0) {
    for (let at = 0; at < operations.length;) {
      const without = operations.toSpliced(at, size);
      if (await fails(without)) operations = without;
      else at += size;
    }
  }
  return { ...schedule, operations };
}
