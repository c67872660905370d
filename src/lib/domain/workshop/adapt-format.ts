import { failed, ok, type Problem, type Result } from '#lib/core/result.ts';
import { checkFormat, type FormatProblem } from './check-format.ts';
import type { Format, Stage, Words, Zone } from './format.ts';
import { minutesOf } from './steps.ts';

/**
 * What a facilitator changes in a copy of a format before the workshop. Words are by language: those that are
 * not given stay. Rights are not adapted: whoever wants other rights writes another format.
 */
export type FormatChange =
  | { readonly change: 'minutes'; readonly stage: string; readonly minutes: number }
  /** Every stage of the loop comes round so often. */
  | { readonly change: 'repeat'; readonly loop: string; readonly times: number }
  | { readonly change: 'prompt'; readonly stage: string; readonly prompts: Words }
  | { readonly change: 'zone'; readonly zone: string; readonly names?: Words; readonly prompts?: Words }
  /** Only one on which nothing rests: no vote, no gate, no harvest. */
  | { readonly change: 'withoutZone'; readonly zone: string }
  /** Interpreted from one language into another: everything takes a quarter longer. */
  | { readonly change: 'interpreted' };

export interface AdaptProblem extends Problem {
  readonly code: 'unknown-stage' | 'unknown-loop' | 'unknown-zone' | 'zone-needed';
}

/** Consecutive interpreting, as facilitators plan it. */
const INTERPRETED_FACTOR = 1.25;

/** The adapted copy, valid and with its minutes added up; the format itself stays as it is. */
export function adaptFormat(
  format: Format,
  changes: readonly FormatChange[],
): Result<Format, AdaptProblem | FormatProblem> {
  let adapted = format;
  for (const change of changes) {
    const next = withChange(adapted, change);
    if (!next.ok) return next;
    adapted = next.value;
  }
  return checkFormat({ ...adapted, minutes: minutesOf(adapted.stages) });
}

function withChange(format: Format, change: FormatChange): Result<Format, AdaptProblem> {
  switch (change.change) {
    case 'minutes':
      return withStages(
        format,
        (it) => it.id === change.stage,
        'unknown-stage',
        (it) => lasting(it, change.minutes),
      );
    case 'repeat':
      return withStages(
        format,
        (it) => it.loop === change.loop,
        'unknown-loop',
        (it) => ({
          ...it,
          repeat: change.times,
        }),
      );
    case 'prompt':
      return withStages(
        format,
        (it) => it.id === change.stage,
        'unknown-stage',
        (it) => ({
          ...it,
          prompts: { ...it.prompts, ...change.prompts },
        }),
      );
    case 'interpreted':
      return withStages(
        format,
        () => true,
        'unknown-stage',
        (it) => lasting(it, Math.ceil(it.minutes * INTERPRETED_FACTOR)),
      );
    case 'zone':
      return withZone(format, change);
    case 'withoutZone':
      return withoutZone(format, change.zone);
  }
}

/** A limit that was there stays at least as far away as the new length. */
const lasting = (stage: Stage, minutes: number): Stage => ({
  ...stage,
  minutes,
  ...(stage.minutesMax === undefined ? {} : { minutesMax: Math.max(stage.minutesMax, minutes) }),
});

function withStages(
  format: Format,
  isMeant: (stage: Stage) => boolean,
  unknown: AdaptProblem['code'],
  changed: (stage: Stage) => Stage,
): Result<Format, AdaptProblem> {
  if (!format.stages.some(isMeant)) return failed({ code: unknown });
  return ok({ ...format, stages: format.stages.map((it) => (isMeant(it) ? changed(it) : it)) });
}

function withZone(
  format: Format,
  { zone, names, prompts }: Extract<FormatChange, { change: 'zone' }>,
): Result<Format, AdaptProblem> {
  if (!format.zones.some(({ id }) => id === zone)) return failed({ code: 'unknown-zone' });
  const changed = (it: Zone): Zone => ({
    ...it,
    names: { ...it.names, ...names },
    ...(prompts ? { prompts: { ...it.prompts, ...prompts } } : {}),
  });
  return ok({ ...format, zones: format.zones.map((it) => (it.id === zone ? changed(it) : it)) });
}

function withoutZone(format: Format, zone: string): Result<Format, AdaptProblem> {
  if (!format.zones.some(({ id }) => id === zone)) return failed({ code: 'unknown-zone' });
  const rests =
    format.harvest.some((it) => it.zone === zone) ||
    format.stages.some(
      (stage) =>
        stage.ballots?.some((it) => it.zones.includes(zone)) === true ||
        stage.gate?.some((it) => it.check === 'cards' && it.zone === zone) === true ||
        (stage.add !== undefined && takesOnly(stage, format, zone)),
    );
  if (rests) return failed({ code: 'zone-needed' });
  return ok({
    ...format,
    zones: format.zones.filter(({ id }) => id !== zone),
    stages: format.stages.map((it) => leaving(it, zone)),
  });
}

/** Its cards would have nowhere to go. */
const takesOnly = (stage: Stage, format: Format, zone: string): boolean => {
  const open = stage.zones.filter((id) => {
    const privateTo = format.zones.find((it) => it.id === id)?.privateTo;
    return privateTo === undefined || privateTo === 'author';
  });
  const taking = stage.add?.zones ?? open;
  return taking.includes(zone) && taking.every((id) => id === zone || !open.includes(id));
};

const leaving = (stage: Stage, zone: string): Stage => ({
  ...stage,
  zones: stage.zones.filter((id) => id !== zone),
  ...(stage.add?.zones ? { add: { ...stage.add, zones: stage.add.zones.filter((id) => id !== zone) } } : {}),
});
