import { MINUTE_MS } from '#lib/domain/workshop/running/workshop-state.ts';
import type { NowView, TableView } from '#lib/domain/workshop/running/views.ts';
import type { Step } from '#lib/domain/workshop/steps.ts';

/**
 * steer/ is the facilitator's console. Everything it shows follows from what the workshop tells; two consoles
 * show the same. This file: how a workshop keeps its time, and which tables want somebody to come by.
 */

/** `12:05`, `-0:30` once it runs over. */
export function clockText(leftMs: number): string {
  // What begins at ten minutes shows 10:00 for its first second, and 0:00 when it is over.
  const seconds = Math.ceil(leftMs / 1000);
  const left = Math.abs(seconds);
  return `${seconds < 0 ? '\u2212' : ''}${Math.floor(left / 60)}:${String(left % 60).padStart(2, '0')}`;
}

/**
 * How many whole minutes later than planned the stage will end, if it ends when its clock says; negative: earlier.
 * `null`: it has not begun.
 */
export function driftMinutes(
  now: Pick<NowView, 'startedAtMs'>,
  step: Pick<Step, 'startsAtMinute' | 'stage'>,
  { nowMs, leftMs }: { readonly nowMs: number; readonly leftMs: number },
): number | null {
  if (now.startedAtMs === null) return null;
  const endsAfterMs = nowMs + Math.max(0, leftMs) - now.startedAtMs;
  const plannedMs = (step.startsAtMinute + step.stage.minutes) * MINUTE_MS;
  return Math.trunc((endsAfterMs - plannedMs) / MINUTE_MS) + 0;
}

/** Shorter than this, people are thinking. */
const SILENCE_MINUTES_MIN = 3;

/** Whole minutes since something was written at a table; `null`: not worth a word. */
export function silentMinutes(
  table: Pick<TableView, 'wroteAtMs' | 'seats'>,
  stage: Pick<Step['stage'], 'add'>,
  { nowMs, beganAtMs }: { readonly nowMs: number; readonly beganAtMs: number | null },
): number | null {
  if (!stage.add || beganAtMs === null || table.seats.length === 0) return null;
  const minutes = Math.floor((nowMs - Math.max(beganAtMs, table.wroteAtMs ?? 0)) / MINUTE_MS);
  return minutes >= SILENCE_MINUTES_MIN ? minutes : null;
}

/** Who has asked for help longest comes first; the others keep their places. */
export const byUrgency = (a: TableView, b: TableView): number =>
  (a.helpSinceMs ?? Infinity) === (b.helpSinceMs ?? Infinity)
    ? a.number - b.number
    : (a.helpSinceMs ?? Infinity) - (b.helpSinceMs ?? Infinity);
