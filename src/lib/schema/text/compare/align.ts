/**
 * compare/ says what changed between two states of a text, by block and word, and can bring a shared
 * document back to an earlier one with no more than that difference.
 *
 * Invariant: what is the same in both is never touched, so that who wrote it, and what hangs on it,
 * stays. It leaves which states are compared, and who may, to others.
 */

/** One step from `before` to `after`; indices of the items. */
export type Step =
  | { readonly kind: 'same'; readonly before: number; readonly after: number }
  | { readonly kind: 'removed'; readonly before: number }
  | { readonly kind: 'added'; readonly after: number };

/** Edits looked for between two sentences before they count as wholly different; memory grows with its square. */
const EDITS_MAX = 1_500;

/**
 * The shortest way from one list of keys to the other (Myers, "An O(ND) Difference Algorithm", 1986).
 * Removals come before additions.
 */
export function alignSequences(before: readonly string[], after: readonly string[]): Step[] {
  const length = Math.min(before.length, after.length);
  let head = 0;
  while (head < length && before[head] === after[head]) head += 1;
  let tail = 0;
  while (tail < length - head && before[before.length - 1 - tail] === after[after.length - 1 - tail])
    tail += 1;
  const middle = shortestEdit(
    before.slice(head, before.length - tail),
    after.slice(head, after.length - tail),
  ).map((step) => shifted(step, head));
  return [
    ...Array.from({ length: head }, (_, at): Step => ({ kind: 'same', before: at, after: at })),
    ...middle,
    ...Array.from({ length: tail }, (_, at): Step => {
      const back = tail - at;
      return { kind: 'same', before: before.length - back, after: after.length - back };
    }),
  ];
}

const shifted = (step: Step, by: number): Step => {
  if (step.kind === 'same') return { kind: 'same', before: step.before + by, after: step.after + by };
  if (step.kind === 'removed') return { kind: 'removed', before: step.before + by };
  return { kind: 'added', after: step.after + by };
};

function shortestEdit(before: readonly string[], after: readonly string[]): Step[] {
  const [n, m] = [before.length, after.length];
  const trace: Int32Array[] = [];
  const max = Math.min(n + m, EDITS_MAX);
  const reach = new Int32Array(2 * max + 2);
  for (let edits = 0; edits <= max; edits += 1) {
    for (let k = -edits; k <= edits; k += 2) {
      const down = k === -edits || (k !== edits && at(reach, k - 1, max) < at(reach, k + 1, max));
      let x = down ? at(reach, k + 1, max) : at(reach, k - 1, max) + 1;
      while (x < n && x - k < m && before[x] === after[x - k]) x += 1;
      reach[k + max] = x;
      if (x >= n && x - k >= m) return walkBack(trace, n, m, edits, max);
    }
    trace.push(reach.slice());
  }
  return allDifferent(n, m);
}

const at = (reach: Int32Array, k: number, max: number): number => reach[k + max] ?? 0;

function walkBack(trace: readonly Int32Array[], n: number, m: number, edits: number, max: number): Step[] {
  const steps: Step[] = [];
  let [x, y] = [n, m];
  for (let d = edits; d > 0; d -= 1) {
    const reach = trace[d - 1] as Int32Array;
    const k = x - y;
    const down = k === -d || (k !== d && at(reach, k - 1, max) < at(reach, k + 1, max));
    const previousX = down ? at(reach, k + 1, max) : at(reach, k - 1, max);
    const previousY = previousX - (down ? k + 1 : k - 1);
    while (x > (down ? previousX : previousX + 1) && y > (down ? previousY + 1 : previousY))
      steps.push({ kind: 'same', before: (x -= 1), after: (y -= 1) });
    if (down) steps.push({ kind: 'added', after: (y -= 1) });
    else steps.push({ kind: 'removed', before: (x -= 1) });
  }
  while (x > 0) steps.push({ kind: 'same', before: (x -= 1), after: (y -= 1) });
  return steps.reverse();
}

const allDifferent = (n: number, m: number): Step[] => [
  ...Array.from({ length: n }, (_, before): Step => ({ kind: 'removed', before })),
  ...Array.from({ length: m }, (_, after): Step => ({ kind: 'added', after })),
];

/**
 * The same for lists in which each key stands at most once on each side: the longest run of pairs in
 * both orders (longest increasing subsequence), whatever the length of the lists.
 */
export function alignUnique(before: readonly string[], after: readonly string[]): Step[] {
  const placeInBefore = new Map(before.map((key, index) => [key, index]));
  const pairs = after.flatMap((key, index) => {
    const place = placeInBefore.get(key);
    return place === undefined ? [] : [{ before: place, after: index }];
  });
  const steps: Step[] = [];
  let [x, y] = [0, 0];
  for (const pair of [...longestIncreasing(pairs), { before: before.length, after: after.length }]) {
    while (x < pair.before) steps.push({ kind: 'removed', before: x++ });
    while (y < pair.after) steps.push({ kind: 'added', after: y++ });
    if (x < before.length && y < after.length) steps.push({ kind: 'same', before: x++, after: y++ });
  }
  return steps;
}

interface Pair {
  readonly before: number;
  readonly after: number;
}

function longestIncreasing(pairs: readonly Pair[]): Pair[] {
  const tails: number[] = [];
  const previous: number[] = [];
  pairs.forEach((pair, index) => {
    let [low, high] = [0, tails.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((pairs[tails[middle] as number] as Pair).before < pair.before) low = middle + 1;
      else high = middle;
    }
    previous[index] = low > 0 ? (tails[low - 1] as number) : -1;
    tails[low] = index;
  });
  const run: Pair[] = [];
  for (let index = tails.at(-1) ?? -1; index >= 0; index = previous[index] as number)
    run.push(pairs[index] as Pair);
  return run.reverse();
}
