/**
 * What opens a workshop: the secret of its link, or the six letters on the wall. Kept for this tab, so that
 * a table's tablet can take in the next person. Browser only.
 */
export interface JoinKey {
  readonly secret: string;
  readonly code: string;
}

/** The link's secret is long; what stands behind `#` may also be the code. */
export const keyFrom = (text: string): JoinKey =>
  text.length > CODE_LENGTH_MAX ? { secret: text, code: '' } : { secret: '', code: text };
const CODE_LENGTH_MAX = 20;

const KEPT = 'tandem-join-key';

export function keepJoinKey({ secret, code }: JoinKey): void {
  try {
    sessionStorage.setItem(KEPT, secret || code);
  } catch {
    // A forbidden store: the code can be typed again.
  }
}

/** Where one more person of this device joins. */
export function joinAddress(): string {
  try {
    const kept = sessionStorage.getItem(KEPT);
    return kept ? `/join#${kept}` : '/join';
  } catch {
    return '/join';
  }
}
