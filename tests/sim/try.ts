import { simulate } from './simulation.ts';
import { drawSchedule } from './schedule.ts';
const [from = '1', count = '1', ops = '20', verbose] = process.argv.slice(2);
const t = performance.now();
let events = 0, rows = 0, acks = 0;
const bad = new Map<string, number[]>();
for (let s = Number(from); s < Number(from) + Number(count); s++) {
  const run = await simulate(drawSchedule(s, Number(ops)), verbose ? (l) => process.stdout.write(l + '\n') : null);
  events += run.events; rows += run.rows; acks += run.acknowledged;
  if (run.violation) { const k = run.violation.replace(/\d+/g, '#').slice(0, 200); bad.set(k, [...(bad.get(k) ?? []), s]); }
  if (verbose) process.stdout.write(JSON.stringify(run) + '\n');
}
for (const [k, v] of [...bad].sort((a, b) => b[1].length - a[1].length)) process.stdout.write(`${v.length}× ${k} e.g. ${v.slice(0, 4)}\n`);
process.stdout.write(`${((performance.now() - t) / Number(count)).toFixed(1)} ms each, ${events / Number(count)} events, ${rows} rows, ${acks} acks\n`);
