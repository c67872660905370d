const FINAL_BINARY = 0x82;
const SHORT_MAX = 125;
const MEDIUM_MAX = 0xff_ff;
const MEDIUM = 126;
const LONG = 127;

/**
 * Messages as a server sends them, one behind the other: final binary frames, without mask (RFC 6455,
 * section 5.2). One buffer for as many sockets as there are, and one write for all messages.
 */
export function framed(messages: readonly Uint8Array[]): Buffer {
  const size = messages.reduce((sum, { length }) => sum + headerSize(length) + length, 0);
  const wire = Buffer.allocUnsafe(size);
  let at = 0;
  for (const message of messages) {
    at = writeHeader(wire, at, message.length);
    wire.set(message, at);
    at += message.length;
  }
  return wire;
}

/** The frame of one message up to where its rest begins. */
export function frameHead(bytes: Uint8Array, restLength: number): Buffer {
  const length = bytes.length + restLength;
  const head = Buffer.allocUnsafe(headerSize(length) + bytes.length);
  head.set(bytes, writeHeader(head, 0, length));
  return head;
}

const headerSize = (length: number): number => (length <= SHORT_MAX ? 2 : length <= MEDIUM_MAX ? 4 : 10);

function writeHeader(wire: Buffer, at: number, length: number): number {
  wire[at] = FINAL_BINARY;
  if (length <= SHORT_MAX) {
    wire[at + 1] = length;
    return at + 2;
  }
  if (length <= MEDIUM_MAX) {
    wire[at + 1] = MEDIUM;
    return wire.writeUInt16BE(length, at + 2);
  }
  wire[at + 1] = LONG;
  return wire.writeBigUInt64BE(BigInt(length), at + 2);
}
