import { includes, type Right } from '#lib/domain/partnership/policy.ts';
import { closeCodes } from '#lib/protocol/close-codes.ts';
import type { StorageState } from '#lib/protocol/messages.ts';
import type { Keeping } from './device/text-store.ts';
import type { Waiting } from './tandem-provider.ts';

/**
 * client/ is the browser's peer of the engine: it connects, counts what is not yet on disk, and says so.
 * Invariant: "saved" is shown only when the server has said that every change made here is durable.
 * It leaves the text to the editor and the wording to the interface.
 */
export type SavedState =
  | 'saved'
  | 'saving'
  | 'connecting'
  | 'reconnecting'
  /** Without the server; what was written is on this device's disk. */
  | 'offline'
  /** Without the server, and this device cannot keep it: only the page has it. */
  | 'unkept'
  | 'refused'
  | 'storage'
  | 'reload'
  /** The sign-in has ended: nothing is sent until there is another. */
  | 'signed-out'
  /** Not to be opened any more: removed, or without the right to read it. */
  | 'closed'
  | 'readonly';

/** Everything that the sign depends on. */
export interface Facts {
  readonly connected: boolean;
  /** The document's content has arrived at least once. */
  readonly opened: boolean;
  /** This socket has exchanged state with the server. */
  readonly synced: boolean;
  /** Changes made here that the server has not called durable. */
  readonly unsaved: boolean;
  readonly right: Right;
  readonly storage: StorageState;
  /** An update of ours was refused (message 102). */
  readonly rejected: boolean;
  /** The server ended the connection for good with this code. */
  readonly closedCode: number | null;
  /** What this device did with the last edit. */
  readonly device: Keeping;
  /** Between two attempts: why. */
  readonly waiting: Waiting['reason'] | null;
}

/** Before anything has been heard. */
export const nothingYet: Facts = {
  connected: false,
  opened: false,
  synced: false,
  unsaved: false,
  right: 'read',
  storage: 'ok',
  rejected: false,
  closedCode: null,
  device: 'kept',
  waiting: null,
};

export function savedState(facts: Facts): SavedState {
  if (facts.rejected) return 'refused';
  if (facts.closedCode !== null) return stateEnded(facts, facts.closedCode);
  if (!facts.connected) return facts.opened ? stateAway(facts) : 'connecting';
  if (!facts.synced) return facts.unsaved ? 'saving' : facts.opened ? 'reconnecting' : 'connecting';
  if (facts.storage !== 'ok') return 'storage';
  const mayWrite = includes(facts.right, 'write');
  // Written before the right was taken away, perhaps offline: the server will not have it any more.
  if (facts.unsaved) return mayWrite ? 'saving' : 'refused';
  return mayWrite ? 'saved' : 'readonly';
}

function stateEnded(facts: Facts, code: number): SavedState {
  if (facts.unsaved && !isSentLater(facts)) return 'refused';
  if (code === closeCodes.notSignedIn) return 'signed-out';
  return code === closeCodes.notAllowed || code === closeCodes.noSuchDocument ? 'closed' : 'reload';
}

/** The page is too old or the sign-in has ended: this device keeps it, and the next page sends it. */
const isSentLater = ({ closedCode, device }: Facts): boolean =>
  (closedCode === closeCodes.reload || closedCode === closeCodes.notSignedIn) && device === 'kept';

function stateAway({ device, waiting }: Facts): SavedState {
  if (device === 'keeping') return 'saving';
  if (device !== 'kept') return 'unkept';
  return waiting === 'restarting' || waiting === 'overloaded' ? 'reconnecting' : 'offline';
}

/** What happened, as a stable code for the interface to explain; `null`: nothing to explain. */
export type ClosedReason =
  | 'not-signed-in'
  | 'not-allowed'
  | 'no-such-document'
  | 'other-incarnation'
  | 'unusable'
  | 'locked'
  | 'reload'
  | 'refused';

const reasonOfCode: Readonly<Record<number, ClosedReason>> = {
  [closeCodes.notSignedIn]: 'not-signed-in',
  [closeCodes.notAllowed]: 'not-allowed',
  [closeCodes.noSuchDocument]: 'no-such-document',
  [closeCodes.otherIncarnation]: 'other-incarnation',
  [closeCodes.unusable]: 'unusable',
  [closeCodes.locked]: 'locked',
  [closeCodes.reload]: 'reload',
};

export const closedReason = (facts: Facts): ClosedReason | null => {
  if (facts.closedCode !== null) return reasonOfCode[facts.closedCode] ?? 'unusable';
  return savedState(facts) === 'refused' ? 'refused' : null;
};
