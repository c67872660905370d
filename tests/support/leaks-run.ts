/**
 * 200 people open documents, write a word into some, and close them, round after round; between two rounds
 * everybody is gone, the rooms are left to be given up, and the server is asked what it still holds.
 */
import { setTimeout as delay } from 'node:timers/promises';
import * as Y from 'yjs';
import { encodePresence, encodeStep1, encodeUpdate } from '#lib/protocol/codec.ts';
import { apiClient, liveUrl, newDocument } from './api-client.ts';
import { INSPECTED, InspectedHeap, type Held } from './inspected-heap.ts';
import { BareClient, until, writeParagraph } from './live-clients.ts';
import { parsePrometheus } from './prometheus-text.ts';
import { SeededRandom } from './seeded-random.ts';
import { startServer, type RunningServer } from './server.ts';

export interface LeaksOptions {
  readonly seed: number;
  readonly documents: number;
  readonly rounds: number;
  readonly visitsPerRound: number;
  /** No round begins after so long. */
  readonly secondsMax?: number;
  readonly progress?: (line: string) => void;
}

export interface Sample extends Held {
  /** Since the first one. */
  readonly hours: number;
  readonly visits: number;
}

export interface LeaksResult {
  readonly visits: number;
  /** One after each round. */
  readonly samples: readonly Sample[];
  /** A visit that did not come to its end; a room or a connection that stayed. */
  readonly troubles: readonly string[];
}

const PEOPLE = 200;
/** So many of the visits write. */
const WRITING = 0.3;
/** An empty room lingers for 10 s. */
const EMPTY_WITHIN_MS = 30_000;
const AT_ONCE = 20;

export async function leaksRun(options: LeaksOptions): Promise<LeaksResult> {
  const { seed, rounds, visitsPerRound, secondsMax = Infinity, progress } = options;
  const random = new SeededRandom(seed);
  const server = await startServer({ env: INSPECTED });
  const inspected = await InspectedHeap.of(server);
  const troubles: string[] = [];
  const samples: Sample[] = [];
  try {
    const tokens = await Promise.all(
      ['editor', 'coordinator'].map((role) => server.cli('token', 'create', '--role', role)),
    );
    const documents = await newDocuments(server, tokens[0] ?? '', options.documents);
    const beganMs = performance.now();
    let visits = 0;
    for (let round = 0; round < rounds && performance.now() - beganMs < secondsMax * 1_000; round++) {
      let left = visitsPerRound;
      const person = async (): Promise<void> => {
        while (left-- > 0) {
          const trouble = await visit(server, random.pick(documents), random.pick(tokens), random);
          if (trouble !== null) troubles.push(`round ${round}: ${trouble}`);
        }
      };
      await Promise.all(Array.from({ length: PEOPLE }, person));
      visits += visitsPerRound;
      await empty(server).catch((error: unknown) => troubles.push(`round ${round}: ${String(error)}`));
      const held = await inspected.held();
      samples.push({ ...held, visits, hours: (performance.now() - beganMs) / 3_600_000 });
      progress?.(
        `${visits} visits: heap ${mb(held.heapBytes)} MB, buffers ${mb(held.bufferBytes)} MB, resident ${mb(held.residentBytes)} MB, ${held.descriptors} descriptors, ${troubles.length} troubles`,
      );
    }
    return { visits, samples, troubles };
  } finally {
    inspected.close();
    await server.stop();
  }
}

const mb = (bytes: number): string => (bytes / 1e6).toFixed(2);

async function newDocuments(server: RunningServer, token: string, count: number): Promise<string[]> {
  const api = apiClient(server, token);
  const made: string[] = [];
  while (made.length < count) {
    const some = Math.min(AT_ONCE, count - made.length);
    made.push(...(await Promise.all(Array.from({ length: some }, () => newDocument(api)))));
  }
  return made;
}

/** Opens as a page does, is seen, perhaps writes, and goes; without a word in one of ten cases. */
async function visit(
  server: RunningServer,
  documentId: string,
  token: string,
  random: SeededRandom,
): Promise<string | null> {
  const client = new BareClient(liveUrl(server), documentId, { token });
  try {
    await client.opened();
    client.send(encodeStep1(new Uint8Array([0])));
    await until(() => client.sync(0).length > 0, `${documentId} opened`, 20_000);
    const doc = new Y.Doc();
    doc.clientID = random.int(0xffff_ffff);
    client.send(encodePresence([{ clientId: doc.clientID, clock: 1, json: '{"cursor":null}' }]));
    if (random.chance(WRITING)) {
      writeParagraph(doc, `Word ${random.int(1_000)}.`);
      client.send(encodeUpdate(Y.encodeStateAsUpdate(doc)));
      await until(() => client.durable > 0, 'the word is durable', 20_000);
    }
    if (random.chance(0.1)) client.stop();
    else await client.leave();
    return null;
  } catch (error) {
    client.stop();
    return `${String(error)} (closed with ${client.closeCode})`;
  }
}

/** Nobody is connected, and no room is left. */
async function empty(server: RunningServer): Promise<void> {
  const endsAtMs = performance.now() + EMPTY_WITHIN_MS;
  for (;;) {
    const samples = parsePrometheus(await (await fetch(`${server.url}/metrics`)).text());
    const [rooms, connections] = [samples.get('tandem_rooms'), samples.get('tandem_connections')];
    if (rooms === 0 && connections === 0) return;
    if (performance.now() > endsAtMs) throw new Error(`${rooms} rooms, ${connections} connections are left`);
    await delay(200);
  }
}

/** What is held of `of`, over `by`, as the straight line that fits best; the first samples warm up. */
export function slope(
  samples: readonly Sample[],
  of: (sample: Sample) => number,
  by: (sample: Sample) => number,
  warmUp: number,
): number {
  const points = samples.slice(warmUp).map((sample) => [by(sample), of(sample)] as const);
  const mean = (values: readonly number[]): number => values.reduce((sum, it) => sum + it, 0) / values.length;
  const [x, y] = [mean(points.map(([at]) => at)), mean(points.map(([, value]) => value))];
  const spread = points.reduce((sum, [at]) => sum + (at - x) ** 2, 0);
  return spread === 0 ? 0 : points.reduce((sum, [at, value]) => sum + (at - x) * (value - y), 0) / spread;
}
