/**
 * One run of one schedule: the real engine and the real peer under a simulated clock, network, store and
 * randomness. It ends when everything has healed and all that must hold then has been looked at.
 */
import { enter, leave } from './globals.ts';
import * as Y from 'yjs';
import * as time from 'lib0/time';
import type { Client } from './clients.ts';
import { bare, isPending, statesOf, untidied } from './mirror.ts';
import { writeParagraph } from '../support/live-clients.ts';
import { perform } from './operations.ts';
import { documents, type Schedule } from './schedule.ts';
import { World } from './world.ts';

export interface Run {
  /** The first thing that did not hold; `null`: everything held. */
  readonly violation: string | null;
  /** Of everything that happened, in its order. */
  readonly trace: string;
  readonly events: number;
  readonly rows: number;
  readonly acknowledged: number;
  readonly relayed: number;
}

const HEAL_STEP_MS = 500;
/** Half-open sockets are found out after 30 and 45 s, and a client's longest wait is 6 s. */
const HEAL_MS_MAX = 180_000;
/** After the last edit comes the server's repair, and what it mends is again an edit. */
const QUIET_MS = 4_500;
/** A socket that was cut unnoticed is found out after 45 s, and a room lingers for 10 s. */
const EMPTY_MS_MAX = 70_000;

export async function simulate(
  schedule: Schedule,
  print: ((line: string) => void) | null = null,
): Promise<Run> {
  const world = new World(schedule.seed, print);
  const { invariants } = world;
  const onRejection = (error: unknown): void => invariants.fail(`unhandled: ${stackOf(error)}`);
  process.on('unhandledRejection', onRejection);
  enter({ clock: world.browsers, random: world.random });
  try {
    if (time.getUnixTime() !== world.clock.nowMs())
      throw new Error('globals.ts must be imported before lib0');
    await play(world, schedule);
  } catch (error) {
    invariants.fail(`thrown: ${stackOf(error)}`);
  } finally {
    world.server?.kill();
    await Promise.all(world.clients.map((client) => client.close()));
    world.browsers.end();
    leave();
    process.off('unhandledRejection', onRejection);
  }
  const { violation, rows, acknowledged, relayed } = invariants;
  world.trace.note(`end ${violation ?? 'well'}`);
  const { events } = world.clock;
  return { violation, trace: world.trace.digest(), events, rows, acknowledged, relayed };
}

const stackOf = (error: unknown): string =>
  error instanceof Error ? (error.stack ?? error.message) : String(error);

async function play(world: World, { setup, operations }: Schedule): Promise<void> {
  await world.begin(setup);
  await world.pass(50);
  for (const operation of operations) {
    if (world.isOver) return;
    await world.pass(perform(world, operation));
    signsAreTrue(world);
  }
  await heal(world);
  if (!world.isOver) await comeToQuiet(world);
  if (!world.isOver) await newcomersSeeTheSame(world);
  if (!world.isOver) await logsAreSound(world);
  if (!world.isOver) await nothingIsLeft(world);
}

/** "Saved" is said by nobody whose words are not on disk. */
function signsAreTrue({ clients, invariants }: World): void {
  for (const { isSaved, doc, documentId, person } of clients)
    if (isSaved && doc && !invariants.mirror(documentId).isBeyond(statesOf(doc)))
      invariants.fail(`${person} reads "saved", but not all of ${documentId} is durable`);
}

async function heal(world: World): Promise<void> {
  const { clients, store, clock } = world;
  world.trace.note('heal');
  store.heal();
  world.invariants.ended.clear();
  for (const { line, person } of clients) {
    world.rights.signIn(person);
    line.isOnline = true;
    line.stalledUntilMs = 0;
  }
  const untilMs = clock.nowMs() + HEAL_MS_MAX;
  let left: string | null = 'not looked yet';
  while (left !== null && clock.nowMs() < untilMs && (await world.pass(HEAL_STEP_MS))) {
    for (const client of clients) if (client.isEnded && mayRead(world, client)) await client.reload();
    if (world.wroteElsewhere && left !== null) touch(world);
    left = clients.map((client) => restless(world, client)).find((why) => why !== null) ?? null;
  }
  if (left !== null) world.invariants.fail(`not at rest after ${HEAL_MS_MAX / 1_000} s: ${left}`);
  signsAreTrue(world);
}

/** A commit of its own tells the engine what others have written (E5). */
function touch({ server }: World): void {
  for (const documentId of documents)
    void server?.engine.edit(documentId, (doc) => writeParagraph(doc, 'touched'));
}

async function comeToQuiet(world: World): Promise<void> {
  for (let rows = -1; rows !== world.invariants.rows && !world.isOver;) {
    rows = world.invariants.rows;
    if (world.wroteElsewhere) touch(world);
    world.wroteElsewhere = false;
    await world.pass(QUIET_MS);
  }
  await world.pass(Math.max(0, world.network.unnoticedUntilMs - world.clock.nowMs()));
}

const mayRead = ({ rights }: World, { person }: Client): boolean =>
  rights.rightOf(person) !== null && rights.isSignedIn(person);

