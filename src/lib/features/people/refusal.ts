import type { ActionResult } from '@sveltejs/kit';

/** What the server refused, as the pages' actions answer it. */
export interface Refusal {
  readonly code: string;
  readonly fields: Readonly<Record<string, string>>;
}

export const refusalOf = (result: ActionResult): Refusal | null =>
  result.type === 'failure' && result.data
    ? {
        code: String(result.data['code'] ?? 'internal'),
        fields: (result.data['fields'] ?? {}) as Refusal['fields'],
      }
    : null;
