/** All rows of the benchmark, in the order of the results. */
import type { RowKind } from './row-kind.ts';
import { curve } from './rows/curve.ts';
import { deliveryCost } from './rows/delivery-cost.ts';
import { memory } from './rows/memory.ts';
import { opening } from './rows/opening.ts';
import { powerCut } from './rows/power-cut.ts';
import { saturation } from './rows/saturation.ts';
import { breakouts, editsOnly, plenary } from './scenarios.ts';

export const rows: readonly RowKind[] = [
  deliveryCost(plenary, { toRelay: 1.7, toHocuspocus: 0.25, toItsBest: 0.7 }),
  deliveryCost(editsOnly, { toRelay: 1.6 }),
  deliveryCost(breakouts, { toRelay: 1.6 }),
  saturation,
  opening,
  memory,
  powerCut,
  curve,
];
