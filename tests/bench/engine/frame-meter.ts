/** Adds up the bytes of a server's frames by the first byte of their messages, wherever the stream is cut. */
export class FrameMeter {
  readonly #bytes = new Map<number, number>();
  #header: number[] = [];
  #left = 0;
  #type = 0;

  /** Frame headers included. */
  bytesOf(type: number): number {
    return this.#bytes.get(type) ?? 0;
  }

  read(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length;) {
      if (this.#left > 0) {
        const taken = Math.min(this.#left, bytes.length - at);
        this.#left -= taken;
        at += taken;
      } else this.#readHeader(bytes[at++] ?? 0);
    }
  }

  /** The header, and the first byte of the message: after it is known what is counted. */
  #readHeader(byte: number): void {
    this.#header.push(byte);
    const code = (this.#header[1] ?? 0) & 0x7f;
    const headerLength = code < 126 ? 2 : code === 126 ? 4 : 10;
    const isEmpty = this.#header.length === 2 && code === 0;
    if (this.#header.length <= headerLength && !isEmpty) return;
    const length =
      code < 126 ? code : this.#header.slice(2, headerLength).reduce((sum, next) => sum * 256 + next, 0);
    if (!isEmpty) {
      this.#type = byte;
      this.#left = length - 1;
      this.#bytes.set(this.#type, this.bytesOf(this.#type) + headerLength + length);
    }
    this.#header = [];
  }
}
