/**
 * Fills the disk while people write, and asks somebody who has never been there whether everything that
 * was acknowledged is there, and afterwards whether everything that was kept meanwhile has arrived.
 * In some rounds the server is killed while its disk is full, so that only what is on it counts.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { apiClient, apiOfRole, liveUrl, newDocument, type ApiClient } from './api-client.ts';
import { giveBackLogSpace } from './database-state.ts';
import { JournalWriter, freshText } from './journal-writer.ts';
import { BareClient, textOf, until } from './live-clients.ts';
import { encodeStep1 } from '#lib/protocol/codec.ts';
import { SeededRandom } from './seeded-random.ts';
import { freePort, startServer, type RunningServer, type ServerOptions } from './server.ts';
import type { SmallDisk } from './small-disk.ts';

export const FULL_DISK_SIZE_BYTES = 16_000_000;
const WRITERS = 6;
const KILL_CHANCE = 0.25;
const TRUNCATE_CHANCE = 0.7;
const REFUSED_WITHIN_MS = 30_000;
const SAVED_WITHIN_MS = 20_000;
const QUERY = 'schema=1&proto=1&ack=1';

export interface FullDiskResult {
  readonly fills: number;
  readonly kills: number;
  readonly edits: number;
  readonly acknowledged: number;
  /** Acknowledged and not there. */
  readonly lost: readonly string[];
  /** Frames refused, connections closed for good, wrong answers: none is expected. */
  readonly troubles: readonly string[];
  /** What `tandem verify` printed; it fails when the log is damaged. */
  readonly verified: string;
  /** From the space's return until everything that was kept is acknowledged. */
  readonly recoveryMs: readonly number[];
}

interface World {
  readonly random: SeededRandom;
  readonly disk: SmallDisk;
  readonly options: ServerOptions;
  readonly api: ApiClient;
  readonly documents: readonly string[];
  readonly writers: readonly { readonly writer: JournalWriter; readonly document: string }[];
  server: RunningServer;
  /** Readers, one per document: they are told about the storage. */
  witnesses: BareClient[];
  edits: number;
  readonly troubles: string[];
}

export async function fullDiskRun(
  disk: SmallDisk,
  { seed, fills, progress }: { seed: number; fills: number; progress?: (line: string) => void },
): Promise<FullDiskResult> {
  const world = await populate(disk, new SeededRandom(seed));
  const [lost, recoveryMs]: [string[], number[]] = [[], []];
  let kills = 0;
  try {
    for (let fill = 1; fill <= fills; fill++) {
      // The last of a run is always one: every run shows it.
      const kill = fill === fills || world.random.chance(KILL_CHANCE);
      if (kill) kills++;
      const round = await fillOnce(world, kill);
      lost.push(...round.lost.map((what) => `fill ${fill}: ${what}`));
      recoveryMs.push(round.recoveryMs);
      if (fill % 10 === 0)
        progress?.(`${fill} fills, ${acknowledged(world)} acknowledged, ${lost.length} lost`);
    }
    const verified = await world.server.cli('verify');
    const troubles = [...world.troubles, ...world.writers.flatMap(({ writer }) => writer.troubles)];
    const { edits } = world;
    return { fills, kills, edits, acknowledged: acknowledged(world), lost, troubles, verified, recoveryMs };
  } finally {
    disk.free();
    for (const { writer } of world.writers) writer.disconnect();
    for (const witness of world.witnesses) witness.stop();
    await world.server.stop();
  }
}

async function populate(disk: SmallDisk, random: SeededRandom): Promise<World> {
  const options = { dataDir: disk.path, launcher: disk.launcher, port: await freePort() };
  const server = await startServer(options);
  const api = await apiOfRole(server, 'editor');
  const documents = [await newDocument(api), await newDocument(api)];
  const writers = Array.from({ length: WRITERS }, (_, index) => ({
    writer: new JournalWriter(`w${index}`, random),
    document: documents[index % documents.length] ?? '',
  }));
  return { random, disk, options, api, documents, writers, server, witnesses: [], edits: 0, troubles: [] };
}

