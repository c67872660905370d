/** A rectangle of the window, in CSS pixels. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

interface Around {
  readonly bar: { readonly width: number; readonly height: number };
  readonly table: Box;
  /** What is in sight and free of other bars. */
  readonly room: Box;
  /** The lines of the blocks before and after the table. */
  readonly lines: readonly Box[];
}

const GAP_PX = 6;

/**
 * Where a table’s bar stands: above it, else below, each at its start or its end; the first place that is in
 * sight and hides no words of a neighbour. Where all hide some, the first in sight; else the lower edge.
 */
export function placeBar({ bar, table, room, lines }: Around): {
  readonly left: number;
  readonly top: number;
} {
  const within = (left: number): number => Math.max(room.left, Math.min(left, room.right - bar.width));
  const lefts = [within(table.left), within(table.right - bar.width)];
  const tops = [table.top - bar.height - GAP_PX, table.bottom + GAP_PX];
  const places = tops
    .filter((top) => top >= room.top && top + bar.height <= room.bottom)
    .flatMap((top) => lefts.map((left) => ({ left, top })));
  const hides = ({ left, top }: { left: number; top: number }): boolean =>
    lines.some(
      (line) =>
        line.left < left + bar.width && line.right > left && line.top < top + bar.height && line.bottom > top,
    );
  return (
    places.find((place) => !hides(place)) ??
    places[0] ?? { left: within(table.left), top: room.bottom - bar.height }
  );
}
