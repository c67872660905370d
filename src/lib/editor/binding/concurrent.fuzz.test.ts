import { joinBackward, joinForward, lift, setBlockType, splitBlock, wrapIn } from '@tiptap/pm/commands';
import { TextSelection } from '@tiptap/pm/state';
import { addColumnAfter, addRowAfter } from '@tiptap/pm/tables';
import { undo } from '@tiptap/y-tiptap';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { contentToUpdate } from '#lib/schema/text/convert.ts';
import { doc, node, p } from '#lib/schema/text/testing/content.ts';
import { exchange, Peer } from './testing/peer.ts';

/** Each letter is unique, so that a text can be looked for after any splitting and joining. */
const letters = (from: number, count: number): string =>
  Array.from({ length: count }, (_, at) => String.fromCharCode(0x4e00 + from + at)).join('');

const cell = (id: string, from: number) => node('tableCell', { id }, p(`${id}p`, letters(from, 3)));
const start = doc(
  p('a', letters(0, 8)),
  p('b', letters(8, 8)),
  node('bulletList', { id: 'l' }, node('listItem', { id: 'i' }, p('c', letters(16, 6)))),
  node('table', { id: 't' }, node('tableRow', { id: 'r' }, cell('x', 22), cell('y', 25))),
  p('d', letters(28, 8)),
);
const FIRST_TYPED = 36;

interface Step {
  readonly peer: number;
  readonly act: string;
  readonly at: number;
  readonly to: number;
}

const step: fc.Arbitrary<Step> = fc.record({
  peer: fc.nat(2),
  act: fc.constantFrom(
    'type',
    'split',
    'join',
    'joinForward',
    'drag',
    'break',
    'heading',
    'quote',
    'lift',
    'column',
    'row',
    'undo',
    'meet',
  ),
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  to: fc.double({ min: 0, max: 1, noNaN: true }),
});

/** Found by chance, and tried first ever since. */
const found: readonly (readonly Step[])[] = [
  // Undo kept a selection that lay beyond the end of the text of now.
  [
    { peer: 0, act: 'split', at: 0.975, to: 0 },
    { peer: 1, act: 'type', at: 0, to: 0 },
    { peer: 0, act: 'undo', at: 0, to: 0 },
  ],
];

function play(steps: readonly Step[]): void {
  const initial = contentToUpdate(start, 1);
  const peers = [10, 20, 30].map((id) => new Peer(id, { initial }));
  let typed = FIRST_TYPED;
  const undone = new Set<string>();
  for (const { peer: index, act, at, to } of steps) {
    const peer = peers[index] as Peer;
    if (act === 'meet') exchange(...peers);
    else if (act === 'undo') {
      const before = visible(peer);
      undo(peer.state);
      const after = visible(peer);
      for (const letter of before) if (!after.has(letter)) undone.add(letter);
    } else perform(peer, act, at, to, () => letters(typed++, 1));
  }
  exchange(...peers);
  const [first] = peers as [Peer];
  for (const peer of peers) {
    expect(peer.unknown).toEqual([]);
    expect(peer.content).toEqual(first.content);
    expect(peer.state.doc.eq(first.state.doc)).toBe(true);
  }
  const known = new Set([
    ...visible(first),
    ...undone,
    ...peers.flatMap(({ lost }) => lost.flatMap(({ text }) => [...text])),
  ]);
  const missing = [...letters(0, typed)].filter((letter) => !known.has(letter));
  expect(missing).toEqual([]);
}

test.each(found.map((steps) => [steps.map(({ act }) => act).join(', '), steps] as const))(
  '[E18] %s: the same for all, and each letter is seen or told',
  (_, steps) => play(steps),
);

test('[E18] whatever three people do at once: the same for all, and each letter is seen or told', () => {
  fc.assert(fc.property(fc.array(step, { minLength: 2, maxLength: 24 }), play), { numRuns: 300 });
});

const visible = (peer: Peer): Set<string> => new Set(peer.state.doc.textContent);

function perform(peer: Peer, act: string, at: number, to: number, letter: () => string): void {
  const { schema, doc: shown } = peer.state;
  const cursorAt = (share: number) =>
    TextSelection.near(shown.resolve(Math.round(share * shown.content.size)));
  peer.dispatch(peer.state.tr.setSelection(cursorAt(at)));
  const dispatch = peer.dispatch.bind(peer);
  const { paragraph, heading, blockquote, hardBreak } = schema.nodes;
  switch (act) {
    case 'type':
      return dispatch(peer.state.tr.insertText(letter()));
    case 'split':
      return void splitBlock(peer.state, dispatch);
    case 'join':
    case 'joinForward': {
      const { $from } = peer.state.selection;
      const edge = act === 'join' ? $from.start() : $from.end();
      dispatch(peer.state.tr.setSelection(TextSelection.create(peer.state.doc, edge)));
      return void (act === 'join' ? joinBackward : joinForward)(peer.state, dispatch);
    }
    case 'break':
      return hardBreak && dispatch(peer.state.tr.replaceSelectionWith(hardBreak.create()));
    case 'heading':
      return void (
        heading &&
        paragraph &&
        setBlockType(to < 0.5 ? heading : paragraph)(peer.state, dispatch)
      );
    case 'quote':
      return void (blockquote && wrapIn(blockquote)(peer.state, dispatch));
    case 'lift':
      return void lift(peer.state, dispatch);
    case 'column':
      return void addColumnAfter(peer.state, dispatch);
    case 'row':
      return void addRowAfter(peer.state, dispatch);
    case 'drag': {
      const $from = peer.state.selection.$from;
      if ($from.depth !== 1) return;
      const transaction = peer.state.tr.delete($from.before(1), $from.after(1));
      const $to = transaction.doc.resolve(Math.round(to * transaction.doc.content.size));
      return dispatch(transaction.insert($to.depth === 0 ? $to.pos : $to.after(1), $from.parent));
    }
  }
}
