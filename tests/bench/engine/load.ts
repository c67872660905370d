/**
 * People who write and move, as a server sees them: sockets, recorded edits, presence. It counts what arrives
 * by the signs in the bytes and never holds a document, so that it keeps up with the fastest server on one core.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { WebSocket } from 'ws';
import type { Dialect } from './dialects.ts';
import { EDIT_SIGN, numberAt, PRESENCE_SIGN, recordRoom, SIGN_LENGTH, signOf } from './recorded-edits.ts';
import type { Scenario } from './scenarios.ts';

export interface LoadTarget {
  /** `ws://127.0.0.1:PORT` */
  readonly url: string;
  readonly dialect: Dialect;
  /** Names of the rooms, as many as the scenario has. */
  readonly rooms: readonly string[];
  readonly token?: string;
}

export interface LoadResult {
  readonly seconds: number;
  readonly editsSent: number;
  readonly statesSent: number;
  /** Edits and presence states that reached one other person each. */
  readonly deliveries: number;
  readonly editDeliveries: number;
  /** Of the deliveries of edits that should have been; presence may be coalesced. */
  readonly editsDelivered: number;
  /** From sending to each arrival, of edits, in ms. */
  readonly latency: { readonly median: number; readonly p99: number };
}

const WARM_UP_MS = 2_000;
const DRAIN_MS = 1_500;
const TICK_MS = 4;
/** Latencies kept of all: one in so many. */
const SAMPLED = 16;

interface Person {
  readonly socket: WebSocket;
  readonly room: number;
  readonly index: number;
  readonly clientId: number;
  edits: number;
  states: number;
  nextEditMs: number;
  nextStateMs: number;
  /** The newest state of each other person that arrived here. */
  readonly seenStates: Int32Array;
}

export interface Measured {
  begin(): void;
  end(): void;
}

