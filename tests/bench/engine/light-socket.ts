/**
 * A WebSocket that costs next to nothing: what arrives is handed on as it lies on the line, frames and all, in
 * one buffer that all sockets share. With `ws` the people would reach the limit of their core before the
 * fastest servers do. It answers no pings, so it lives for less than the 30 s after which some would end it.
 */
import { randomBytes } from 'node:crypto';
import { connect } from 'node:net';

export interface LightSocket {
  /** A whole frame (`frameOf`). */
  send(frame: Uint8Array): void;
  end(): void;
  readonly isEnded: boolean;
}

/** Where it is opened: `ws://127.0.0.1:PORT`, and who comes. */
export interface Address {
  readonly url: string;
  readonly token?: string;
}

const READ_BUFFER = Buffer.allocUnsafe(1_000_000);
const END_OF_HEAD = Buffer.from('\r\n\r\n');

/** `receive` may keep nothing of what it is given: the bytes are overwritten by the next. */
export function openLight(
  { url, token }: Address,
  path: string,
  receive: (bytes: Buffer) => void,
): Promise<LightSocket> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    let head: Buffer | null = Buffer.alloc(0);
    let isEnded = false;
    const read = (bytes: Buffer): void => {
      if (head === null) return receive(bytes);
      head = Buffer.concat([head, bytes]);
      const end = head.indexOf(END_OF_HEAD);
      if (end < 0) return;
      const answer = head;
      head = null;
      if (!answer.toString('latin1').startsWith('HTTP/1.1 101'))
        return reject(new Error(answer.toString('latin1', 0, end)));
      resolve(light);
      if (answer.length > end + 4) receive(answer.subarray(end + 4));
    };
    const socket = connect({
      host: hostname,
      port: Number(port),
      noDelay: true,
      onread: {
        buffer: READ_BUFFER,
        callback: (length, buffer) => {
          read(Buffer.from(buffer.buffer, buffer.byteOffset, length));
          return true;
        },
      },
    });
    const light: LightSocket = {
      send: (frame) => void socket.write(frame),
      end: () => {
        isEnded = true;
        socket.destroy();
      },
      get isEnded() {
        return isEnded;
      },
    };
    socket.on('error', reject);
    socket.on('close', () => {
      isEnded = true;
      reject(new Error('the server closed the connection'));
    });
    socket.write(
      [
        `GET ${path} HTTP/1.1`,
        `Host: ${hostname}:${port}`,
        'Connection: Upgrade',
        'Upgrade: websocket',
        'Sec-WebSocket-Version: 13',
        `Sec-WebSocket-Key: ${randomBytes(16).toString('base64')}`,
        ...(token === undefined ? [] : [`Authorization: Bearer ${token}`]),
        '\r\n',
      ].join('\r\n'),
    );
  });
}

/** A client's binary frame (RFC 6455). Its mask is zero, so that the message need not be changed. */
export function frameOf(message: Uint8Array): Uint8Array {
  const lengthBytes = message.length < 126 ? 0 : message.length < 65_536 ? 2 : 8;
  const frame = Buffer.alloc(2 + lengthBytes + 4 + message.length);
  frame[0] = 0x82;
  frame[1] = 0x80 | (lengthBytes === 0 ? message.length : lengthBytes === 2 ? 126 : 127);
  if (lengthBytes === 2) frame.writeUInt16BE(message.length, 2);
  if (lengthBytes === 8) frame.writeBigUInt64BE(BigInt(message.length), 2);
  frame.set(message, 2 + lengthBytes + 4);
  return frame;
}
