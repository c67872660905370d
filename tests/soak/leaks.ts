/** `npm run soak -- leaks`: documents are opened and closed, again and again; nothing of it stays in the server. */
import type { Figures } from '../support/figures.ts';
import { leaksRun, slope, type Sample } from '../support/leaks-run.ts';
import type { SoakOptions } from './options.ts';

const SIZES = {
  small: { documents: 100, visitsPerRound: 300, rounds: 3, warmUp: 1 },
  full: { documents: 10_000, visitsPerRound: 10_000, rounds: Infinity, warmUp: 3 },
};
const SECONDS = { small: Infinity, full: 8 * 3_600 };
const HEAP_MB_PER_HOUR_MAX = 1;
/** Over less time the collector's own moods are larger than what may stay in an hour: then each visit is judged. */
const HOURS_MIN = 0.25;
const BYTES_PER_VISIT_MAX = 1_000;
/** Connections to the database's files come and go by a few. */
const DESCRIPTORS_MORE_MAX = 3;

export async function run({ size, seed, seconds }: SoakOptions): Promise<Figures> {
  const { warmUp, ...rounds } = SIZES[size];
  const { visits, samples, troubles } = await leaksRun({
    seed,
    ...rounds,
    secondsMax: seconds ?? SECONDS[size],
    progress: (line) => process.stdout.write(`${line}\n`),
  });
  for (const what of troubles.slice(0, 20)) process.stdout.write(`${what}\n`);
  const held = ({ heapBytes, bufferBytes }: Sample): number => heapBytes + bufferBytes;
  const mbPerHour = slope(samples, held, ({ hours }) => hours, warmUp) / 1e6;
  const bytesPerVisit = slope(samples, held, (sample) => sample.visits, warmUp);
  const [before, after] = [samples[Math.min(warmUp, samples.length - 1)], samples.at(-1)];
  const hours = (after?.hours ?? 0) - (before?.hours ?? 0);
  const isFlat = hours < HOURS_MIN ? bytesPerVisit < BYTES_PER_VISIT_MAX : mbPerHour < HEAP_MB_PER_HOUR_MAX;
  return {
    name: 'leaks',
    ok:
      troubles.length === 0 &&
      isFlat &&
      (after?.descriptors ?? 0) - (before?.descriptors ?? 0) <= DESCRIPTORS_MORE_MAX,
    seed,
    documents: rounds.documents,
    visits,
    hours: Number(hours.toFixed(3)),
    heapMbPerHour: Number(mbPerHour.toFixed(2)),
    bytesPerVisit: Math.round(bytesPerVisit),
    heapMbBefore: before && Number((held(before) / 1e6).toFixed(2)),
    heapMbAfter: after && Number((held(after) / 1e6).toFixed(2)),
    residentMbBefore: before && Math.round(before.residentBytes / 1e6),
    residentMbAfter: after && Math.round(after.residentBytes / 1e6),
    descriptorsBefore: before?.descriptors,
    descriptorsAfter: after?.descriptors,
    troubles: troubles.length,
  };
}
