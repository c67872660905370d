import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { Incoming } from './incoming.ts';

/** A page whose frames the test draws, and somebody who writes letter by letter elsewhere. */
function stage(applyMs = 0) {
  const page = new Y.Doc();
  const frames: (() => void)[] = [];
  let nowMs = 0;
  const told: string[] = [];
  const incoming = new Incoming({
    doc: page,
    origin: 'server',
    onIncoming: () => told.push(page.getText('t').toString()),
    onNextFrame: (run) => frames.push(run),
    nowMs: () => nowMs,
  });
  const transactions: unknown[] = [];
  page.on('afterTransaction', ({ origin, local }: Y.Transaction) => {
    nowMs += applyMs;
    transactions.push([origin, local]);
  });
  const other = new Y.Doc();
  other.on('update', (update: Uint8Array) => incoming.push(update));
  const write = (letters: string): void => {
    for (const letter of letters) other.getText('t').insert(other.getText('t').length, letter);
  };
  const draw = (atMs: number): void => {
    nowMs = atMs;
    for (const run of frames.splice(0)) run();
  };
  return { page, incoming, transactions, told, write, draw, text: () => page.getText('t').toString() };
}

test('what came since the last frame is shown with the next one, in one transaction that is not one’s own', () => {
  const { write, draw, text, transactions, told } = stage();
  write('words');
  expect(text()).toBe('');
  draw(16);
  expect(text()).toBe('words');
  expect(transactions).toEqual([['server', false]]);
  expect(told).toEqual(['', '', '', '', '']);
  draw(32);
  expect(transactions).toHaveLength(1);
});

test('where showing takes long, as much time is left for the person’s own keys, and nothing is left behind', () => {
  const { write, draw, text, transactions } = stage(40);
  write('a');
  draw(0);
  write('b');
  for (const atMs of [48, 64]) draw(atMs);
  expect(text()).toBe('a');
  draw(81);
  expect(text()).toBe('ab');
  expect(transactions).toHaveLength(2);
});

test('when the connection ends, what came is in the text at once', () => {
  const { write, incoming, text, draw } = stage();
  write('last');
  incoming.flush();
  expect(text()).toBe('last');
  draw(16);
  expect(text()).toBe('last');
});
