/**
 * Messages to bytes and back. Strict on the way in: every byte has a meaning, nothing follows the end.
 */
import * as encoding from 'lib0/encoding';
import { ok, problem, type Result } from '#lib/core/result.ts';
import { ByteReader, MalformedError } from './byte-reader.ts';
import {
  messageTypes,
  refusalCodes,
  storageStates,
  syncTypes,
  type ClientMessage,
  type PresenceState,
  type ServerNotice,
} from './messages.ts';

/** A socket speaks for itself only; a stock client echoes what it knows of the others. */
const PRESENCE_STATES_MAX = 2_000;

const build = (write: (encoder: encoding.Encoder) => void): Uint8Array => encoding.encode(write);

export const encodeStep1 = (stateVector: Uint8Array): Uint8Array => encodeSync(syncTypes.step1, stateVector);
export const encodeStep2 = (update: Uint8Array): Uint8Array => encodeSync(syncTypes.step2, update);
export const encodeUpdate = (update: Uint8Array): Uint8Array => encodeSync(syncTypes.update, update);

/** What comes before the bytes of an update: a long text is sent behind it as it lies there, without a copy. */
export const encodeUpdateHead = (update: Uint8Array): Uint8Array =>
  build((encoder) => {
    encoding.writeVarUint(encoder, messageTypes.sync);
    encoding.writeVarUint(encoder, syncTypes.update);
    encoding.writeVarUint(encoder, update.length);
  });

const encodeSync = (type: number, payload: Uint8Array): Uint8Array =>
  build((encoder) => {
    encoding.writeVarUint(encoder, messageTypes.sync);
    encoding.writeVarUint(encoder, type);
    encoding.writeVarUint8Array(encoder, payload);
  });

export const encodePresence = (states: readonly PresenceState[]): Uint8Array =>
  build((encoder) => {
    encoding.writeVarUint(encoder, messageTypes.presence);
    encoding.writeVarUint8Array(
      encoder,
      build((inner) => {
        encoding.writeVarUint(inner, states.length);
        for (const state of states) {
          encoding.writeVarUint(inner, state.clientId);
          encoding.writeVarUint(inner, state.clock);
          encoding.writeVarString(inner, state.json);
        }
      }),
    );
  });

/** y-websocket's own way to say no; a stock client prints it. */
export const encodePermissionDenied = (reason: string): Uint8Array =>
  build((encoder) => {
    encoding.writeVarUint(encoder, messageTypes.permissionDenied);
    encoding.writeVarUint(encoder, 0);
    encoding.writeVarString(encoder, reason);
  });

export const encodeNotice = (notice: ServerNotice): Uint8Array =>
  build((encoder) => {
    encoding.writeVarUint(encoder, messageTypes[notice.kind]);
    switch (notice.kind) {
      case 'durable':
        return encoding.writeVarUint(encoder, notice.frames);
      case 'rejected':
        encoding.writeVarUint(encoder, notice.frame);
        return encoding.writeVarString(encoder, notice.code);
      case 'policy':
        encoding.writeVarString(encoder, notice.right);
        encoding.writeVarUint(encoder, notice.locked ? 1 : 0);
        return encoding.writeVarUint(encoder, notice.minSchema);
      case 'storage':
        return encoding.writeVarUint(encoder, storageStates.indexOf(notice.state));
    }
  });

export function decodeClientMessage(frame: Uint8Array): Result<ClientMessage> {
  return strictly(frame, (reader) => {
    switch (reader.varUint()) {
      case messageTypes.sync:
        return readSync(reader);
      case messageTypes.presence:
        return { kind: 'presence', states: readPresence(reader.varBytes()) };
      case messageTypes.queryPresence:
        return { kind: 'query-presence' };
      case messageTypes.permissionDenied:
        reader.varUint();
        reader.string();
        return { kind: 'permission-denied' };
      default:
        throw new MalformedError('unknown message type');
    }
  });
}

/** The payload of message types 101 to 104, after the type itself. */
export function decodeNotice(kind: ServerNotice['kind'], payload: Uint8Array): Result<ServerNotice> {
  return strictly(payload, (reader): ServerNotice => {
    switch (kind) {
      case 'durable':
        return { kind, frames: reader.varUint() };
      case 'rejected': {
        const frame = reader.varUint();
        const code = reader.string();
        const known = refusalCodes.find((each) => each === code);
        // A newer server may have a newer reason: refused it is all the same.
        return { kind, frame, code: known ?? 'not-allowed' };
      }
      case 'policy':
        return { kind, right: reader.string(), locked: reader.varUint() === 1, minSchema: reader.varUint() };
      case 'storage':
        return { kind, state: storageStates[reader.varUint()] ?? 'failing' };
    }
  });
}

function readSync(reader: ByteReader): ClientMessage {
  const type = reader.varUint();
  const payload = reader.varBytes();
  switch (type) {
    case syncTypes.step1:
      return { kind: 'step1', stateVector: payload };
    case syncTypes.step2:
      return { kind: 'step2', update: payload };
    case syncTypes.update:
      return { kind: 'update', update: payload };
    default:
      throw new MalformedError('unknown sync message');
  }
}

function readPresence(payload: Uint8Array): readonly PresenceState[] {
  const reader = new ByteReader(payload);
  const count = reader.count();
  if (count > PRESENCE_STATES_MAX) throw new MalformedError('too many presence states');
  const states: PresenceState[] = [];
  for (let n = count; n > 0; n--) {
    states.push({ clientId: reader.varUint(), clock: reader.varUint(), json: reader.string() });
  }
  reader.end();
  return states;
}

/** A state vector as a map; keys and clocks are whatever the sender says. */
export function decodeStateVector(bytes: Uint8Array): Result<ReadonlyMap<number, number>> {
  return strictly(bytes, (reader) => {
    const state = new Map<number, number>();
    for (let n = reader.count(); n > 0; n--) state.set(reader.varUint(), reader.varUint());
    return state;
  });
}

export const encodeStateVector = (state: ReadonlyMap<number, number>): Uint8Array =>
  build((encoder) => {
    encoding.writeVarUint(encoder, state.size);
    for (const [client, clock] of [...state].sort((a, b) => b[0] - a[0])) {
      encoding.writeVarUint(encoder, client);
      encoding.writeVarUint(encoder, clock);
    }
  });

function strictly<T>(bytes: Uint8Array, read: (reader: ByteReader) => T): Result<T> {
  const reader = new ByteReader(bytes);
  try {
    const value = read(reader);
    reader.end();
    return ok(value);
  } catch (error) {
    if (error instanceof MalformedError) return problem('malformed', error.message);
    throw error;
  }
}
