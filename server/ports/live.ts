import type { Right } from '#lib/domain/partnership/policy.ts';
import type { CloseCode } from '#lib/protocol/close-codes.ts';

/** Where a socket meets the engine. The engine knows no network, and the network no document. */
export interface LivePort {
  /** How often rights were said to change: a right found at another count may be an old one. */
  rightsChanges(): number;
  /** Returns at once; the document is loaded behind. */
  connect(request: ConnectRequest): LiveConnection;
}

/** A place in a document's room, as its socket uses it. */
export interface LiveConnection {
  /** A whole message. Messages are taken in their order. */
  receive(frame: Uint8Array): void;
  /** The socket is gone. */
  closed(): void;
}

/** A socket as the engine uses it. None of these throws, also when the socket is gone. */
export interface LiveSocket {
  /** One message; `rest`, where it is long, is not copied. */
  send(bytes: Uint8Array, rest?: Uint8Array): void;
  /** The same `messages` go to many sockets, one after the other; then, with them, what is for this one alone. */
  sendShared(messages: readonly Uint8Array[], own: Uint8Array | null): void;
  /** Bytes handed to `send` that the network has not taken yet. */
  bufferedBytes(): number;
  close(code: number, reason: string): void;
}

export interface ConnectRequest {
  readonly documentId: string;
  readonly socket: LiveSocket;
  readonly identity: VisitorIdentity;
  readonly right: Right;
  /** Schema version of the client's editor; a stock client says none and is taken for 1. */
  readonly schema: number;
  /** Whether the client understands messages 101 to 104. */
  readonly ack: boolean;
  /** The document's policy epoch when `right` was found. */
  readonly policyEpoch?: number;
  /** True when somebody's rights changed after `right` was found: it is then asked anew before it counts. */
  readonly isStale?: () => boolean;
  /** Asked again when rights change (E11). */
  readonly recheck?: () => Promise<{ readonly right: Right } | { readonly closeCode: CloseCode }>;
}

/** How the others see somebody. */
export interface VisitorIdentity {
  readonly personId: string;
  readonly name: string;
  /** `#rrggbb`: carets of other programs accept nothing else. */
  readonly colour: string;
  readonly country: string | null;
}

/**
 * E11: told after a change of rights is committed (with a higher policy epoch of the documents concerned).
 * Each promise resolves when everybody concerned was asked anew: downgraded, or closed.
 */
export interface RightsWatch {
  /** A lock, a state, or anything else of the document that decides who may do what. */
  documentRightsChanged(documentId: string): Promise<void>;
  /** A person's roles, or the end of one or all of their sessions or tokens. */
  personRightsChanged(personId: string): Promise<void>;
}
