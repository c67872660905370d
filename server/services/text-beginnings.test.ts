import { expect, test } from 'vitest';
import type { DocumentMeta } from '#lib/domain/deliverable/work.ts';
import type { Beginning } from '#lib/domain/deliverable/beginning.ts';
import { SimulatedClock } from '../../tests/support/simulated-clock.ts';
import { createTextBeginnings } from './text-beginnings.ts';

const silent = { debug() {}, info() {}, warn() {}, error() {} };

const meta = (head: number, incarnation = 1) => ({ id: 'd', head, incarnation }) as DocumentMeta;

/** A worker that answers when it is told to. */
function world() {
  const clock = new SimulatedClock();
  const warnings: string[] = [];
  const row = (seq: number) => ({ seq, bytes: new Uint8Array(), author: 'ada', atMs: 0 });
  const updates = [row(1)];
  const write = () => void updates.push(row(updates.length + 1));
  const asked: ((made: Beginning | Error) => void)[] = [];
  const beginningOf = createTextBeginnings({
    docs: { read: async () => ({ snapshot: null, updates: [...updates] }) },
    text: {
      beginning: () =>
        new Promise((resolve, reject) => {
          asked.push((made) => (made instanceof Error ? reject(made) : resolve(made)));
        }),
    },
    clock,
    log: { ...silent, warn: (_, message) => void warnings.push(message) },
  });
  const settled = () => clock.pass(0);
  return { clock, asked, beginningOf, settled, write, warnings };
}
const as = (html: string): Beginning => ({ html, isWhole: true });

test('two hundred who open the same text make it once, and the next one finds it', async () => {
  const { asked, beginningOf, settled } = world();
  const all = Array.from({ length: 200 }, () => beginningOf(meta(1)));
  await settled();
  expect(asked).toHaveLength(1);
  asked[0]?.(as('one'));
  expect((await Promise.all(all)).map((it) => it?.html)).toEqual(Array(200).fill('one'));
  expect((await beginningOf(meta(1)))?.html).toBe('one');
  expect(asked).toHaveLength(1);
});

test('a page does not wait for a slow worker: it comes without, and the next one has it', async () => {
  const { clock, asked, beginningOf, settled } = world();
  const first = beginningOf(meta(1));
  await clock.pass(1_000);
  expect(await first).toBeNull();
  asked[0]?.(as('one'));
  await settled();
  expect((await beginningOf(meta(1)))?.html).toBe('one');
});

test('nobody misses what they have just saved: what was begun before it is not shown', async () => {
  const { asked, beginningOf, settled, write } = world();
  const before = beginningOf(meta(1));
  await settled();
  write();
  const after = beginningOf(meta(2));
  asked[0]?.(as('one'));
  expect((await before)?.html).toBe('one');
  await settled();
  asked[1]?.(as('one, two'));
  expect((await after)?.html).toBe('one, two');
  expect((await beginningOf(meta(1)))?.html).toBe('one, two');
});

test('after a restored backup nothing of the text before is shown; a worker that fails fails nobody, and is noted', async () => {
  const { asked, beginningOf, settled, warnings } = world();
  const first = beginningOf(meta(1));
  await settled();
  asked[0]?.(as('from before'));
  await first;
  const restored = beginningOf(meta(1, 2));
  await settled();
  asked[1]?.(new Error('ended'));
  expect(await restored).toBeNull();
  expect(warnings).toHaveLength(1);
});
