/** Many schedules in a row, each from a seed of its own; the first that fails is reduced. */
import { createHash } from 'node:crypto';
import { reduce } from './reduce.ts';
import { drawSchedule, type Schedule } from './schedule.ts';
import { simulate } from './simulation.ts';

export interface CampaignOptions {
  readonly seed: number;
  readonly schedules: number;
  /** Of each schedule. */
  readonly operations: number;
  readonly secondsMax: number;
  readonly onProgress: (campaign: Campaign) => void;
}

export interface Campaign {
  schedules: number;
  operations: number;
  events: number;
  rows: number;
  acknowledged: number;
  relayed: number;
  /** Of all that happened in all of them. */
  trace: string;
  failure: Failure | null;
}

export interface Failure {
  readonly seed: number;
  readonly violation: string;
  readonly reduced: Schedule;
}

const PROGRESS_EVERY_MS = 30_000;

/** Schedule number `n` has seed `seed + n`, so that any of them can be run alone. */
export async function runCampaign(options: CampaignOptions): Promise<Campaign> {
  const { seed, schedules, operations, secondsMax, onProgress } = options;
  const total = { schedules: 0, operations: 0, events: 0, rows: 0, acknowledged: 0, relayed: 0 };
  const campaign: Campaign = { ...total, trace: '', failure: null };
  const endsAtMs = performance.now() + secondsMax * 1_000;
  let saidAtMs = performance.now();
  while (campaign.schedules < schedules && performance.now() < endsAtMs) {
    const schedule = drawSchedule(seed + campaign.schedules, operations);
    const { violation, trace, events, rows, acknowledged, relayed } = await simulate(schedule);
    campaign.schedules++;
    campaign.operations += schedule.operations.length;
    campaign.events += events;
    campaign.rows += rows;
    campaign.acknowledged += acknowledged;
    campaign.relayed += relayed;
    campaign.trace = createHash('sha256').update(campaign.trace).update(trace).digest('hex');
    if (violation !== null) {
      campaign.failure = { seed: schedule.seed, violation, reduced: await reduce(schedule, violation) };
      break;
    }
    if (performance.now() - saidAtMs < PROGRESS_EVERY_MS) continue;
    saidAtMs = performance.now();
    onProgress(campaign);
  }
  return campaign;
}
