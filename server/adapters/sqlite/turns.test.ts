import { expect, test } from 'vitest';
import { Turns } from './turns.ts';

const soon = () => new Promise((resolve) => setTimeout(resolve, 0));

test('statements go together, a transaction alone, and nobody overtakes whoever waits', async () => {
  const turns = new Turns();
  const said: string[] = [];
  const open = new Map<string, () => void>();
  const statement = (name: string) =>
    turns.together(async () => {
      said.push(name);
      await new Promise<void>((resolve) => open.set(name, resolve));
    });
  void statement('a');
  void statement('b');
  const held = turns.alone();
  void held.then(() => said.push('transaction'));
  void statement('c');
  await soon();
  expect(said).toEqual(['a', 'b']);
  open.get('a')?.();
  await soon();
  expect(said, 'one statement is still under way').toEqual(['a', 'b']);
  open.get('b')?.();
  await soon();
  expect(said).toEqual(['a', 'b', 'transaction']);
  const release = await held;
  release();
  release();
  await soon();
  expect(said).toEqual(['a', 'b', 'transaction', 'c']);
  const other = turns.alone();
  await soon();
  release();
  open.get('c')?.();
  (await other)();
});

test('a statement that fails gives its turn back', async () => {
  const turns = new Turns();
  await expect(turns.together(() => Promise.reject(new Error('no table')))).rejects.toThrow('no table');
  (await turns.alone())();
});
