/** What a server's process has used so far, as the kernel counts it (proc(5)). */
import { readdirSync, readFileSync } from 'node:fs';

/** Time on a core of all its threads, in seconds: exact to the microsecond, unlike the clock ticks of `stat`. */
export function cpuSecondsOf(pid: number): number {
  let nanoseconds = 0;
  for (const thread of readdirSync(`/proc/${pid}/task`))
    try {
      const [onCore = '0'] = readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ');
      nanoseconds += Number(onCore);
    } catch {
      // A thread that has ended meanwhile.
    }
  return nanoseconds / 1e9;
}

export const residentKbOf = (pid: number): number =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0);

/** The generator's own time, in seconds. */
export function ownCpuSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

/** Above this share of its core the generator may be what limits a figure. */
export const GENERATOR_BUSY_MAX = 0.95;