/** `measured` is told when the window opens and closes: between them everything flows. */
export async function runLoad(
  scenario: Scenario,
  target: LoadTarget,
  windowMs: number,
  measured: Measured,
): Promise<LoadResult> {
  const { rooms, peoplePerRoom, editsPerSecond, presencePerSecond } = scenario;
  const people = rooms * peoplePerRoom;
  const seconds = (WARM_UP_MS + windowMs) / 1_000;
  const editsEach = Math.ceil(editsPerSecond * seconds) + 2;
  const numberOf = (person: number, edit: number) => person * editsEach + edit;
  const sentAtMs = new Float64Array(people * editsEach);
  const arrivals = new Uint16Array(people * editsEach);
  const latencies: number[] = [];
  let stateDeliveries = 0;
  let counting = false;
  let seen = 0;

  const recorded = Array.from({ length: rooms }, (_, room) =>
    recordRoom(
      peoplePerRoom,
      editsEach,
      (person) => 1_000_000 + room * 1_000 + person,
      (person, edit) => numberOf(room * peoplePerRoom + person, edit),
    ),
  );

  const receive = (person: Person, data: Buffer): void => {
    const now = performance.now();
    const own = person.room * peoplePerRoom + person.index;
    for (let at = data.indexOf(EDIT_SIGN); at >= 0; at = data.indexOf(EDIT_SIGN, at + 1)) {
      const number = numberAt(data, at);
      if (number < 0 || number >= sentAtMs.length) continue;
      const writer = Math.floor(number / editsEach);
      const sent = sentAtMs[number] ?? 0;
      if (writer === own || sent === 0) continue;
      arrivals[number] = (arrivals[number] ?? 0) + 1;
      if (counting && (seen += 1) % SAMPLED === 0) latencies.push(now - sent);
      at += SIGN_LENGTH - 1;
    }
    if (presencePerSecond === 0) return;
    for (let at = data.indexOf(PRESENCE_SIGN); at >= 0; at = data.indexOf(PRESENCE_SIGN, at + 1)) {
      const number = numberAt(data, at);
      const writer = number >> 10;
      if (number < 0 || writer >= people || writer === own) continue;
      const state = number & 1_023;
      if (state <= (person.seenStates[writer] ?? 0)) continue;
      person.seenStates[writer] = state;
      if (counting) stateDeliveries += 1;
    }
  };

  const everybody: Person[] = [];
  for (let room = 0; room < rooms; room += 1)
    for (let index = 0; index < peoplePerRoom; index += 1) {
      const name = target.rooms[room] ?? '';
      const headers = target.token === undefined ? {} : { authorization: `Bearer ${target.token}` };
      const socket = new WebSocket(target.url + target.dialect.path(name), {
        headers,
        perMessageDeflate: false,
      });
      socket.binaryType = 'nodebuffer';
      const person: Person = {
        socket,
        room,
        index,
        clientId: 1_000_000 + room * 1_000 + index,
        edits: 0,
        states: 0,
        nextEditMs: Infinity,
        nextStateMs: Infinity,
        seenStates: new Int32Array(people),
      };
      everybody.push(person);
      await opened(socket);
      for (const message of target.dialect.greeting(name)) socket.send(message);
      const { start } = recorded[room] ?? { start: new Uint8Array() };
      // The first in each room brings the text.
      if (index === 0) socket.send(target.dialect.update(name, start));
      socket.on('message', (data: Buffer) => receive(person, data));
    }
  await delay(1_000);

  const beginMs = performance.now();
  for (const [at, person] of everybody.entries()) {
    const phase = at / everybody.length;
    if (editsPerSecond > 0) person.nextEditMs = beginMs + (phase * 1_000) / editsPerSecond;
    if (presencePerSecond > 0) person.nextStateMs = beginMs + (((phase * 7) % 1) * 1_000) / presencePerSecond;
  }
  const counts = { edits: 0, states: 0 };
  const endMs = beginMs + WARM_UP_MS + windowMs;
  const windowEdits: number[] = [];
  const act = (): void => {
    const now = performance.now();
    for (const person of everybody) {
      const name = target.rooms[person.room] ?? '';
      while (person.nextEditMs <= now && person.nextEditMs < endMs) {
        const number = numberOf(person.room * peoplePerRoom + person.index, person.edits);
        const update = recorded[person.room]?.edits[person.index]?.[person.edits];
        if (!update) break;
        sentAtMs[number] = now;
        person.socket.send(target.dialect.update(name, update));
        person.edits += 1;
        person.nextEditMs += 1_000 / editsPerSecond;
        if (counting) {
          counts.edits += 1;
          windowEdits.push(number);
        }
      }
      while (person.nextStateMs <= now && person.nextStateMs < endMs) {
        person.states += 1;
        const own = person.room * peoplePerRoom + person.index;
        const sign = signOf(PRESENCE_SIGN, own * 1_024 + (person.states & 1_023));
        const json = `{"cursor":"${sign}","user":{"name":"Person ${own}","color":"#12665c"}}`;
        person.socket.send(target.dialect.presence(name, person.clientId, person.states, json));
        person.nextStateMs += 1_000 / presencePerSecond;
        if (counting) counts.states += 1;
      }
    }
  };
  const timer = setInterval(act, TICK_MS);
  await delay(WARM_UP_MS);
  counting = true;
  measured.begin();
  const openedAt = performance.now();
  await delay(windowMs);
  counting = false;
  measured.end();
  const tookMs = performance.now() - openedAt;
  clearInterval(timer);
  await delay(DRAIN_MS);
  for (const { socket } of everybody) socket.terminate();

  const reached = windowEdits.reduce((sum, number) => sum + (arrivals[number] ?? 0), 0);
  latencies.sort((a, b) => a - b);
  const quantile = (q: number): number => latencies[Math.floor(q * latencies.length)] ?? Number.NaN;
  return {
    seconds: tookMs / 1_000,
    editsSent: counts.edits,
    statesSent: counts.states,
    deliveries: reached + stateDeliveries,
    editDeliveries: reached,
    editsDelivered: reached / (counts.edits * (peoplePerRoom - 1)),
    latency: { median: quantile(0.5), p99: quantile(0.99) },
  };
}

const opened = (socket: WebSocket): Promise<void> =>
  new Promise((resolve, reject) => {
    socket.once('open', () => resolve());
    socket.once('error', reject);
  });
