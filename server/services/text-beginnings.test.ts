import { expect, test } from 'vitest';
import type { DocumentMeta } from '#lib/domain/deliverable/work.ts';
import type { Beginning } from '#lib/domain/deliverable/beginning.ts';
import { SimulatedClock } from '../../tests/support/simulated-clock.ts';
import { createTextBeginnings } from './text-beginnings.ts';

const meta = (head: number, incarnation = 1) => ({ id: 'd', head, incarnation }) as DocumentMeta;

/** A worker that answers when it is told to. */
function world() {
  const clock = new SimulatedClock();
  const asked: ((made: Beginning | Error) => void)[] = [];
  const beginningOf = createTextBeginnings({
    docs: { read: async () => ({ snapshot: null, updates: [] }) },
    text: {
      beginning: () =>
        new Promise((resolve, reject) => {
          asked.push((made) => (made instanceof Error ? reject(made) : resolve(made)));
        }),
    },
    clock,
  });
  const settled = () => clock.pass(0);
  return { clock, asked, beginningOf, settled };
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

test('a page does not wait for a slow worker: it has the one before, or none, and the next page has the new one', async () => {
  const { clock, asked, beginningOf, settled } = world();
  const first = beginningOf(meta(1));
  await settled();
  await clock.pass(1_000);
  expect(await first).toBeNull();
  asked[0]?.(as('one'));
  await settled();
  const second = beginningOf(meta(2));
  await settled();
  await clock.pass(1_000);
  expect((await second)?.html).toBe('one');
  asked[1]?.(as('two'));
  await settled();
  expect((await beginningOf(meta(2)))?.html).toBe('two');
});

test('after a restored backup nothing of the text before is shown, and a worker that fails fails nobody', async () => {
  const { asked, beginningOf, settled } = world();
  const first = beginningOf(meta(5));
  await settled();
  asked[0]?.(as('from before'));
  await first;
  const restored = beginningOf(meta(5, 2));
  await settled();
  asked[1]?.(new Error('ended'));
  expect(await restored).toBeNull();
});
