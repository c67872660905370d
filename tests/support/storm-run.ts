/**
 * A hall of 200 behind one address, whose server restarts while they write, in turn by SIGTERM and SIGKILL.
 * Real server processes and the browser's real peers over real sockets; the line between them delays, loses
 * and cuts (bad-line.ts). Before anybody is back, somebody who has never been there is asked what is stored:
 * a surviving client would heal the server.
 */
import * as Y from 'yjs';
import { Peer } from '#lib/client/peer.ts';
import { apiClient, liveUrl, newDocument } from './api-client.ts';
import { BadLine } from './bad-line.ts';
import { freshText } from './journal-writer.ts';
import { settle, textOf, until, writeParagraph } from './live-clients.ts';
import { withToken } from './offline-peer.ts';
import { SeededRandom } from './seeded-random.ts';
import { freePort, startServer, temporaryFolder, type RunningServer } from './server.ts';

export interface StormOptions {
  readonly seed: number;
  readonly storms: number;
  /** No storm begins after so long. */
  readonly secondsMax?: number;
  readonly people?: number;
  readonly progress?: (line: string) => void;
}

export interface Storm {
  readonly signal: 'SIGTERM' | 'SIGKILL';
  /** From the moment when the server answers again until the last one is back. */
  readonly backMs: number;
  /** The same for the last attempt, as its client chose the moment: what is left is the line's and this machine's. */
  readonly lastTryMs: number;
  /** The longest that somebody was without the server. */
  readonly awayMsMax: number;
  /**
   * Attempts within any one second, those that nobody answered included: by the moments that the clients chose,
   * for in a hall each has a machine of its own, and here one busy process wakes many late and together.
   */
  readonly connectsPerSecondPeak: number;
  /** The same as they arrived. */
  readonly arrivedPerSecondPeak: number;
  /** Attempts that failed although the server answered again: the line's doing. */
  readonly failed: number;
  readonly acknowledged: number;
}

export interface StormResult {
  readonly storms: readonly Storm[];
  readonly lost: readonly string[];
  readonly troubles: readonly string[];
}

const PEOPLE = 200;
const ROLES = ['editor', 'coordinator'] as const;
/** A meeting room's Wi-Fi and a home line behind it. */
const LINE = { delayMs: { min: 10, max: 60 }, lossRatio: 0.01 };
/** All together: each client of this process applies what everybody writes. */
const EDIT_EVERY_MS = 60;
const WRITING_MS = 1_000;
/** Of the lines, just before: also somebody who is coming back at that moment meets a restart. */
const CUTS = 5;
const BACK_WITHIN_MS = 60_000;
/** Texts grow, and 200 peers hold each: after so many storms they move to a new one. */
const STORMS_PER_DOCUMENT = 10;
const FRAME_MS = 16;
/** The first coming is no storm. */
const ARRIVE_EVERY_MS = 5;

interface Person {
  readonly name: string;
  readonly peer: Peer;
  readonly words: string[];
  /** So many of them, from the first, were called saved. */
  acknowledged: number;
  /** Moments chosen for attempts, as `Date.now()`. */
  readonly triesMs: number[];
  awaySinceMs: number | null;
  awayMsMax: number;
}

interface World {
  readonly random: SeededRandom;
  readonly line: BadLine;
  readonly tokens: readonly string[];
  documentId: string;
  people: Person[];
}

