import type { Result } from '#lib/core/result.ts';

/** Takes a mail to a server that accepts it; what happens to it afterwards nobody here knows. */
export interface Mailer {
  /** Answers within `limits.mailMs`. Problem: `mail-failed`, with a detail that names no address and no secret. */
  send(mail: Mail): Promise<Result<void>>;
  close(): void;
}

export interface Mail {
  readonly to: { readonly name: string; readonly address: string };
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}
