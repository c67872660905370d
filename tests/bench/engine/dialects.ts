import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';

/** How a server wants to be spoken to. What it says is told by its content alone. */
export interface Dialect {
  /** Path and query of a room's socket, after the server's address. */
  path(room: string): string;
  /** What is said first: who comes, and what they have (nothing, if nothing is said). */
  greeting(room: string, stateVector?: Uint8Array): readonly Uint8Array[];
  /** What of the text a message brings; `null`: nothing. */
  text(message: Uint8Array): Brought | null;
  update(room: string, update: Uint8Array): Uint8Array;
  presence(room: string, clientId: number, clock: number, json: string): Uint8Array;
}

export interface Brought {
  /** A step 2 answers a step 1; updates may come before it or after. */
  readonly isStep2: boolean;
  readonly update: Uint8Array;
}

const bytes = (write: (encoder: encoding.Encoder) => void): Uint8Array => encoding.encode(write);

const NO_STATE = Uint8Array.of(0);

/** y-websocket's messages, each after `prefix`. */
const messages = (prefix: (encoder: encoding.Encoder, room: string) => void) => ({
  sync: (room: string, type: number, payload: Uint8Array) =>
    bytes((encoder) => {
      prefix(encoder, room);
      encoding.writeVarUint(encoder, 0);
      encoding.writeVarUint(encoder, type);
      encoding.writeVarUint8Array(encoder, payload);
    }),
  presence: (room: string, clientId: number, clock: number, json: string) =>
    bytes((encoder) => {
      prefix(encoder, room);
      encoding.writeVarUint(encoder, 1);
      encoding.writeVarUint8Array(
        encoder,
        bytes((inner) => {
          encoding.writeVarUint(inner, 1);
          encoding.writeVarUint(inner, clientId);
          encoding.writeVarUint(inner, clock);
          encoding.writeVarString(inner, json);
        }),
      );
    }),
});

const plain = messages(() => undefined);
const named = messages((encoder, room) => encoding.writeVarString(encoder, room));

/** Hocuspocus has a type of its own, 4, for sync messages that ask nothing in return. */
function brought(decoder: decoding.Decoder): Brought | null {
  const type = decoding.readVarUint(decoder);
  if (type !== 0 && type !== 4) return null;
  const step = decoding.readVarUint(decoder);
  return step === 0 ? null : { isStep2: step === 1, update: decoding.readVarUint8Array(decoder) };
}

export const yWebsocket: Dialect = {
  path: (room) => `/${room}`,
  greeting: (room, stateVector = NO_STATE) => [plain.sync(room, 0, stateVector)],
  text: (message) => brought(decoding.createDecoder(message)),
  update: (room, update) => plain.sync(room, 2, update),
  presence: plain.presence,
};

/** As y-websocket's, and `ack=1`: durability is said, as to our own pages. */
export const tandem: Dialect = {
  ...yWebsocket,
  path: (room) => `/sync/${room}?schema=1&proto=1&ack=1`,
};

/** Each message begins with the document's name; who comes shows a token first, whatever it is. */
export const hocuspocus: Dialect = {
  path: () => '/',
  greeting: (room, stateVector = NO_STATE) => [
    bytes((encoder) => {
      encoding.writeVarString(encoder, room);
      encoding.writeVarUint(encoder, 2);
      encoding.writeVarUint(encoder, 0);
      encoding.writeVarString(encoder, 'token');
      encoding.writeVarString(encoder, '4.7.0');
    }),
    named.sync(room, 0, stateVector),
  ],
  text: (message) => {
    const decoder = decoding.createDecoder(message);
    decoding.readVarString(decoder);
    return brought(decoder);
  },
  update: (room, update) => named.sync(room, 2, update),
  presence: named.presence,
};
