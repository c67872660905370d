/**
 * People who write and move, as a server sees them: sockets, recorded edits, presence. They count what arrives by
 * the signs in the bytes and never hold a document, so that they keep up with the fastest server on one core.
 */
import { setTimeout as delay } from 'node:timers/promises';
import type { Running } from './contenders.ts';
import { FrameMeter } from './frame-meter.ts';
import { frameOf, openLight, type LightSocket } from './light-socket.ts';
import {
  cutSign,
  EDIT_SIGN,
  numberAt,
  PRESENCE_SIGN,
  recordRoom,
  SIGN_LENGTH,
  signOf,
} from './recorded-edits.ts';
import type { Scenario } from './scenarios.ts';

/** Where they go. */
export type Place = Pick<Running, 'url' | 'dialect' | 'token'>;

export interface CrowdOptions {
  /** How long they will act at most: so much is recorded beforehand. */
  readonly seconds: number;
  /** One in so many reads what arrives; the others only count bytes. */
  readonly readersEvery?: number;
  /** What somebody says of themselves after so many edits; otherwise a sign by which it is counted. */
  readonly stateOf?: (clientId: number, editsSent: number) => string;
}

interface Person {
  /** Among all of them. */
  readonly number: number;
  readonly room: string;
  readonly clientId: number;
  readonly edits: readonly Uint8Array[];
  light: LightSocket;
  editsSent: number;
  statesSent: number;
  nextEditMs: number;
  nextStateMs: number;
  readonly isReader: boolean;
  readonly meter: FrameMeter;
  /** Bytes that arrived, frames included. */
  bytes: number;
  /** A sign that the end of what arrived cut through. */
  tail: Buffer;
  /** The newest state of each other person that arrived here. */
  readonly seenStates: Int32Array;
}

const TICK_MS = 4;
const SETTLE_MS = 1_000;
/** Latencies kept of all: one in so many. */
const SAMPLED = 16;
/** So many readers tell how much of what arrives is presence. */
const METERED = 10;
const NOTHING = Buffer.alloc(0);

export class Crowd {
  readonly people: readonly Person[];
  /** By edit: when it was sent, 0 if not yet; how many readers it reached. */
  readonly #sentAtMs: Float64Array;
  readonly #arrivals: Uint16Array;
  /** Numbers of the edits sent while it counts. */
  readonly counted: number[] = [];
  readonly latencies: number[] = [];
  statesCounted = 0;
  stateDeliveries = 0;
  isCounting = false;
  readonly #scenario: Scenario;
  readonly #target: Place;
  readonly #editsEach: number;
  readonly #stateOf: CrowdOptions['stateOf'];
  /** Texts that nobody has brought yet, by room. */
  readonly #starts = new Map<string, Uint8Array>();
  #seen = 0;
  #endMs = 0;
  #timer: NodeJS.Timeout | undefined;

