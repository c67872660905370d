/**
 * Kills the program at random moments while people write, and asks somebody who has never been there
 * whether everything that was acknowledged is still there. A surviving client would heal the server.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { growLogs } from './grow-logs.ts';
import { rowsIn, snapshotsIn } from './database-state.ts';
import { JournalWriter, freshText } from './journal-writer.ts';
import { SeededRandom } from './seeded-random.ts';
import { freePort, startServer, temporaryFolder, type RunningServer } from './server.ts';

export interface CrashResult {
  readonly kills: number;
  readonly acknowledged: number;
  readonly lost: readonly string[];
  readonly troubles: readonly string[];
  /** Segments that old updates were packed into between the kills. */
  readonly segments: number;
  /** What `tandem verify` printed; it fails when the log is damaged. */
  readonly verified: string;
  readonly restartMsMedian: number;
}

const WRITERS = { min: 4, max: 8 };
/** Some rounds wait for the quiet moment in which the server repairs and writes snapshots. */
const QUIET_EVERY = 12;
const QUIET_MS = 2_950;
/** So many kills apart the logs are long enough to be packed at the next edit, and the kill comes meanwhile. */
const GROW_EVERY = 4;
const PACKING_WITHIN_MS = 20_000;
/** Packing what was grown takes some 50 ms. */
const PACKING_MS = 60;

interface World {
  readonly random: SeededRandom;
  readonly tokens: readonly string[];
  readonly documents: readonly string[];
  readonly writers: readonly {
    readonly writer: JournalWriter;
    readonly document: string;
    readonly token: string;
  }[];
}

export async function crashRun(
  seed: number,
  kills: number,
  progress: (line: string) => void,
): Promise<CrashResult> {
  const random = new SeededRandom(seed);
  const dataDir = temporaryFolder();
  const options = { dataDir, port: await freePort() };
  let server = await startServer(options);
  const world = await populate(server, random);
  const lost: string[] = [];
  const restartsMs: number[] = [];
  let isGrown = false;
  try {
    for (let round = 1; round <= kills; round++) {
      await write(world, server, round);
      if (isGrown) await packingBegun(dataDir, random, round % (2 * GROW_EVERY) === 1);
      await server.kill();
      for (const { writer } of world.writers) writer.disconnect();
      isGrown = round % GROW_EVERY === 0;
      if (isGrown) await growLogs(dataDir, world.documents, random);
      const killedAtMs = performance.now();
      server = await startServer(options);
      restartsMs.push(performance.now() - killedAtMs);
      lost.push(...(await missing(world, server)).map((what) => `kill ${round}: ${what}`));
      if (round % 20 === 0)
        progress(`${round} kills, ${acknowledged(world)} acknowledged, ${lost.length} lost`);
    }
    const verified = await server.cli('verify');
    const troubles = world.writers.flatMap(({ writer }) => writer.troubles);
    const restartMsMedian = restartsMs.toSorted((a, b) => a - b)[Math.floor(restartsMs.length / 2)] ?? 0;
    const segments = rowsIn(dataDir, 'doc_segment');
    return { kills, acknowledged: acknowledged(world), lost, troubles, segments, verified, restartMsMedian };
  } finally {
    for (const { writer } of world.writers) writer.disconnect();
    await server.stop();
  }
}

async function populate(server: RunningServer, random: SeededRandom): Promise<World> {
  const tokens = await Promise.all(
    ['coordinator', 'editor'].map((role) => server.cli('token', 'create', '--role', role)),
  );
  const documents = [await newDocument(server, tokens[0] ?? ''), await newDocument(server, tokens[0] ?? '')];
  const count = WRITERS.min + random.int(WRITERS.max - WRITERS.min + 1);
  const writers = Array.from({ length: count }, (_, index) => ({
    writer: new JournalWriter(`w${index}`, random),
    document: documents[index % documents.length] ?? '',
    token: tokens[index % tokens.length] ?? '',
  }));
  return { random, tokens, documents, writers };
}

/** Everybody writes at their own pace until the moment of the kill. */
async function write({ random, writers }: World, server: RunningServer, round: number): Promise<void> {
  for (const { writer, document, token } of writers) writer.connect(liveUrl(server, document), token);
  const isQuiet = round % QUIET_EVERY === 0;
  const untilMs = performance.now() + 60 + random.int(400);
  while (performance.now() < untilMs) {
    for (let n = 1 + random.int(3); n > 0; n--) random.pick(writers).writer.edit();
    await delay(random.int(8));
  }
  if (isQuiet) await delay(QUIET_MS + random.int(250));
}

/**
 * Waits for a new snapshot, after which the rows are packed, or for the first rows that are packed;
 * returns at some moment of that.
 */
async function packingBegun(dataDir: string, random: SeededRandom, isPacked: boolean): Promise<void> {
  const seen = () => (isPacked ? rowsIn(dataDir, 'doc_segment') : snapshotsIn(dataDir));
  const before = seen();
  const untilMs = performance.now() + PACKING_WITHIN_MS;
  while (seen() === before && performance.now() < untilMs) await delay(3);
  await delay(random.int(PACKING_MS));
}

async function missing({ documents, writers, tokens }: World, server: RunningServer): Promise<string[]> {
  const lost: string[] = [];
  for (const document of documents) {
    const text = await freshText(liveUrl(server, document), tokens[0] ?? '');
    for (const each of writers) if (each.document === document) lost.push(...each.writer.missingIn(text));
  }
  return lost;
}

const liveUrl = (server: RunningServer, document: string): string =>
  `${server.url.replace(/^http/, 'ws')}/sync/${document}?schema=1&proto=1&ack=1`;

const acknowledged = ({ writers }: World): number =>
  writers.reduce((sum, { writer }) => sum + writer.acknowledged, 0);

async function newDocument(server: RunningServer, token: string): Promise<string> {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const partnerships = await fetch(`${server.url}/api/v1/partnerships`, { headers });
  const { items } = (await partnerships.json()) as { items: { id: string }[] };
  const response = await fetch(`${server.url}/api/v1/partnerships/${items[0]?.id}/documents`, {
    method: 'POST',
    headers,
    body: JSON.stringify({ title: 'Crash test', kind: 'free', language: 'en' }),
  });
  if (!response.ok) throw new Error(`no document was made: ${response.status} ${await response.text()}`);
  return ((await response.json()) as { id: string }).id;
}
