/** What a new partnership does first, ticked from what is really there. */
export const firstSteps = ['organisations', 'people', 'text', 'together', 'version'] as const;
export type FirstStep = (typeof firstSteps)[number];

export interface FirstStepsFacts {
  readonly organisations: number;
  readonly members: number;
  readonly invitations: number;
  readonly works: number;
  /** The most people who wrote in one text. */
  readonly writersOfOneText: number;
  readonly versions: number;
}

export interface Step {
  readonly step: FirstStep;
  readonly done: boolean;
}

/** Once people write together a partnership is no longer new, whatever else is left. */
const settled: readonly FirstStep[] = ['people', 'text', 'together'];

/** In their order; `null`: nothing needs explaining any more. */
export function stepsOf(facts: FirstStepsFacts): readonly Step[] | null {
  const done: Readonly<Record<FirstStep, boolean>> = {
    organisations: facts.organisations > 1,
    people: facts.members > 1 || facts.invitations > 0,
    text: facts.works > 0,
    together: facts.writersOfOneText > 1,
    version: facts.versions > 0,
  };
  const steps = firstSteps.map((step) => ({ step, done: done[step] }));
  return settled.every((step) => done[step]) ? null : steps;
}
