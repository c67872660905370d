/**
 * Why the server ends a live connection. A y-websocket client stops for good on 4400–4499 and comes
 * back on everything else, so a code's range is part of its meaning.
 */
export const closeCodes = {
  /** No session or token, or it has ended. */
  notSignedIn: 4401,
  /** Signed in, but without the right to read this document. */
  notAllowed: 4403,
  noSuchDocument: 4404,
  /** A backup was restored: this client's text is of another incarnation (E17). */
  otherIncarnation: 4409,
  /** What this client sends cannot be applied: repeated gaps, malformed or forged updates (E3). */
  unusable: 4422,
  /** The document is locked; for those who came to write. Readers stay. */
  locked: 4423,
  /** The client's schema or protocol is too old for this document: load the page again (E9). */
  reload: 4426,
  /** Too much at once, or too slow to take in what is sent (E2, E10). Come back. */
  overloaded: 4503,
  /** The server restarts. Come back after a random delay (E13). */
  restarting: 1012,
} as const;

export type CloseCode = (typeof closeCodes)[keyof typeof closeCodes];

/** True when coming back cannot help. */
export const isPermanent = (code: number): boolean => code >= 4400 && code <= 4499;
