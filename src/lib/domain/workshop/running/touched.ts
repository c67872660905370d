import type { Card } from './workshop-state.ts';

/** What a command changed, from which `views.ts` makes what each screen is told. */
export type Touched =
  | { readonly kind: 'now' }
  | { readonly kind: 'card'; readonly card: Card }
  | { readonly kind: 'person'; readonly id: string }
  | { readonly kind: 'table'; readonly table: number }
  | { readonly kind: 'ballot'; readonly key: string; readonly voter: string | null }
  /** The stage, a reset: look at everything. */
  | { readonly kind: 'all' };
