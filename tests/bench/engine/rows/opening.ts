/**
 * Opening a long text that nobody has open: one person, 50 at once, and 50 who return with everything they had.
 * y-websocket's server answers before it has read the text, so that its returning people are told "nothing
 * missing" at once and are sent all of it afterwards.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { TANDEM, type Contender, type Running } from '../contenders.ts';
import { lengthOfUpdates, type LongText } from '../long-text.ts';
import { cpuSecondsOf } from '../processes.ts';
import { atMost, scaled, type RowKind } from '../row-kind.ts';
import { described, longText, withStoredTexts } from '../stored-texts.ts';
import { fixed, median, table } from '../tables.ts';
import { visit } from '../visitor.ts';

const COLD_DOCUMENTS = 5;
const AT_ONCE = 50;
/** What the server does about one opening is done by then. */
const SETTLE_MS = 300;

interface Opening {
  readonly coldMs: number;
  readonly coldCpuSeconds: number;
  readonly lastMs: number;
  readonly lastReturningMs: number;
  /** What the step 2 brings to one who has everything: the deletions, or more. */
  readonly returningBytes: number;
}

export const opening: RowKind = {
  name: 'opening',
  async run(contenders, options) {
    const text = longText(options);
    const atOnce = scaled(AT_ONCE, options);
    const openings = new Map<string, Opening>();
    for (const contender of contenders.filter(({ isKept }) => isKept)) {
      const it = await measure(contender, text, atOnce);
      openings.set(contender.name, it);
      options.progress(
        `opening ${contender.name}: cold ${fixed(it.coldMs)} ms, ${fixed(it.coldCpuSeconds, 3)} s CPU; ` +
          `${atOnce} at once ${fixed(it.lastMs)} ms, returning ${fixed(it.lastReturningMs)} ms`,
      );
    }
    const ours = openings.get(TANDEM);
    const of = (value: number | undefined): number => value ?? Number.NaN;
    return {
      table: table(
        `opening: ${described(text)}, from disk`,
        [
          '',
          'one person, ms',
          'server’s CPU s',
          `${atOnce} at once, the last one, ms`,
          `${atOnce} who return, the last one, ms`,
          'KB sent to each who returns',
        ],
        [...openings].map(([name, it]) => [
          name,
          fixed(it.coldMs),
          fixed(it.coldCpuSeconds, 3),
          fixed(it.lastMs),
          fixed(it.lastReturningMs),
          fixed(it.returningBytes / 1_000, 1),
        ]),
      ),
      figures: Object.fromEntries(openings),
      goals: {
        'cold ms': atMost(of(ours?.coldMs), 15),
        'cold CPU s': atMost(of(ours?.coldCpuSeconds), 0.01),
        '50 at once ms': atMost(of(ours?.lastMs), 120),
        '50 returning ms': atMost(of(ours?.lastReturningMs), 120),
      },
    };
  },
};

const measure = (contender: Contender, text: LongText, atOnce: number): Promise<Opening> =>
  withStoredTexts(contender, text, COLD_DOCUMENTS + 3, async (server, documents) => {
    const [warm = '', crowded = '', returned = '', ...cold] = documents;
    await checkWhole(server, warm, text);
    const opened: { ms: number; cpuSeconds: number }[] = [];
    for (const document of cold) opened.push(await openCold(server, document, text));
    const all = await openAtOnce(server, crowded, text, atOnce, false);
    const returning = await openAtOnce(server, returned, text, atOnce, true);
    return {
      coldMs: median(opened.map(({ ms }) => ms)),
      coldCpuSeconds: median(opened.map(({ cpuSeconds }) => cpuSeconds)),
      lastMs: all.lastMs,
      lastReturningMs: returning.lastMs,
      returningBytes: returning.bytes,
    };
  });

/** Warms the server, and shows that what counts as everything is everything. */
async function checkWhole(server: Running, document: string, text: LongText): Promise<void> {
  const { updates, close } = await visit(server, document, text);
  close();
  const length = lengthOfUpdates(updates);
  if (length !== text.length) throw new Error(`${length} characters came of ${text.length}`);
  await delay(SETTLE_MS);
}

async function openCold(server: Running, document: string, text: LongText) {
  const before = cpuSecondsOf(server.pid);
  const { ms, close } = await visit(server, document, text);
  await delay(SETTLE_MS);
  const cpuSeconds = cpuSecondsOf(server.pid) - before;
  close();
  await delay(SETTLE_MS);
  return { ms, cpuSeconds };
}

async function openAtOnce(
  server: Running,
  document: string,
  text: LongText,
  count: number,
  returning: boolean,
) {
  const visits = await Promise.all(
    Array.from({ length: count }, () => visit(server, document, text, { returning })),
  );
  for (const { close } of visits) close();
  await delay(SETTLE_MS);
  return {
    lastMs: Math.max(...visits.map(({ ms }) => ms)),
    bytes: median(visits.map(({ bytes }) => bytes)),
  };
}
