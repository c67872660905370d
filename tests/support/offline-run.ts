/**
 * People write on devices without a network, for an hour or for thirty days, over several openings, while
 * the document goes on without them and something happens to it or to their right. When they come back,
 * everything that they wrote is on the server, or it was refused in words and stands in a copy.
 * Real server processes, real peers with real stores; only the network and the calendar are the test's.
 */
import { Device, type OpenOptions, type Page } from './offline-peer.ts';
import { changeDatabase } from './database-state.ts';
import { freshText } from './journal-writer.ts';
import { settle } from './live-clients.ts';
import { SeededRandom } from './seeded-random.ts';
import { freePort, startServer, temporaryFolder, type RunningServer, type ServerOptions } from './server.ts';

export interface OfflineResult {
  merges: number;
  /** Everything arrived. */
  merged: number;
  /** Refused in words, and everything stands in a copy. */
  copied: number;
  readonly lost: string[];
  /** How often each thing happened meanwhile. */
  readonly events: Record<string, number>;
}

/** What happens to the document, or to the right, of those who are away. */
const events = ['nothing', 'restart', 'kill', 'busy', 'schema', 'withdrawn', 'locked', 'restored'] as const;
type Event = (typeof events)[number];
/** Work of those who are there meanwhile; `busy` is enough for the server to pack its log. */
const OTHERS_UPDATES = { quiet: 5, busy: 700 };
const HOUR_MS = 3_600_000;
const SCHEMA_2 = new URL('./serve-schema-2.mjs', import.meta.url).href;
/** The role whose account loses its right, and the one whose account keeps it. */
const ROLES = ['editor', 'coordinator'] as const;

interface Traveller {
  readonly device: Device;
  readonly role: (typeof ROLES)[number];
  readonly documentId: string;
  /** Words written without a network, in order of writing. */
  readonly words: string[];
  /** Words of before the journey that were deleted on it. */
  readonly deleted: string;
  readonly random: SeededRandom;
}

export async function offlineRun(
  seed: number,
  merges: number,
  perRound: number,
  progress: (line: string) => void,
): Promise<OfflineResult> {
  const random = new SeededRandom(seed);
  const options = { dataDir: temporaryFolder(), port: await freePort() };
  const result: OfflineResult = { merges: 0, merged: 0, copied: 0, lost: [], events: {} };
  let server = await startServer(options);
  const tokens = new Map<string, string>();
  for (const role of ROLES) tokens.set(role, await server.cli('token', 'create', '--role', role));
  const tokenOf = (role: string): string => tokens.get(role) ?? '';
  for (let round = 0; result.merges < merges; round++) {
    const event = events[round % events.length] ?? 'nothing';
    const documentId = await newDocument(server, tokenOf('coordinator'));
    const count = Math.min(perRound, merges - result.merges);
    const url = `${server.url.replace(/^http/, 'ws')}/sync`;
    const travellers = await together(count, (n) => {
      const own = new SeededRandom(random.int(2 ** 31));
      const role = own.pick(ROLES);
      const name = `r${round}t${n}`;
      // By the name of its person a device knows its other tabs; devices of one process would take each other for one.
      const where = { url, documentId, token: tokenOf(role), personId: name, random: () => own.next() };
      return leave(new Device(where), role, documentId, name, own);
    });
    await goOn(server, documentId, tokenOf('coordinator'), event === 'busy' ? 'busy' : 'quiet');
    server = await happen(event, server, options, documentId);
    const losses = await together(count, (n) =>
      comeBack(travellers[n] as Traveller, server, event, tokenOf('coordinator'), result),
    );
    result.merges += count;
    result.lost.push(...losses.flat().map((what) => `round ${round} (${event}): ${what}`));
    result.events[event] = (result.events[event] ?? 0) + count;
    server = await calmDown(event, server, options);
    progress(`${result.merges} merges, ${result.copied} copies, ${result.lost.length} lost (${event})`);
  }
  await server.stop();
  return result;
}

/**
 * So many are on their way at once, as a train that leaves a tunnel brings them back. The seed decides all that
 * they do; whose edit comes first is the machine's.
 */
const COMPANY = 5;

/** `of` for 0 to `count` - 1; the results in that order. */
async function together<T>(count: number, of: (n: number) => Promise<T>): Promise<T[]> {
  const results: T[] = [];
  let next = 0;
  const one = async (): Promise<void> => {
    for (let n = next++; n < count; n = next++) results[n] = await of(n);
  };
  await Promise.all(Array.from({ length: COMPANY }, one));
  return results;
}

/** Reads the document with a network, then writes without one: several openings, some ended without a word. */
async function leave(
  device: Device,
  role: Traveller['role'],
  documentId: string,
  name: string,
  random: SeededRandom,
): Promise<Traveller> {
  const home = await device.open();
  await home.says('saved', 30_000);
  const deleted = `${name}-gone.`;
  home.write(deleted);
  await home.says('saved', 30_000);
  await home.close();
  const words: string[] = [];
  let nowMs = Date.now();
  for (let opening = 0; opening <= random.int(3); opening++) {
    nowMs += HOUR_MS + random.int(30 * 24) * HOUR_MS;
    const page = await device.open({ offline: true, nowMs: () => nowMs });
    if (opening === 0) deleteParagraph(page, deleted);
    for (let edit = 0; edit <= random.int(3); edit++) {
      const word = `${name}o${opening}e${edit}.`;
      page.write(word);
      words.push(word);
    }
    await page.says('offline');
    // A browser that is killed closes nothing.
    if (random.chance(0.5)) page.peer.provider?.destroy();
    else await page.close();
  }
  return { device, role, documentId, words, deleted, random };
}

