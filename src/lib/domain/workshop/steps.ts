import type { Format, Stage } from './format.ts';

/** One stage at one moment of the script: a loop's stages come once for each of its rounds. */
export interface Step {
  /** From 0: what the running workshop calls its place. */
  readonly index: number;
  readonly stage: Stage;
  /** From 1; 1 of 1 outside of a loop. */
  readonly round: number;
  readonly rounds: number;
  /** Planned, from the beginning. */
  readonly startsAtMinute: number;
}

/** The script from beginning to end, its loops unrolled. */
export function stepsOf(format: Pick<Format, 'stages'>): readonly Step[] {
  const steps: Step[] = [];
  let startsAtMinute = 0;
  const push = (stage: Stage, round: number, rounds: number) => {
    steps.push({ index: steps.length, stage, round, rounds, startsAtMinute });
    startsAtMinute += stage.minutes;
  };
  for (const block of blocksOf(format.stages)) {
    const rounds = block[0]?.loop ? (block[0].repeat ?? 1) : 1;
    for (let round = 1; round <= rounds; round++) for (const stage of block) push(stage, round, rounds);
  }
  return steps;
}

/** Stages of one loop that follow each other; every other stage alone. */
export function blocksOf(stages: readonly Stage[]): readonly (readonly Stage[])[] {
  const blocks: Stage[][] = [];
  for (const stage of stages) {
    const last = blocks.at(-1);
    if (last && stage.loop && last[0]?.loop === stage.loop) last.push(stage);
    else blocks.push([stage]);
  }
  return blocks;
}