async function fillOnce(world: World, kill: boolean): Promise<{ lost: string[]; recoveryMs: number }> {
  const { random, disk } = world;
  await connect(world);
  await write(world, 50 + random.int(200));
  if (random.chance(TRUNCATE_CHANCE)) giveBackLogSpace(disk);
  disk.fill();
  await writeUntilRefused(world);
  await write(world, 50 + random.int(200));
  const lost = await missing(world);
  await expectSensibleAnswers(world);
  if (kill) await world.server.kill();
  disk.free();
  if (kill) world.server = await startServer(world.options);
  const freedAtMs = performance.now();
  if (kill) lost.push(...(await missing(world)));
  if (kill) await connect(world);
  await until(() => acknowledged(world) === world.edits, 'everything kept is acknowledged', SAVED_WITHIN_MS);
  const recoveryMs = performance.now() - freedAtMs;
  lost.push(...(await missing(world)));
  for (const { writer, document } of world.writers)
    if (textOf(writer.doc) !== (await freshText(urlOf(world, document), world.api.token)))
      world.troubles.push(`${writer.name} has another text than the server`);
  return { lost, recoveryMs };
}

async function connect(world: World): Promise<void> {
  for (const { writer, document } of world.writers) {
    writer.disconnect();
    writer.connect(urlOf(world, document), world.api.token);
  }
  for (const witness of world.witnesses) witness.stop();
  const { token } = world.api;
  world.witnesses = world.documents.map(
    (id) => new BareClient(liveUrl(world.server), id, { token, query: QUERY }),
  );
  for (const witness of world.witnesses) (await witness.opened()).send(encodeStep1(Uint8Array.of(0)));
}

/** Everybody writes, at a pace that leaves the server time to answer. */
async function write(world: World, forMs: number): Promise<void> {
  const untilMs = performance.now() + forMs;
  while (performance.now() < untilMs) {
    world.random.pick(world.writers).writer.edit();
    world.edits++;
    await delay(2 + world.random.int(8));
  }
}

/** Until the readers of each document have been told that the storage is full. */
async function writeUntilRefused(world: World): Promise<void> {
  const endsAtMs = performance.now() + REFUSED_WITHIN_MS;
  const isTold = (witness: BareClient) => (witness.notice('storage')?.state ?? 'ok') !== 'ok';
  while (!world.witnesses.every(isTold)) {
    if (performance.now() > endsAtMs) throw new Error('nobody was told that the disk is full');
    world.disk.fill();
    await write(world, 40);
  }
  for (const witness of world.witnesses)
    if (witness.notice('storage')?.state !== 'full') world.troubles.push('a full disk was called otherwise');
}

/** Reading goes on, the program is up, and what would have to be written is refused in words. */
async function expectSensibleAnswers({ server, api: { token }, documents, troubles }: World): Promise<void> {
  const expectStatus = async (what: string, asked: Promise<Response>, ...statuses: number[]) => {
    const response = await asked;
    const body = await response.text();
    if (!statuses.includes(response.status)) troubles.push(`${what}: ${response.status} ${body}`);
    if (response.status === 503 && !body.includes('"storage-failed"')) troubles.push(`${what}: ${body}`);
  };
  const api = apiClient(server, token);
  await expectStatus('healthz', fetch(`${server.url}/healthz`), 200);
  await expectStatus('readyz', fetch(`${server.url}/readyz`), 200);
  await expectStatus('text', api.get(`/documents/${documents[0]}?format=md`), 200);
  // A little may still fit in what the log of the database already holds.
  await expectStatus(
    'export',
    api.post(`/documents/${documents[0]}/exports`, { format: 'md' }),
    503,
    202,
    429,
  );
}

/** What was acknowledged before the question and is not as it should be in the answer. */
async function missing(world: World): Promise<string[]> {
  const lost: string[] = [];
  for (const id of world.documents) {
    const owed = world.writers.filter(({ document }) => document === id).map(({ writer }) => writer);
    const writtenBefore = new Set(owed.flatMap((writer) => writer.missingIn('')));
    const read = () => freshText(urlOf(world, id), world.api.token);
    const text = await read();
    const found = owed.flatMap((writer) => writer.missingIn(text));
    lost.push(...found.filter((what) => writtenBefore.has(what)));
    // A deletion may have been acknowledged since the question: what is lost stays so in a second answer.
    const deletions = found.filter((what) => what.endsWith('deleted'));
    if (deletions.length === 0) continue;
    const again = await read();
    const stillFound = new Set(owed.flatMap((writer) => writer.missingIn(again)));
    lost.push(...deletions.filter((what) => stillFound.has(what)));
  }
  return lost;
}

const urlOf = ({ server }: World, document: string): string => `${liveUrl(server)}/${document}?${QUERY}`;

const acknowledged = ({ writers }: World): number =>
  writers.reduce((sum, { writer }) => sum + writer.acknowledged, 0);