function deleteParagraph(page: Page, words: string): void {
  const body = page.peer.doc.getXmlFragment('body');
  const at = body.toArray().findIndex((block) => block.toString().includes(words));
  if (at >= 0) body.delete(at, 1);
}

/** Those who are there go on writing. */
async function goOn(
  server: RunningServer,
  documentId: string,
  token: string,
  pace: keyof typeof OTHERS_UPDATES,
): Promise<void> {
  const url = `${server.url.replace(/^http/, 'ws')}/sync`;
  const page = await new Device({ url, documentId, token, personId: 'there' }).open();
  await page.says('saved', 30_000);
  for (let n = 0; n < OTHERS_UPDATES[pace]; n++) {
    page.write(`o${n}.`);
    if (n % 50 === 49) await page.says('saved', 30_000);
  }
  await page.says('saved', 30_000);
  await page.close();
}

async function happen(
  event: Event,
  server: RunningServer,
  options: ServerOptions & { readonly dataDir: string },
  documentId: string,
): Promise<RunningServer> {
  if (event === 'nothing') return server;
  await (event === 'kill' ? server.kill() : server.stop());
  const onDocument = (change: string) =>
    changeDatabase(options.dataDir, `UPDATE document SET ${change} WHERE id = '${documentId}'`);
  if (event === 'schema') onDocument('min_schema = 2');
  if (event === 'locked') onDocument('locked = 1, policy_epoch = policy_epoch + 1');
  if (event === 'restored') onDocument('incarnation = incarnation + 1');
  if (event === 'withdrawn')
    changeDatabase(options.dataDir, `UPDATE member_grant SET role = 'observer' WHERE role = 'editor'`);
  const env = event === 'schema' ? { NODE_OPTIONS: `--import=${SCHEMA_2}` } : undefined;
  return startServer({ ...options, ...(env ? { env } : {}) });
}

/** As it was, for the next round. */
async function calmDown(
  event: Event,
  server: RunningServer,
  options: ServerOptions & { readonly dataDir: string },
): Promise<RunningServer> {
  if (event !== 'withdrawn' && event !== 'schema') return server;
  await server.stop();
  if (event === 'withdrawn')
    changeDatabase(
      options.dataDir,
      `UPDATE member_grant SET role = 'editor' WHERE role = 'observer' AND person IN
         (SELECT person FROM api_token WHERE person IN (SELECT person FROM member_grant WHERE role = 'observer'))`,
    );
  return startServer(options);
}

/** Returns what is neither on the server nor in a copy that was spoken of. */
async function comeBack(
  { device, role, documentId, words, deleted, random }: Traveller,
  server: RunningServer,
  event: Event,
  reader: string,
  result: OfflineResult,
): Promise<string[]> {
  const isOut = (event === 'withdrawn' && role === 'editor') || event === 'locked';
  const fresh: OpenOptions = {
    ...(isOut ? { right: 'read' } : {}),
    ...(event === 'restored' ? { incarnation: 2 } : {}),
    ...(event === 'schema' ? { schema: 2 } : {}),
  };
  // Half come back with a page of before, as it was kept, and half with one that the server has just made.
  const isOld = random.chance(0.5);
  let page = await device.open(isOld ? {} : fresh);
  await answered(page);
  if (isOld && page.saved === 'reload') {
    await page.close();
    page = await device.open(fresh);
    await answered(page);
  }
  await page.peer.quiet();
  const { copy } = page.peer;
  const shown = page.saved;
  await page.close();
  const kept = (await device.copies()).map((it) => it.words).join('\n');
  if (kept !== '') {
    const missing = words.filter((word) => !kept.includes(word));
    const isSaid = copy !== null || !isOld || event === 'restored';
    if (missing.length === 0 && isSaid) result.copied++;
    return [...missing.map((word) => `${word} is in no copy`), ...(isSaid ? [] : ['a copy in silence'])];
  }
  const query = event === 'schema' ? 'schema=2&proto=1' : 'schema=1&proto=1';
  const text = await freshText(`${server.url.replace(/^http/, 'ws')}/sync/${documentId}?${query}`, reader);
  const lost = words.filter((word) => !text.includes(word)).map((word) => `${word} (${shown}, old ${isOld})`);
  if (text.includes(deleted)) lost.push(`${deleted} came back`);
  if (lost.length === 0) result.merged++;
  return lost;
}

/** The page has been told what became of its words, and has done what it does then. */
async function answered(page: Page, withinMs = 30_000): Promise<void> {
  const endsAtMs = Date.now() + withinMs;
  while (Date.now() < endsAtMs) {
    const { saved, peer } = page;
    if (saved === 'saved' || saved === 'readonly' || saved === 'reload') return;
    if (saved === 'refused' && peer.copy) return;
    await settle(5);
  }
}

async function newDocument(server: RunningServer, token: string): Promise<string> {
  const response = await fetch(`${server.url}/api/v1/partnerships/msf-2050/documents`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ title: 'Journey', kind: 'free', language: 'en' }),
  });
  if (response.status !== 201) throw new Error(`no document: ${response.status}`);
  return ((await response.json()) as { id: string }).id;
}
