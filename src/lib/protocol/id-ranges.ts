/** Sets of ids as sorted, merged ranges per client: how deletions are remembered. */
import * as encoding from 'lib0/encoding';

export interface IdRange {
  readonly clock: number;
  readonly end: number;
}

export class IdRanges {
  readonly #clients = new Map<number, IdRange[]>();

  get isEmpty(): boolean {
    return this.#clients.size === 0;
  }

  *entries(): IterableIterator<[number, readonly IdRange[]]> {
    yield* this.#clients;
  }

  /** The parts of the range that are not in the set. */
  uncovered(client: number, clock: number, end: number): IdRange[] {
    const ranges = this.#clients.get(client);
    if (!ranges) return [{ clock, end }];
    const gaps: IdRange[] = [];
    let from = clock;
    for (let i = firstEndingAfter(ranges, clock); from < end; i++) {
      const range = ranges[i];
      if (!range || range.clock >= end) {
        gaps.push({ clock: from, end });
        break;
      }
      if (range.clock > from) gaps.push({ clock: from, end: range.clock });
      from = Math.max(from, range.end);
    }
    return gaps;
  }

  add(client: number, clock: number, end: number): void {
    const ranges = this.#clients.get(client);
    if (!ranges) {
      this.#clients.set(client, [{ clock, end }]);
      return;
    }
    // Those that touch the new one become one with it: from `first` up to, not including, `last`.
    const first = firstEndingAfter(ranges, clock - 1);
    let last = first;
    let merged = { clock, end };
    for (let next = ranges[last]; next && next.clock <= end; next = ranges[last]) {
      merged = { clock: Math.min(merged.clock, next.clock), end: Math.max(merged.end, next.end) };
      last++;
    }
    ranges.splice(first, last - first, merged);
  }

  addAll(other: IdRanges): void {
    for (const [client, ranges] of other.entries()) {
      for (const { clock, end } of ranges) this.add(client, clock, end);
    }
  }

  /** As the delete set that closes a Yjs update (version 1). */
  write(encoder: encoding.Encoder): void {
    encoding.writeVarUint(encoder, this.#clients.size);
    for (const [client, ranges] of [...this.#clients].sort((a, b) => b[0] - a[0])) {
      encoding.writeVarUint(encoder, client);
      encoding.writeVarUint(encoder, ranges.length);
      for (const { clock, end } of ranges) {
        encoding.writeVarUint(encoder, clock);
        encoding.writeVarUint(encoder, end - clock);
      }
    }
  }
}

function firstEndingAfter(ranges: readonly IdRange[], clock: number): number {
  let low = 0;
  let high = ranges.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ranges[middle]?.end ?? 0) > clock) high = middle;
    else low = middle + 1;
  }
  return low;
}
