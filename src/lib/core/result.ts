/**
 * Expected failures are values. A `Problem` carries a stable code; it becomes an HTTP status or a
 * close code in `server/http` only, and a sentence in the reader's language in the interface only.
 */
export type Result<T, P extends Problem = Problem> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: P };

export interface Problem {
  /** Stable, kebab-case; the message catalogue has a sentence for it under `errors.<code>`. */
  readonly code: string;
  /** For logs and API clients, in English. Never holds secrets or personal data. */
  readonly detail?: string;
  /** Which input fields are at fault, with a code each. */
  readonly fields?: Readonly<Record<string, string>>;
}

export const ok = <T>(value: T): { readonly ok: true; readonly value: T } => ({ ok: true, value });

export const failed = <P extends Problem>(problem: P): { readonly ok: false; readonly problem: P } => ({
  ok: false,
  problem,
});

export const problem = (code: string, detail?: string): { readonly ok: false; readonly problem: Problem } =>
  failed(detail === undefined ? { code } : { code, detail });
