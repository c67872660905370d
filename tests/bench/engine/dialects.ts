import * as encoding from 'lib0/encoding';

/** How a server wants to be spoken to. What it says is told by its content alone. */
export interface Dialect {
  /** Path and query of a room's socket, after the server's address. */
  path(room: string): string;
  /** What is said first: who comes, and what they have (nothing). */
  greeting(room: string): readonly Uint8Array[];
  update(room: string, update: Uint8Array): Uint8Array;
  presence(room: string, clientId: number, clock: number, json: string): Uint8Array;
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

export const yWebsocket: Dialect = {
  path: (room) => `/${room}`,
  greeting: (room) => [plain.sync(room, 0, NO_STATE)],
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
  greeting: (room) => [
    bytes((encoder) => {
      encoding.writeVarString(encoder, room);
      encoding.writeVarUint(encoder, 2);
      encoding.writeVarUint(encoder, 0);
      encoding.writeVarString(encoder, 'token');
      encoding.writeVarString(encoder, '4.7.0');
    }),
    named.sync(room, 0, NO_STATE),
  ],
  update: (room, update) => named.sync(room, 2, update),
  presence: named.presence,
};
