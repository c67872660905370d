/** A crowd that acts for a while, and what of it was measured once everything flowed. */
import { setTimeout as delay } from 'node:timers/promises';
import { messageTypes } from '#lib/protocol/messages.ts';
import type { Running } from './contenders.ts';
import { Crowd } from './crowd.ts';
import { cpuSecondsOf, ownCpuSeconds } from './processes.ts';
import type { Scenario } from './scenarios.ts';
import { median, quantile } from './tables.ts';

export interface LoadResult {
  readonly seconds: number;
  readonly editsSent: number;
  /** Of those that should have been sent: below 1 the generator did not keep its pace. */
  readonly pace: number;
  /** Edits and presence states that reached one other person each. */
  readonly deliveries: number;
  /** Of the deliveries of edits that should have been; presence may be coalesced. */
  readonly editsDelivered: number;
  /** Bytes of the person who got least, as a share of what was usual. */
  readonly evenness: number;
  /** From sending to each arrival, of edits, in ms. */
  readonly latency: { readonly median: number; readonly p99: number };
  /** Presence that one person got (in y-websocket's dialect only). */
  readonly presenceBytesPerSecond: number;
  /** CPU of the server and of the generator, in seconds. */
  readonly cpuSeconds: number;
  readonly generatorBusy: number;
  /** People who were cut off. */
  readonly lost: number;
}

export interface LoadOptions {
  readonly windowMs: number;
  readonly warmUpMs?: number;
  readonly readersEvery?: number;
}

const WARM_UP_MS = 2_000;
const DRAIN_MS = 1_500;

export async function runLoad(
  scenario: Scenario,
  target: Running,
  { windowMs, warmUpMs = WARM_UP_MS, readersEvery = 1 }: LoadOptions,
): Promise<LoadResult> {
  const rooms = await target.rooms(scenario.rooms);
  const seconds = (warmUpMs + windowMs) / 1_000;
  const crowd = await Crowd.gather(scenario, target, rooms, { seconds, readersEvery });
  try {
    crowd.act(warmUpMs + windowMs);
    await delay(warmUpMs);
    const window = await measured(crowd, target.pid, windowMs);
    crowd.rest();
    await delay(DRAIN_MS);
    return { ...window, ...outcome(scenario, crowd, window.seconds) };
  } finally {
    crowd.leave();
  }
}

/** While everything flows. */
async function measured(crowd: Crowd, pid: number, windowMs: number) {
  crowd.isCounting = true;
  const from = { ms: performance.now(), cpu: cpuSecondsOf(pid), own: ownCpuSeconds() };
  await delay(windowMs);
  crowd.isCounting = false;
  const seconds = (performance.now() - from.ms) / 1_000;
  return {
    seconds,
    cpuSeconds: cpuSecondsOf(pid) - from.cpu,
    generatorBusy: (ownCpuSeconds() - from.own) / seconds,
  };
}

function outcome(scenario: Scenario, crowd: Crowd, seconds: number) {
  const { people, latencies } = crowd;
  const { reached, expected } = crowd.arrivals();
  const readers = people.filter(({ isReader }) => isReader);
  const editsSent = crowd.counted.length;
  const editsDelivered = expected === 0 ? 1 : reached / expected;
  const sorted = latencies.toSorted((a, b) => a - b);
  const presenceBytes = crowd.metered.map(({ meter }) => meter.bytesOf(messageTypes.presence));
  return {
    editsSent,
    pace: editsSent / (people.length * scenario.editsPerSecond * seconds),
    deliveries:
      editsDelivered * editsSent * (scenario.peoplePerRoom - 1) +
      (crowd.stateDeliveries * people.length) / readers.length,
    editsDelivered,
    evenness: Math.min(...people.map(({ bytes }) => bytes)) / median(readers.map(({ bytes }) => bytes)),
    latency: { median: quantile(sorted, 0.5), p99: quantile(sorted, 0.99) },
    presenceBytesPerSecond: median(presenceBytes) / seconds,
    lost: crowd.lost,
  };
}