export async function stormRun(options: StormOptions): Promise<StormResult> {
  const { seed, storms: count, secondsMax = Infinity, people = PEOPLE, progress } = options;
  // y-websocket listens for the end of the process, once for each provider.
  process.setMaxListeners(2 * people);
  const random = new SeededRandom(seed);
  const where = { dataDir: temporaryFolder(), port: await freePort() };
  let server = await startServer(where);
  const tokens = await Promise.all(ROLES.map((role) => server.cli('token', 'create', '--role', role)));
  const line = await BadLine.to(where.port, random, LINE);
  const world: World = { random, line, tokens, documentId: '', people: [] };
  const storms: Storm[] = [];
  const lost: string[] = [];
  const troubles: string[] = [];
  const beganMs = performance.now();
  try {
    while (storms.length < count && performance.now() - beganMs < secondsMax * 1_000) {
      if (storms.length % STORMS_PER_DOCUMENT === 0) await moveIn(world, server, people);
      const signal = (storms.length + seed) % 2 === 0 ? 'SIGKILL' : 'SIGTERM';
      const stopWriting = beginWriting(world);
      await settle(WRITING_MS);
      line.cut(CUTS);
      const endedMs = Date.now();
      await (signal === 'SIGKILL' ? server.kill() : server.stop());
      line.shut();
      const acknowledged = world.people.map(({ words, acknowledged: so }) => words.slice(0, so));
      server = await startServer(where);
      lost.push(...(await missing(world, server, acknowledged.flat(), storms.length)));
      line.open();
      const storm = await comeBack(world, signal, endedMs);
      stopWriting();
      troubles.push(...(await converged(world, server, storms.length)));
      storms.push(storm);
      progress?.(
        `${storms.length} storms; ${signal}: all back after ${storm.backMs} ms, longest away ${storm.awayMsMax} ms, ${storm.connectsPerSecondPeak} connects/s (${storm.arrivedPerSecondPeak} arrived), ${storm.failed} again, ${storm.acknowledged} acknowledged, ${lost.length} lost, ${troubles.length} troubles`,
      );
    }
    return { storms, lost, troubles };
  } finally {
    await moveOut(world);
    await line.close();
    await server.stop();
  }
}

async function moveIn(world: World, server: RunningServer, people: number): Promise<void> {
  await moveOut(world);
  world.documentId = await newDocument(apiClient(server, world.tokens[0] ?? ''), 'Hall');
  world.people = [];
  for (let n = 0; n < people; n++) {
    world.people.push(arrive(world, n));
    await settle(ARRIVE_EVERY_MS);
  }
  await until(() => world.people.every(isBack), 'everybody is there', BACK_WITHIN_MS);
}

async function moveOut({ people }: World): Promise<void> {
  await Promise.all(people.map(({ peer }) => peer.destroy()));
}

function arrive({ random, line, tokens, documentId }: World, n: number): Person {
  const own = new SeededRandom(random.int(2 ** 31));
  const peer = new Peer({
    documentId,
    url: `ws://127.0.0.1:${line.port}/sync`,
    schema: 1,
    incarnation: 1,
    right: 'write',
    personId: `p${n}`,
    title: 'Hall',
    language: 'en',
    // What devices keep is the offline soak's matter.
    factory: null,
    nowMs: Date.now,
    random: () => own.next(),
    WebSocketPolyfill: withToken(tokens[n % tokens.length] ?? ''),
    onChange: () => note(person),
    onIncoming: () => undefined,
    // As a page draws.
    onNextFrame: (run) => void setTimeout(run, FRAME_MS),
  });
  const person: Person = {
    name: `p${n}`,
    peer,
    words: [],
    triesMs: [],
    acknowledged: 0,
    awaySinceMs: performance.now(),
    awayMsMax: 0,
  };
  void peer.start();
  return person;
}

const isBack = ({ peer }: Person): boolean => peer.facts.connected && peer.facts.synced;

function note(person: Person): void {
  const { facts, waiting } = person.peer;
  if (waiting && waiting.nextTryAtMs !== person.triesMs.at(-1)) person.triesMs.push(waiting.nextTryAtMs);
  if (!facts.unsaved && facts.opened) person.acknowledged = person.words.length;
  if (!isBack(person)) person.awaySinceMs ??= performance.now();
  else if (person.awaySinceMs !== null) {
    person.awayMsMax = Math.max(person.awayMsMax, performance.now() - person.awaySinceMs);
    person.awaySinceMs = null;
  }
}

/** Also while there is no server: what is written then arrives with the return. */
function beginWriting({ people, random }: World): () => void {
  const timer = setInterval(() => {
    const person = random.pick(people);
    const word = `[${person.name}:${person.words.length}]`;
    person.words.push(word);
    writeParagraph(person.peer.doc, word);
  }, EDIT_EVERY_MS);
  return () => clearInterval(timer);
}

