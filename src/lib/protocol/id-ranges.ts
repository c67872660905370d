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
    for (const [client, added] of other.entries()) {
      const ranges = this.#clients.get(client);
      if (!ranges) this.#clients.set(client, [...added]);
      // One after the other costs the square of what is added.
      else if (added.length > MANY) this.#clients.set(client, union(ranges, added));
      else for (const { clock, end } of added) this.add(client, clock, end);
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

const MANY = 100;

function union(a: readonly IdRange[], b: readonly IdRange[]): IdRange[] {
  const merged: IdRange[] = [];
  let clock = -1;
  let end = -1;
  for (let i = 0, j = 0; i < a.length || j < b.length;) {
    const [x, y] = [a[i], b[j]];
    const next = x && (!y || x.clock <= y.clock) ? x : y;
    if (next === x) i++;
    else j++;
    if (!next) break;
    if (next.clock <= end) {
      end = Math.max(end, next.end);
      continue;
    }
    if (end >= 0) merged.push({ clock, end });
    ({ clock, end } = next);
  }
  if (end >= 0) merged.push({ clock, end });
  return merged;
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
