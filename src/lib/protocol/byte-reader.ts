/**
 * Reads bytes that anybody may have sent. Unlike lib0's readers it never reads past the end, refuses
 * numbers written longer than needed, and bounds nesting: one way to write a thing, one way to read it.
 */
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Plain values nest no deeper than this: attributes are scalars or short lists. */
const NESTING_MAX = 4;
/** An attribute's whole value; reading one is not interrupted. */
const VALUE_BYTES_MAX = 200_000;

export class MalformedError extends Error {
  override name = 'MalformedError';
}

export class ByteReader {
  readonly bytes: Uint8Array;
  position = 0;
  #valueEndMax = 0;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  get remaining(): number {
    return this.bytes.length - this.position;
  }

  byte(): number {
    const value = this.bytes[this.position++];
    if (value === undefined) throw new MalformedError('ends early');
    return value;
  }

  varUint(): number {
    let value = 0;
    let factor = 1;
    for (;;) {
      const byte = this.byte();
      value += (byte & 127) * factor;
      if (value > Number.MAX_SAFE_INTEGER) throw new MalformedError('number too large');
      if (byte < 128) {
        if (byte === 0 && factor > 1) throw new MalformedError('number longer than needed');
        return value;
      }
      factor *= 128;
    }
  }

  /** A count of things that take at least one byte each. */
  count(): number {
    const count = this.varUint();
    if (count > this.remaining) throw new MalformedError('count larger than the message');
    return count;
  }

  varBytes(): Uint8Array {
    const length = this.varUint();
    if (length > this.remaining) throw new MalformedError('ends early');
    this.position += length;
    return this.bytes.subarray(this.position - length, this.position);
  }

  string(): string {
    const bytes = this.varBytes();
    try {
      return utf8.decode(bytes);
    } catch {
      throw new MalformedError('not UTF-8');
    }
  }

  json(): unknown {
    const start = this.position;
    const text = this.string();
    if (this.position - start > VALUE_BYTES_MAX) throw new MalformedError('value too large');
    try {
      return JSON.parse(text) as unknown;
    } catch {
      throw new MalformedError('not JSON');
    }
  }

  /** From here on `any` accepts no more than one attribute's value. */
  beginValue(): void {
    this.#valueEndMax = this.position + VALUE_BYTES_MAX;
  }

  /** A value in lib0's `any` encoding; big integers and bytes are refused, for no text needs them. */
  any(depth = 0): unknown {
    if (depth > NESTING_MAX) throw new MalformedError('nested too deep');
    const value = this.#plainValue(depth);
    // Afterwards: a long string, or an object's last key and member, is only known by where it ends.
    if (this.position > this.#valueEndMax) throw new MalformedError('value too large');
    return value;
  }

  #plainValue(depth: number): unknown {
    switch (this.byte()) {
      case 127:
        return undefined;
      case 126:
        return null;
      case 125:
        return this.#varInt();
      case 124:
        return this.#view(4).getFloat32(0);
      case 123:
        return this.#view(8).getFloat64(0);
      case 121:
        return false;
      case 120:
        return true;
      case 119:
        return this.string();
      case 118: {
        const entries: [string, unknown][] = [];
        for (let n = this.count(); n > 0; n--) entries.push([this.string(), this.any(depth + 1)]);
        return Object.fromEntries(entries);
      }
      case 117: {
        const list: unknown[] = [];
        for (let n = this.count(); n > 0; n--) list.push(this.any(depth + 1));
        return list;
      }
      default:
        throw new MalformedError('unknown kind of value');
    }
  }

  end(): void {
    if (this.remaining !== 0) throw new MalformedError('trailing bytes');
  }

  #varInt(): number {
    const first = this.byte();
    let value = first & 63;
    let factor = 64;
    for (let byte = first; byte >= 128; factor *= 128) {
      byte = this.byte();
      value += (byte & 127) * factor;
      if (value > Number.MAX_SAFE_INTEGER) throw new MalformedError('number too large');
      if (byte === 0) throw new MalformedError('number longer than needed');
    }
    return (first & 64) > 0 ? -value : value;
  }

  #view(length: number): DataView {
    if (length > this.remaining) throw new MalformedError('ends early');
    this.position += length;
    return new DataView(this.bytes.buffer, this.bytes.byteOffset + this.position - length, length);
  }
}