async function missing(
  { documentId, tokens }: World,
  server: RunningServer,
  acknowledged: readonly string[],
  storm: number,
): Promise<string[]> {
  const text = await freshText(`${liveUrl(server)}/${documentId}?schema=1&proto=1&ack=1`, tokens[0] ?? '');
  return acknowledged.filter((word) => !text.includes(word)).map((word) => `storm ${storm}: ${word}`);
}

async function comeBack({ people, line }: World, signal: Storm['signal'], endedMs: number): Promise<Storm> {
  const openedMs = Date.now();
  for (const person of people) person.awayMsMax = 0;
  await until(() => people.every(isBack), 'everybody is back', BACK_WITHIN_MS);
  const triesMs = people
    .flatMap((person) => person.triesMs.filter((atMs) => atMs >= endedMs))
    .toSorted((a, b) => a - b);
  return {
    signal,
    backMs: Date.now() - openedMs,
    lastTryMs: Math.round((triesMs.at(-1) ?? openedMs) - openedMs),
    awayMsMax: Math.round(Math.max(...people.map(({ awayMsMax }) => awayMsMax))),
    connectsPerSecondPeak: peakPerSecond(triesMs),
    arrivedPerSecondPeak: peakPerSecond(line.attemptsMs.filter((atMs) => atMs >= endedMs)),
    failed: people.reduce(
      (sum, own) => sum + Math.max(0, own.triesMs.filter((atMs) => atMs > openedMs).length - 1),
      0,
    ),
    acknowledged: people.reduce((sum, person) => sum + person.acknowledged, 0),
  };
}

/** Everything that anybody wrote is saved, everybody has the same, and so has the server. */
async function converged(
  { people, documentId, tokens }: World,
  server: RunningServer,
  storm: number,
): Promise<string[]> {
  const says = (what: string): string => `storm ${storm}: ${what}`;
  const isSaved = ({ peer }: Person): boolean => peer.facts.connected && !peer.facts.unsaved;
  const isAlike = (): boolean => new Set(people.map(({ peer }) => stateOf(peer))).size === 1;
  await until(() => people.every(isSaved), 'saved', BACK_WITHIN_MS).catch(() => undefined);
  await until(isAlike, 'alike', BACK_WITHIN_MS).catch(() => undefined);
  const troubles = people
    .filter((person) => !isSaved(person))
    .map(({ name }) => says(`${name} is not saved`));
  for (const { name, peer } of people) {
    if (peer.facts.rejected) troubles.push(says(`${name} was refused`));
    if (peer.facts.closedCode !== null) troubles.push(says(`${name} was closed: ${peer.facts.closedCode}`));
  }
  if (!isAlike()) troubles.push(says('not everybody has the same'));
  const text = await freshText(`${liveUrl(server)}/${documentId}?schema=1&proto=1&ack=1`, tokens[0] ?? '');
  const absent = people.flatMap(({ words }) => words).filter((word) => !text.includes(word));
  for (const word of absent) troubles.push(says(`${word} did not arrive`));
  // The server may have given blocks their ids meanwhile (E16): the words are what counts.
  const strip = (markup: string): string => markup.replace(/ id="[^"]*"/g, '');
  const first = people[0];
  if (first && strip(textOf(first.peer.doc)) !== strip(text))
    troubles.push(says('another text on the server'));
  return troubles;
}

const stateOf = ({ doc }: Peer): string => Buffer.from(Y.encodeStateVector(doc)).toString('latin1');

/** The most of them that fall into one second, wherever it begins. */
function peakPerSecond(timesMs: readonly number[]): number {
  let peak = 0;
  let from = 0;
  for (const [at, timeMs] of timesMs.entries()) {
    while (timeMs - (timesMs[from] ?? timeMs) >= 1_000) from++;
    peak = Math.max(peak, at - from + 1);
  }
  return peak;
}
