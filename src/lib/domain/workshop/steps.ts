import type { Format, Stage } from './format.ts';

/**
 * One stage in one round: a running workshop addresses where it is by `index`. A stage's id alone does not say
 * it, because a loop (A B C, A B C …) comes by the same stage several times.
 */
export interface Step {
  readonly index: number;
  readonly stageId: string;
  /** 1 in a stage that comes once. */
  readonly round: number;
  readonly rounds: number;
  readonly stage: Stage;
  /** As planned. */
  readonly startsAtMinute: number;
}

/** Every step of a format that passed its check, in the order in which they are run. */
export function stepsOf(format: Format): readonly Step[] {
  const steps: Step[] = [];
  let startsAtMinute = 0;
  for (const block of blocksOf(format.stages)) {
    const rounds = block[0]?.repeat ?? 1;
    for (let round = 1; round <= rounds; round++)
      for (const stage of block) {
        steps.push({ index: steps.length, stageId: stage.id, round, rounds, stage, startsAtMinute });
        startsAtMinute += stage.minutes;
      }
  }
  return steps;
}

export const minutesOf = (stages: readonly Stage[]): number =>
  stages.reduce((sum, { minutes, repeat = 1 }) => sum + minutes * repeat, 0);

/** Neighbours of the same loop together; every other stage alone. */
function blocksOf(stages: readonly Stage[]): readonly (readonly Stage[])[] {
  const blocks: Stage[][] = [];
  for (const stage of stages) {
    const last = blocks.at(-1);
    if (stage.loop !== undefined && last?.[0]?.loop === stage.loop) last.push(stage);
    else blocks.push([stage]);
  }
  return blocks;
}