  private constructor(
    scenario: Scenario,
    target: Place,
    rooms: readonly string[],
    { seconds, readersEvery = 1, stateOf }: CrowdOptions,
  ) {
    this.#stateOf = stateOf;
    this.#scenario = scenario;
    this.#target = target;
    this.#editsEach = Math.ceil(scenario.editsPerSecond * seconds) + 2;
    const count = scenario.rooms * scenario.peoplePerRoom;
    this.#sentAtMs = new Float64Array(count * this.#editsEach);
    this.#arrivals = new Uint16Array(count * this.#editsEach);
    this.people = rooms.flatMap((room, at) => this.#record(room, at, count, readersEvery));
  }

  /** Everybody comes into their room, the first of each brings the text; then it is quiet. */
  static async gather(
    scenario: Scenario,
    target: Place,
    rooms: readonly string[],
    options: CrowdOptions,
  ): Promise<Crowd> {
    const crowd = new Crowd(scenario, target, rooms, options);
    for (const person of crowd.people) await crowd.#arrive(person);
    await delay(SETTLE_MS);
    return crowd;
  }

  /** Each acts at the scenario's pace, spread evenly, for so long. */
  act(ms: number): void {
    const { editsPerSecond, presencePerSecond } = this.#scenario;
    const beginMs = performance.now();
    this.#endMs = beginMs + ms;
    for (const person of this.people) {
      const phase = person.number / this.people.length;
      if (editsPerSecond > 0) person.nextEditMs = beginMs + (phase * 1_000) / editsPerSecond;
      if (presencePerSecond > 0)
        person.nextStateMs = beginMs + (((phase * 7) % 1) * 1_000) / presencePerSecond;
      person.bytes = 0;
    }
    this.#timer = setInterval(() => this.#tick(), TICK_MS);
  }

  rest(): void {
    clearInterval(this.#timer);
  }

  leave(): void {
    this.rest();
    for (const { light } of this.people) light.end();
  }

  /** People who were cut off. */
  get lost(): number {
    return this.people.filter(({ light }) => light.isEnded).length;
  }

  get metered(): readonly Person[] {
    return this.people.slice(0, METERED);
  }

  /** How many of the counted edits' arrivals there were, and how many there should have been. */
  arrivals(): { readonly reached: number; readonly expected: number } {
    // As many in each room.
    const readers = this.people.filter(({ isReader }) => isReader).length / this.#scenario.rooms;
    let reached = 0;
    let expected = 0;
    for (const number of this.counted) {
      const writer = this.people[Math.floor(number / this.#editsEach)];
      reached += this.#arrivals[number] ?? 0;
      expected += readers - (writer?.isReader ? 1 : 0);
    }
    return { reached, expected };
  }

  /** Numbers of all edits that somebody else has seen. */
  seenEdits(): readonly number[] {
    const seen: number[] = [];
    for (const [number, arrivals] of this.#arrivals.entries()) if (arrivals > 0) seen.push(number);
    return seen;
  }

  #record(room: string, roomAt: number, count: number, readersEvery: number): Person[] {
    const { peoplePerRoom } = this.#scenario;
    const first = roomAt * peoplePerRoom;
    const clientIdOf = (index: number) => 1_000_000 + roomAt * 1_000 + index;
    const { start, edits } = recordRoom(
      peoplePerRoom,
      this.#editsEach,
      clientIdOf,
      (index, edit) => (first + index) * this.#editsEach + edit,
    );
    this.#starts.set(room, start);
    const frame = (update: Uint8Array) => frameOf(this.#target.dialect.update(room, update));
    return edits.map((recorded, index) => ({
      number: first + index,
      room,
      clientId: clientIdOf(index),
      edits: recorded.map(frame),
      light: NOBODY,
      editsSent: 0,
      statesSent: 0,
      nextEditMs: Infinity,
      nextStateMs: Infinity,
      isReader: index % readersEvery === 0,
      meter: new FrameMeter(),
      bytes: 0,
      tail: NOTHING,
      seenStates: new Int32Array(count),
    }));
  }

  async #arrive(person: Person): Promise<void> {
    const { dialect } = this.#target;
    const isMetered = person.number < METERED;
    person.light = await openLight(this.#target, dialect.path(person.room), (bytes) => {
      person.bytes += bytes.length;
      if (isMetered && this.isCounting) person.meter.read(bytes);
      if (person.isReader) this.#read(person, bytes);
    });
    for (const message of dialect.greeting(person.room)) person.light.send(frameOf(message));
    const start = this.#starts.get(person.room);
    if (!start) return;
    person.light.send(frameOf(dialect.update(person.room, start)));
    this.#starts.delete(person.room);
  }

  #read(person: Person, bytes: Buffer): void {
    const now = performance.now();
    const whole = person.tail.length === 0 ? bytes : Buffer.concat([person.tail, bytes]);
    for (let at = whole.indexOf(EDIT_SIGN); at >= 0; at = whole.indexOf(EDIT_SIGN, at + 1)) {
      const number = numberAt(whole, at);
      const sentAtMs = this.#sentAtMs[number] ?? 0;
      if (sentAtMs === 0 || Math.floor(number / this.#editsEach) === person.number) continue;
      this.#arrivals[number] = (this.#arrivals[number] ?? 0) + 1;
      if (this.isCounting && (this.#seen += 1) % SAMPLED === 0) this.latencies.push(now - sentAtMs);
      at += SIGN_LENGTH - 1;
    }
    if (this.#scenario.presencePerSecond > 0) this.#readPresence(person, whole);
    person.tail = cutSign(whole);
  }

  #readPresence(person: Person, whole: Buffer): void {
    for (let at = whole.indexOf(PRESENCE_SIGN); at >= 0; at = whole.indexOf(PRESENCE_SIGN, at + 1)) {
      const number = numberAt(whole, at);
      const writer = number >> 10;
      if (number < 0 || writer >= this.people.length || writer === person.number) continue;
      const state = number & 1_023;
      if (state <= (person.seenStates[writer] ?? 0)) continue;
      person.seenStates[writer] = state;
      if (this.isCounting) this.stateDeliveries += 1;
    }
  }

  #tick(): void {
    const now = performance.now();
    for (const person of this.people) {
      while (person.nextEditMs <= now && person.nextEditMs < this.#endMs) this.#edit(person, now);
      while (person.nextStateMs <= now && person.nextStateMs < this.#endMs) this.#move(person);
    }
  }

  #edit(person: Person, now: number): void {
    person.nextEditMs += 1_000 / this.#scenario.editsPerSecond;
    const frame = person.edits[person.editsSent];
    if (!frame) return;
    const number = person.number * this.#editsEach + person.editsSent;
    this.#sentAtMs[number] = now;
    person.light.send(frame);
    person.editsSent += 1;
    if (this.isCounting) this.counted.push(number);
  }

  #move(person: Person): void {
    person.nextStateMs += 1_000 / this.#scenario.presencePerSecond;
    person.statesSent += 1;
    const sign = signOf(PRESENCE_SIGN, person.number * 1_024 + (person.statesSent & 1_023));
    const json =
      this.#stateOf?.(person.clientId, person.editsSent) ??
      `{"cursor":"${sign}","user":{"name":"Person ${person.number}","color":"#12665c"}}`;
    const { dialect } = this.#target;
    person.light.send(frameOf(dialect.presence(person.room, person.clientId, person.statesSent, json)));
    if (this.isCounting) this.statesCounted += 1;
  }
}

/** Before somebody has come. */
const NOBODY: LightSocket = { send: () => undefined, end: () => undefined, isEnded: true };