/** Why this client is not where it should be; `null`: it is. */
function restless(world: World, client: Client): string | null {
  const { doc, person, documentId, kind, says } = client;
  if (!doc || !mayRead(world, client)) return null;
  const mirror = world.invariants.mirror(documentId);
  const who = `${person} (${kind}) in ${documentId}`;
  if (!client.isAtRest) return `${who} says "${says}"`;
  // It cannot be told that it only reads, and keeps for itself what it wrote before it came back.
  if (kind === 'stock' && !world.rights.mayWrite(person, documentId)) return null;
  if (isPending(doc)) return `${who} has something pending`;
  const isTidied = !world.rights.mayWrite(person, documentId) && bare(doc) === bare(mirror.doc);
  if (doc.getXmlFragment('body').toString() !== mirror.text && !isTidied) return `${who} has another text`;
  const states = statesOf(doc);
  if (states.size !== statesOf(mirror.doc).size || !mirror.isBeyond(states))
    return `${who} has another state`;
  return null;
}

/** Of an empty one there is nothing to say. */
const written = ({ store }: World): readonly string[] =>
  documents.filter((documentId) => store.durable.rows(documentId).length > 0);

/** Somebody new is given the whole text, is asked for nothing that is there, and sees who is here and nobody else. */
async function newcomersSeeTheSame(world: World): Promise<void> {
  const { invariants, network } = world;
  for (const documentId of written(world)) {
    const vera = world.add('tandem', 'vera', documentId);
    vera.open();
    for (let n = 0; n < 20 && restless(world, vera) !== null; n++) await world.pass(HEAL_STEP_MS);
    await world.pass(HEAL_STEP_MS);
    const wrong = restless(world, vera);
    if (wrong !== null) return invariants.fail(`a newcomer is not at rest: ${wrong}`);
    const mirror = invariants.mirror(documentId);
    const link = [...network.links].find(({ line }) => line === vera.line);
    const question = link && invariants.question(link);
    if (!world.rights.isLocked(documentId) && !sameStates(question ?? null, statesOf(mirror.doc)))
      return invariants.fail(`${documentId}: what the server says it knows is not what its log says`);
    const here = world.clients.filter(
      (it) => it.documentId === documentId && it.doc && !it.isEnded && mayRead(world, it),
    );
    const ids = new Set(here.map(({ doc }) => doc?.clientID));
    // Who keeps no rule may call themselves any number, as long as they are there.
    const isWatched = here.length === world.clients.filter((it) => it.documentId === documentId).length;
    const ghost = vera.people.find((id) => !ids.has(id));
    if (isWatched && ghost !== undefined)
      return invariants.fail(`${documentId}: ${ghost} is shown as present, and is gone`);
    const unseen = here.find(({ doc }) => doc && !vera.people.includes(doc.clientID));
    if (unseen)
      return invariants.fail(`${documentId}: ${unseen.person} (${unseen.kind}) is here, and is not shown`);
  }
}

const sameStates = (a: ReadonlyMap<number, number> | null, b: ReadonlyMap<number, number>): boolean =>
  a !== null && a.size === b.size && [...b].every(([client, clock]) => a.get(client) === clock);

/** What the engine has in memory, what the log gives when it is read anew, and what was committed are one. */
async function logsAreSound(world: World): Promise<void> {
  const { invariants, store, server } = world;
  for (const documentId of written(world)) {
    const broken = await store.durable.verify(documentId);
    if (broken) invariants.fail(`${documentId}: the hash chain is broken at ${broken.brokenAtSeq}`);
    const asked = server?.engine.readDocument(documentId);
    await world.pass(HEAL_STEP_MS);
    const inMemory = loaded([(await asked) ?? new Uint8Array([0, 0])]);
    const rows = loaded(store.durable.rows(documentId).map(({ bytes }) => bytes));
    const { snapshot, updates } = await store.durable.read(documentId, 0);
    const short = loaded([...(snapshot ? [snapshot.bytes] : []), ...updates.map(({ bytes }) => bytes)]);
    const { doc: durable } = invariants.mirror(documentId);
    // What is condensed was tidied by Yjs; with a snapshot only that may differ.
    const isTidied = snapshot !== null && [short, inMemory].every((doc) => bare(doc) === bare(rows));
    for (const [what, doc] of Object.entries({ inMemory, short, durable })) {
      if (!isSame(doc, rows) && !(isTidied && doc !== durable))
        invariants.fail(`${documentId}: ${what} is not what the log gives`);
      if (isPending(doc)) invariants.fail(`${documentId}: ${what} has something pending`);
    }
  }
}

function loaded(updates: readonly Uint8Array[]): Y.Doc {
  const doc = untidied();
  doc.transact(() => {
    for (const update of updates) Y.applyUpdate(doc, update);
  });
  return doc;
}

const isSame = (a: Y.Doc, b: Y.Doc): boolean =>
  Buffer.compare(Y.encodeStateVector(a), Y.encodeStateVector(b)) === 0 &&
  Y.equalSnapshots(Y.snapshot(a), Y.snapshot(b)) &&
  a.getXmlFragment('body').toString() === b.getXmlFragment('body').toString();

/** Everybody goes: no room, no connection and no timer stays. */
async function nothingIsLeft(world: World): Promise<void> {
  const { invariants, server, clients, browsers } = world;
  for (const client of clients) await client.close();
  if (!server) return;
  const isLeft = (): boolean => server.engine.stats().rooms > 0 || server.scope.pending > 0;
  for (let waitedMs = 0; waitedMs < EMPTY_MS_MAX && isLeft() && !world.isOver; waitedMs += 5_000)
    await world.pass(5_000);
  const { rooms, connections } = server.engine.stats();
  if (rooms > 0 || connections > 0) invariants.fail(`${rooms} rooms and ${connections} connections are left`);
  if (server.scope.pending > 0) invariants.fail(`${server.scope.pending} timers of the server are left`);
  if (browsers.pending > 0) invariants.fail(`${browsers.pending} timers of browsers are left`);
}
