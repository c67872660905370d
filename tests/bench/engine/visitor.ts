/** Somebody who opens a document and notes when everything is there, without holding it. */
import { WebSocket } from 'ws';
import type { Running } from './contenders.ts';
import type { LongText } from './long-text.ts';

export interface Visit {
  /** From the first byte of the connection until everything was there and the step 2 had come. */
  readonly ms: number;
  readonly updates: readonly Uint8Array[];
  readonly bytes: number;
  close(): void;
}

/** Servers pack a text a little differently; so much of its size is the whole. */
const WHOLE_SHARE = 0.9;
const GIVEN_UP_AFTER_MS = 60_000;

/** `returning`: with everything already, so that the step 2 alone is waited for. */
export function visit(
  server: Running,
  room: string,
  text: LongText,
  { returning = false }: { readonly returning?: boolean } = {},
): Promise<Visit> {
  const beginMs = performance.now();
  const socket = connect(server, room);
  return new Promise((resolve, reject) => {
    const updates: Uint8Array[] = [];
    let bytes = 0;
    let isAnswered = false;
    const tooLong = setTimeout(() => end(`only ${bytes} bytes of ${room} came`), GIVEN_UP_AFTER_MS);
    const end = (trouble: string): void => {
      clearTimeout(tooLong);
      socket.terminate();
      reject(new Error(trouble));
    };
    socket.on('open', () => {
      const greeting = server.dialect.greeting(room, returning ? text.stateVector : undefined);
      for (const message of greeting) socket.send(message);
    });
    socket.on('message', (data: Buffer) => {
      const brought = server.dialect.text(data);
      if (!brought) return;
      isAnswered ||= brought.isStep2;
      bytes += brought.update.length;
      updates.push(brought.update);
      if (!isAnswered || (!returning && bytes < WHOLE_SHARE * text.state.length)) return;
      clearTimeout(tooLong);
      socket.removeAllListeners('message');
      resolve({ ms: performance.now() - beginMs, updates, bytes, close: () => socket.terminate() });
    });
    socket.on('error', ({ message }) => end(message));
    socket.on('close', (code) => end(`closed with ${code}`));
  });
}

/** Writes the text into an empty document; the connection stays until it is closed. */
export function bring(server: Running, room: string, text: LongText): Promise<WebSocket> {
  const socket = connect(server, room);
  return new Promise((resolve, reject) => {
    socket.on('open', () => {
      const { dialect } = server;
      for (const message of [...dialect.greeting(room), dialect.update(room, text.state)])
        socket.send(message);
      resolve(socket);
    });
    socket.on('error', reject);
  });
}

const connect = ({ url, dialect, token }: Running, room: string): WebSocket => {
  const socket = new WebSocket(url + dialect.path(room), {
    headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
    perMessageDeflate: false,
  });
  socket.binaryType = 'nodebuffer';
  return socket;
};
