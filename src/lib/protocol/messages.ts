/**
 * The live connection's messages. 0 to 3 are y-websocket's own, so that any stock client can read
 * and write; 101 to 105 are sent only to sockets opened with `ack=1`, each in a frame of its own.
 */
export const messageTypes = {
  sync: 0,
  presence: 1,
  permissionDenied: 2,
  queryPresence: 3,
  durable: 101,
  rejected: 102,
  policy: 103,
  storage: 104,
  size: 105,
} as const;

export const syncTypes = { step1: 0, step2: 1, update: 2 } as const;

/** Why an update was refused. Stable: clients have a sentence for each. */
export const refusalCodes = [
  'malformed',
  'too-large',
  'gap',
  'forged',
  'foreign-client',
  'unknown-name',
  'forbidden-content',
  'not-allowed',
  'locked',
  'document-full',
] as const;
export type RefusalCode = (typeof refusalCodes)[number];

export const storageStates = ['ok', 'failing', 'full'] as const;
export type StorageState = (typeof storageStates)[number];

/** What a client may say. */
export type ClientMessage =
  | { readonly kind: 'step1'; readonly stateVector: Uint8Array }
  | { readonly kind: 'step2' | 'update'; readonly update: Uint8Array }
  | { readonly kind: 'presence'; readonly states: readonly PresenceState[] }
  | { readonly kind: 'query-presence' }
  /** A stock client never denies anything; it is read so that it can be ignored. */
  | { readonly kind: 'permission-denied' };

export interface PresenceState {
  readonly clientId: number;
  readonly clock: number;
  /** JSON text; `null` as text: gone. */
  readonly json: string;
}

/** What only this server says (E12). */
export type ServerNotice =
  /** So many of this socket's step 2 and update frames, counted from 1, are settled for good. */
  | { readonly kind: 'durable'; readonly frames: number }
  /** Frame number `frame` was refused. Nothing that this socket sends afterwards is taken. */
  | { readonly kind: 'rejected'; readonly frame: number; readonly code: RefusalCode }
  | { readonly kind: 'policy'; readonly right: string; readonly locked: boolean; readonly minSchema: number }
  | { readonly kind: 'storage'; readonly state: StorageState }
  /** Of the size that one document may have; 100: what adds to it is refused. Told from `SIZE_TOLD_FROM_PERCENT` on. */
  | { readonly kind: 'size'; readonly percent: number };

/** Below it nobody need think of it. */
export const SIZE_TOLD_FROM_PERCENT = 80;
