/** What a power cut takes of what others had already seen: SIGKILL amid edits, and somebody new looks afterwards. */
import { rmSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { temporaryFolder } from '../../../support/server.ts';
import { TANDEM, type Contender, type Running } from '../contenders.ts';
import { Crowd } from '../crowd.ts';
import { frameOf, openLight } from '../light-socket.ts';
import { cutSign, EDIT_SIGN, numberAt } from '../recorded-edits.ts';
import { atMost, type RowKind } from '../row-kind.ts';
import type { Scenario } from '../scenarios.ts';
import { percent, table } from '../tables.ts';

const SCENARIO: Scenario = {
  name: 'power-cut',
  rooms: 1,
  peoplePerRoom: 20,
  editsPerSecond: 3,
  presencePerSecond: 0,
};
const EDITING_MS = 10_000;
/** After so long without anything new the whole text has come. */
const QUIET_MS = 1_500;

interface Loss {
  readonly seen: number;
  readonly lost: number;
}

export const powerCut: RowKind = {
  name: 'power-cut',
  async run(contenders, { scale, progress }) {
    const losses = new Map<string, Loss>();
    for (const contender of contenders.filter(({ isKept }) => isKept)) {
      const loss = await cut(contender, Math.max(1_000, EDITING_MS * scale));
      losses.set(contender.name, loss);
      progress(`power-cut ${contender.name}: ${loss.lost} of ${loss.seen} lost`);
    }
    const share = (name: string): number => {
      const loss = losses.get(name);
      return loss ? loss.lost / loss.seen : Number.NaN;
    };
    return {
      table: table(
        `power-cut: 1 × ${SCENARIO.peoplePerRoom} people, each ${SCENARIO.editsPerSecond} edits/s for ${(EDITING_MS * scale) / 1_000} s, then SIGKILL`,
        ['', 'edits that others had seen', 'of them lost', 'share'],
        [...losses].map(([name, { seen, lost }]) => [name, seen, lost, percent(share(name), 1)]),
      ),
      figures: Object.fromEntries([...losses.keys()].map((name) => [name, share(name)])),
      goals: { 'share lost': atMost(share(TANDEM), 0) },
    };
  },
};

async function cut(contender: Contender, editingMs: number): Promise<Loss> {
  const data = temporaryFolder();
  try {
    const before = await contender.start({ data });
    const rooms = await before.rooms(SCENARIO.rooms);
    const crowd = await Crowd.gather(SCENARIO, before, rooms, { seconds: editingMs / 1_000 + 1 });
    crowd.act(editingMs + QUIET_MS);
    await delay(editingMs);
    await before.kill();
    // What was on its way when it ended has been seen too.
    await delay(100);
    crowd.leave();
    const seen = crowd.seenEdits();
    const after = await contender.start({ data });
    try {
      const kept = await editsIn(after, rooms[0] ?? '');
      return { seen: seen.length, lost: seen.filter((number) => !kept.has(number)).length };
    } finally {
      await after.kill();
    }
  } finally {
    rmSync(data, { recursive: true, force: true });
  }
}

/** The edits whose signs stand in the text that somebody is given who has nothing. */
async function editsIn(server: Running, room: string): Promise<ReadonlySet<number>> {
  const found = new Set<number>();
  let tail: Buffer = Buffer.alloc(0);
  let lastMs = performance.now();
  const light = await openLight(server, server.dialect.path(room), (bytes) => {
    lastMs = performance.now();
    const whole = Buffer.concat([tail, bytes]);
    for (let at = whole.indexOf(EDIT_SIGN); at >= 0; at = whole.indexOf(EDIT_SIGN, at + 1)) {
      const number = numberAt(whole, at);
      if (number >= 0) found.add(number);
    }
    tail = cutSign(whole);
  });
  for (const message of server.dialect.greeting(room)) light.send(frameOf(message));
  while (performance.now() - lastMs < QUIET_MS) await delay(50);
  light.end();
  return found;
}
