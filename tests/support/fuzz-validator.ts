/**
 * Throws mutated updates at the validator and checks what it promises (E3): it never throws; what it
 * takes leaves nothing pending in a real document, brings it to the predicted state, and leaves it
 * readable; what it calls nothing changes nothing.
 */
import * as Y from 'yjs';
import { textDocumentRules } from '#lib/protocol/document-rules.ts';
import { Knowledge } from '#lib/protocol/knowledge.ts';
import { learnLog } from '#lib/protocol/learn-log.ts';
import { validateUpdate, type Verdict } from '#lib/protocol/validate-update.ts';
import { contentOf } from '#lib/schema/text/convert.ts';
import { runHistory } from './editing-history.ts';
import { forge, mutate } from './mutate-update.ts';
import { newWriter, randomEdit } from './random-edit.ts';
import { SeededRandom } from './seeded-random.ts';

export interface FuzzResult {
  mutated: number;
  accepted: number;
  nothing: number;
  refused: Record<string, number>;
  /** What went against the promise, with its seed and bytes. */
  violations: string[];
  slowestMs: number;
}

const AUTHOR = 'mallory';
const UPDATES_PER_WORLD = 250;
const VIOLATIONS_KEPT = 10;

export function fuzzValidator(seed: number, count: number): FuzzResult {
  const result: FuzzResult = {
    mutated: 0,
    accepted: 0,
    nothing: 0,
    refused: {},
    violations: [],
    slowestMs: 0,
  };
  for (let world = 0; result.mutated < count; world++) {
    fuzzWorld(seed + world, Math.min(UPDATES_PER_WORLD, count - result.mutated), result);
  }
  return result;
}

function fuzzWorld(seed: number, count: number, result: FuzzResult): void {
  const random = new SeededRandom(seed);
  const { log } = runHistory(random, { peers: 3, steps: 60 });
  const updates = log.map(({ bytes }) => bytes);
  const witness = new Witness(updates, random);
  for (let n = 0; n < count; n++) {
    const update = witness.attack();
    result.mutated++;
    let verdict: Verdict;
    try {
      verdict = witness.judge(update);
      result.slowestMs = Math.max(
        result.slowestMs,
        bestOfThreeMs(() => witness.judge(update)),
      );
    } catch (error) {
      violated(result, seed, update, `threw ${String(error)}`);
      continue;
    }
    if (verdict.kind === 'refused') result.refused[verdict.code] = (result.refused[verdict.code] ?? 0) + 1;
    else if (verdict.kind === 'accepted') result.accepted++;
    else result.nothing++;
    const wrong = witness.check(update, verdict);
    if (wrong) violated(result, seed, update, wrong);
  }
}

/** A collection of garbage, or a neighbour on the machine, is not the update's doing. */
function bestOfThreeMs(run: () => void): number {
  let bestMs = Infinity;
  for (let n = 0; n < 3 && bestMs > 1; n++) {
    const startedAtMs = performance.now();
    run();
    bestMs = Math.min(bestMs, performance.now() - startedAtMs);
  }
  return bestMs;
}

function violated(result: FuzzResult, seed: number, update: Uint8Array, what: string): void {
  if (result.violations.length < VIOLATIONS_KEPT) {
    result.violations.push(`${what} (seed ${seed}, update ${Buffer.from(update).toString('hex')})`);
  }
}

/** A document that holds the log, what is known of it, and somebody who attacks it. */
class Witness {
  readonly #random: SeededRandom;
  readonly #known: Knowledge;
  readonly #samples: Uint8Array[];
  readonly #attacker: number;
  #state: Uint8Array;

  constructor(updates: readonly Uint8Array[], random: SeededRandom) {
    this.#random = random;
    this.#known = learnLog(updates, new Map());
    this.#state = Y.mergeUpdates([...updates, new Uint8Array([0, 0])]);
    const writer = newWriter(random);
    this.#attacker = writer.doc.clientID;
    this.#samples = [...updates, this.#state];
    Y.applyUpdate(writer.doc, this.#state);
    writer.doc.on('update', (update: Uint8Array) => this.#samples.push(update));
    for (let n = 0; n < 12; n++) randomEdit(writer, random);
    // What others wrote is theirs; half the worlds know it.
    if (random.chance(0.5))
      for (const client of this.#known.states().keys()) this.#known.own(client, 'somebody');
  }

  attack(): Uint8Array {
    const random = this.#random;
    const clients = [...this.#known.states().keys(), this.#attacker];
    const forged = random.chance(0.5);
    const update = forged
      ? forge(clients, this.#attacker, (client) => this.#known.state(client), random)
      : random.pick(this.#samples);
    if (forged && random.chance(0.7)) return update;
    return mutate(update, random.pick(this.#samples), random);
  }

  judge(update: Uint8Array): Verdict {
    return validateUpdate(this.#known, update, { author: AUTHOR, schema: 1, rules: textDocumentRules });
  }

  /** What is wrong with the verdict; `null`: nothing. */
  check(update: Uint8Array, verdict: Verdict): string | null {
    if (verdict.kind === 'refused') return null;
    const doc = new Y.Doc();
    try {
      Y.applyUpdate(doc, this.#state);
      if (verdict.kind === 'adds-nothing') return isIn(doc, update) ? null : 'called something nothing';
      Y.applyUpdate(doc, verdict.bytes);
      if (doc.store.pendingStructs || doc.store.pendingDs) return 'left something pending';
      return this.#checkAccepted(doc, verdict);
    } catch (error) {
      return `broke the document: ${String(error)}`;
    } finally {
      doc.destroy();
    }
  }

  #checkAccepted(doc: Y.Doc, { bytes, layer }: Extract<Verdict, { kind: 'accepted' }>): string | null {
    for (const [client, clock] of Y.decodeStateVector(Y.encodeStateVector(doc))) {
      if (layer.state(client) !== clock) return 'another state than predicted';
    }
    contentOf(doc);
    const direct = Y.decodeUpdate(bytes);
    if (direct.structs.some((struct) => struct.constructor.name === 'Skip'))
      return 'a hole in the canonical bytes';
    // Some attacks build on earlier ones.
    if (this.#random.chance(0.3)) {
      this.#known.absorb(layer);
      this.#state = Y.encodeStateAsUpdate(doc);
    }
    return null;
  }
}

/** Whether all that an update speaks of is in the document already. */
function isIn(doc: Y.Doc, update: Uint8Array): boolean {
  const { structs, ds } = Y.decodeUpdate(update);
  const state = Y.decodeStateVector(Y.encodeStateVector(doc));
  const deleted = Y.snapshot(doc).ds;
  return (
    structs.every(({ id, length }) => id.clock + length <= (state.get(id.client) ?? 0)) &&
    [...ds.clients].every(([client, ranges]) =>
      ranges.every(({ clock, len }) =>
        [clock, clock + len - 1].every((each) => Y.isDeleted(deleted, Y.createID(client, each))),
      ),
    )
  );
}
