import { Node as ProseMirrorNode } from '@tiptap/pm/model';
import { NodeSelection, type Command } from '@tiptap/pm/state';
import { undo } from '@tiptap/y-tiptap';
import { describe, expect, test } from 'vitest';
import { contentToUpdate, type ContentNode } from '#lib/schema/text/convert.ts';
import { textSchema } from '#lib/schema/text/schema.ts';
import { doc, h, node, p, text } from '#lib/schema/text/testing/content.ts';
import { exchange, Peer } from '../binding/testing/peer.ts';
import { removeCallout, setCallout, unwrapCalloutAtStart } from '../callouts/callout-commands.ts';
import { leaveBox, staysInBox } from '../callouts/containers.ts';
import { enterDetails, goOnInDetails, insertDetails, removeDetails } from '../details/details-commands.ts';
import { deleteBlocks, duplicateBlocks, moveBlocks } from '../drag/move-block.ts';
import {
  deleteAtEdge,
  insertFootnote,
  leaveNote,
  selectNote,
  stepOut,
} from '../footnotes/footnote-commands.ts';
import { footnotesIn } from '../footnotes/footnotes-in.ts';

/** The commands on a real binding: what one person does, and what two do at the same moment. */
const three = doc(p('a', 'Alpha one'), p('b', 'Beta two'), p('c', 'Gamma three'));

const open = (content: ContentNode = three, id = 10): Peer =>
  new Peer(id, { initial: contentToUpdate(content, 1) });

function both(content: ContentNode = three): { ann: Peer; ben: Peer } {
  return { ann: open(content, 10), ben: open(content, 20) };
}

const run = (peer: Peer, command: Command): boolean =>
  command(peer.state, (transaction) => peer.dispatch(transaction));

const ids = (peer: Peer): unknown[] => (peer.content.content ?? []).map(({ attrs }) => attrs?.id);

const notes = (peer: Peer): string[] => footnotesIn(peer.state.doc).map((it) => it.node.textContent);

function agree(...peers: Peer[]): void {
  exchange(...peers);
  for (const peer of peers) {
    expect(peer.content).toEqual(peers[0]?.content);
    const shown = ProseMirrorNode.fromJSON(textSchema(), peer.content);
    expect(peer.state.doc.content.eq(shown.content)).toBe(true);
    expect(peer.unknown).toEqual([]);
  }
}

function note(peer: Peer, words: string, offset: number, written: string): void {
  peer.at(words, offset, insertFootnote);
  peer.dispatch(peer.state.tr.insertText(written));
}

describe('footnotes', () => {
  test('a note is written where the cursor was, and Enter goes on after it', () => {
    const ann = open();
    note(ann, 'Alpha', 5, 'See the call.');
    expect(notes(ann)).toEqual(['See the call.']);
    run(ann, leaveNote);
    ann.dispatch(ann.state.tr.insertText('!'));
    expect(ann.state.doc.child(0).textContent).toBe('AlphaSee the call.! one');
  });

  test('notes are numbered by their place, not by when they were made', () => {
    const ann = open();
    note(ann, 'Gamma', 5, 'third');
    note(ann, 'Alpha', 5, 'first');
    note(ann, 'Beta', 4, 'second');
    expect(notes(ann)).toEqual(['first', 'second', 'third']);
    ann.at('Gamma', 2);
    while (run(ann, moveBlocks(-1)));
    expect(notes(ann)).toEqual(['third', 'first', 'second']);
  });

  test('a note with words is selected before it is deleted; an empty one goes at once', () => {
    const ann = open();
    note(ann, 'Alpha', 5, 'kept');
    expect(run(ann, deleteAtEdge(1))).toBe(true);
    expect(notes(ann)).toEqual(['kept']);
    run(ann, leaveNote);
    expect(run(ann, selectNote(-1))).toBe(true);
    expect(ann.state.selection).toBeInstanceOf(NodeSelection);
    ann.at('Beta', 4, insertFootnote);
    expect(run(ann, deleteAtEdge(-1))).toBe(true);
    expect(notes(ann)).toEqual(['kept']);
  });

  test('an arrow at the edge of a note leaves it', () => {
    const ann = open();
    note(ann, 'Alpha', 5, 'x');
    expect(run(ann, stepOut(1))).toBe(true);
    expect(ann.state.selection.$from.parent.type.name).toBe('paragraph');
  });

  test('there are no notes in code and none in notes', () => {
    const ann = open(doc(node('codeBlock', { id: 'k' }, text('eqf = 6')), p('a', 'Alpha')));
    expect(ann.at('eqf', 3, insertFootnote)).toBe(false);
    ann.at('Alpha', 5, insertFootnote);
    expect(run(ann, insertFootnote)).toBe(false);
  });

  test('undo takes a note away, and it comes back with its words', () => {
    const ann = open();
    note(ann, 'Alpha', 5, 'kept');
    agree(ann);
    undo(ann.state);
    expect(notes(ann)).toEqual([]);
    expect(ann.state.doc.child(0).textContent).toBe('Alpha one');
  });

  test('two people add notes to one sentence at once: both are there on both screens', () => {
    const { ann, ben } = both();
    note(ann, 'Alpha', 5, 'of Ann');
    note(ben, 'Alpha', 9, 'of Ben');
    agree(ann, ben);
    expect(notes(ann)).toEqual(['of Ann', 'of Ben']);
    expect(notes(ben)).toEqual(['of Ann', 'of Ben']);
  });

  test('two people write in one note at once: nothing is lost', () => {
    const { ann, ben } = both(doc(p('a', 'Alpha', node('footnote', {}, text('see call')), ' one')));
    const at = (peer: Peer) => (footnotesIn(peer.state.doc)[0]?.at ?? 0) + 1;
    ann.dispatch(ann.state.tr.insertText('Please ', at(ann)));
    ben.dispatch(ben.state.tr.insertText(', p. 12', at(ben) + 'see call'.length));
    agree(ann, ben);
    expect(notes(ann)).toEqual(['Please see call, p. 12']);
  });

  test('one types in the sentence while the other adds a note to it: both are kept, or told', () => {
    const { ann, ben } = both();
    note(ann, 'Alpha', 5, 'note');
    ben.type('Alpha', 9, ' more');
    agree(ann, ben);
    expect(notes(ben)).toEqual(['note']);
    const kept = ben.state.doc.child(0).textContent.includes(' more');
    expect(kept || ben.lost.some((it) => it.text.includes(' more'))).toBe(true);
  });
});

describe('callouts', () => {
  test('a paragraph is put into a box and keeps its address; the box gets its own', () => {
    const ann = open();
    ann.at('Beta', 2, setCallout('tip'));
    const box = ann.state.doc.child(1);
    expect([box.type.name, box.attrs.kind, box.firstChild?.attrs.id]).toEqual(['callout', 'tip', 'b']);
    expect(box.attrs.id).toMatch(/^m10-/);
    run(ann, setCallout('warning'));
    expect(ann.state.doc.child(1).attrs).toEqual({ ...box.attrs, kind: 'warning' });
    run(ann, removeCallout);
    expect(ann.lines).toEqual(['paragraph: Alpha one', 'paragraph: Beta two', 'paragraph: Gamma three']);
    expect(ids(ann)).toEqual(['a', 'b', 'c']);
  });

  const boxed = doc(
    node('callout', { id: 'x', kind: 'note' }, p('a', 'Alpha'), p('b'), p('c', 'Gamma'), p('d')),
  );

  test('Enter in an empty last paragraph goes on after the box, elsewhere it stays in it', () => {
    const ann = open(boxed);
    ann.at('Gamma', 5);
    const last = ann.state.doc.content.size - 2;
    ann.dispatch(ann.state.tr.setSelection(NodeSelection.near(ann.state.doc.resolve(last), -1)));
    expect(run(ann, leaveBox('callout'))).toBe(true);
    expect(ann.state.doc.childCount).toBe(2);
    expect(ann.state.doc.child(0).childCount).toBe(3);
    expect(ann.state.selection.$from.depth).toBe(1);
    const middle = ann.find('Alpha') + 'Alpha'.length + 2;
    ann.dispatch(ann.state.tr.setSelection(NodeSelection.near(ann.state.doc.resolve(middle))));
    expect(run(ann, leaveBox('callout'))).toBe(false);
    expect(run(ann, staysInBox('callout'))).toBe(true);
    expect(ann.state.doc.childCount).toBe(2);
    expect(ann.state.doc.child(0).childCount).toBe(4);
  });

  test('Backspace at the start takes the box away, and only there', () => {
    const ann = open(boxed);
    expect(ann.at('Gamma', 0, unwrapCalloutAtStart)).toBe(false);
    expect(ann.at('Alpha', 0, unwrapCalloutAtStart)).toBe(true);
    expect(ids(ann)).toEqual(['a', 'b', 'c', 'd']);
  });

  test('one changes the kind while the other writes in the box: both stand', () => {
    const { ann, ben } = both(boxed);
    ann.at('Alpha', 0, setCallout('example'));
    ben.type('Gamma', 5, ' and more');
    agree(ann, ben);
    expect(ann.state.doc.child(0).attrs.kind).toBe('example');
    expect(ann.lines).toContain('paragraph: Gamma and more');
  });
});

describe('parts that unfold', () => {
  test('a paragraph is folded under a summary; Enter in the summary goes on below it', () => {
    const ann = open();
    ann.at('Beta', 0, insertDetails);
    ann.dispatch(ann.state.tr.insertText('More'));
    expect(run(ann, enterDetails)).toBe(true);
    ann.dispatch(ann.state.tr.insertText('inside'));
    const box = ann.state.doc.child(1);
    expect(box.type.name).toBe('details');
    expect(ann.lines.slice(1, 4)).toEqual([
      'detailsSummary: More',
      'paragraph: inside',
      'paragraph: Beta two',
    ]);
    run(ann, removeDetails);
    expect(ann.state.doc.child(1).type.name).toBe('paragraph');
    expect(ann.lines.slice(1, 3)).toEqual(['paragraph: More', 'paragraph: inside']);
  });

  test('Enter below the summary writes paragraphs, and in an empty last one goes on after the part', () => {
    const ann = open();
    ann.at('Beta', 0, insertDetails);
    ann.at('Beta', 8);
    expect(run(ann, goOnInDetails)).toBe(true);
    expect(ann.lines.slice(1, 4)).toEqual(['detailsSummary: ', 'paragraph: Beta two', 'paragraph: ']);
    expect(run(ann, leaveBox('details'))).toBe(true);
    expect(ann.state.doc.child(1).childCount).toBe(2);
    expect(ann.state.selection.$from.depth).toBe(1);
  });

  test('both fold the same paragraph at once: its words are kept on both screens', () => {
    const { ann, ben } = both();
    ann.at('Beta', 0, insertDetails);
    ben.at('Beta', 0, insertDetails);
    agree(ann, ben);
    expect(ann.lines.filter((line) => line.includes('Beta two')).length).toBeGreaterThan(0);
  });

  test('one takes the folding away while the other writes below the summary: kept or told', () => {
    const folded = doc(
      node('details', { id: 'x' }, node('detailsSummary', { id: 's' }, text('More')), p('b', 'Beta two')),
    );
    const { ann, ben } = both(folded);
    ann.at('Beta', 0, removeDetails);
    ben.type('Beta', 8, ' XYZ');
    agree(ann, ben);
    const kept = ben.lines.some((line) => line.includes('XYZ'));
    expect(kept || ben.lost.some((it) => it.text.includes('XYZ'))).toBe(true);
  });
});

describe('moving blocks', () => {
  test('a block moves past its neighbour, keeps its address, its translation and the cursor', () => {
    const ann = open(
      doc(p('a', 'Alpha one'), node('paragraph', { id: 'b', of: 'q' }, text('Beta two')), p('c', 'Gamma')),
    );
    ann.at('Beta', 2, moveBlocks(-1));
    expect(ids(ann)).toEqual(['b', 'a', 'c']);
    expect(ann.state.doc.child(0).attrs.of).toBe('q');
    expect(ann.state.selection.$from.parent.attrs.id).toBe('b');
    expect(ann.state.selection.$from.parentOffset).toBe(2);
    run(ann, moveBlocks(1));
    run(ann, moveBlocks(1));
    expect(ids(ann)).toEqual(['a', 'c', 'b']);
    expect(run(ann, moveBlocks(1))).toBe(false);
  });

  test('items move within their list, several selected blocks move together', () => {
    const item = (id: string, words: string) => node('listItem', { id }, p(`${id}p`, words));
    const ann = open(
      doc(
        node('bulletList', { id: 'l' }, item('x', 'One'), item('y', 'Two')),
        p('a', 'Alpha'),
        p('b', 'Beta'),
      ),
    );
    ann.at('Two', 1, moveBlocks(-1));
    expect(ann.state.doc.child(0).child(0).attrs.id).toBe('y');
    expect(run(ann, moveBlocks(-1))).toBe(false);
    const selection = ann.find('Alpha');
    ann.at('Alpha', 1);
    const range = ann.state.selection.constructor as unknown as {
      create(doc: ProseMirrorNode, from: number, to: number): typeof ann.state.selection;
    };
    ann.dispatch(ann.state.tr.setSelection(range.create(ann.state.doc, selection, ann.find('Beta') + 2)));
    run(ann, moveBlocks(-1));
    expect(ids(ann)).toEqual(['a', 'b', 'l']);
  });

  test('a block at the edge of a box moves out of it, and the box is never emptied', () => {
    const ann = open(doc(p('a', 'Alpha'), node('callout', { id: 'x' }, p('b', 'Beta'), p('c', 'Gamma'))));
    ann.at('Beta', 0, moveBlocks(-1));
    expect(ids(ann)).toEqual(['a', 'b', 'x']);
    expect(ann.at('Gamma', 0, moveBlocks(-1))).toBe(false);
  });

  test('a copy is made of new blocks that translate nothing yet', () => {
    const ann = open(doc(node('callout', { id: 'x', of: 'q' }, p('b', 'Beta'))));
    ann.dispatch(ann.state.tr.setSelection(NodeSelection.create(ann.state.doc, 0)));
    run(ann, duplicateBlocks);
    const copy = ann.state.doc.child(1);
    expect(copy.textContent).toBe('Beta');
    expect(copy.attrs.of).toBeNull();
    expect([copy.attrs.id, copy.firstChild?.attrs.id]).toEqual([
      expect.stringMatching(/^m10-/),
      expect.stringMatching(/^m10-/),
    ]);
    expect(ids(ann)[0]).toBe('x');
  });

  test('deleting the only item takes its list along; the last block leaves an empty one', () => {
    const ann = open(
      doc(node('bulletList', { id: 'l' }, node('listItem', { id: 'i' }, p('ip', 'One'))), p('a', 'Alpha')),
    );
    ann.at('One', 0, deleteBlocks);
    expect(ids(ann)).toEqual(['a']);
    ann.at('Alpha', 0, deleteBlocks);
    expect(ann.lines).toEqual(['paragraph: ']);
  });

  test('a move is not told to its author as lost text, nor to whoever wrote the block', () => {
    const { ann, ben } = both();
    ben.type('Alpha', 9, ' of Ben');
    agree(ann, ben);
    ann.at('Alpha', 0, moveBlocks(1));
    agree(ann, ben);
    ben.at('Gamma', 0, moveBlocks(-1));
    agree(ann, ben);
    expect([...ann.lost, ...ben.lost, ...ann.doubled, ...ben.doubled]).toEqual([]);
  });

  test('[E18] what is typed into a block that another moves at that moment is told, and follows the block', () => {
    const { ann, ben } = both(
      doc(h('t', 1, 'Title'), p('a', 'Alpha one'), p('b', 'Beta two'), p('c', 'Gamma three')),
    );
    ann.at('Alpha', 0, moveBlocks(1));
    ben.type('Alpha', 5, 'XYZ');
    agree(ann, ben);
    const find = (words: string) => ann.lines.filter((line) => line.includes(words));
    // Never in another block than the one it was typed into.
    expect(find('Beta')).toEqual(['paragraph: Beta two']);
    if (find('XYZ').length === 0) expect(ben.lost.map((it) => it.text)).toEqual(['XYZ']);
    for (const lost of ben.lost) lost.putBack();
    agree(ann, ben);
    expect(find('XYZ')).toEqual(['paragraph: AlphaXYZ one']);
  });

  test('undo brings a moved block back to its place', () => {
    const ann = open();
    ann.at('Alpha', 0, moveBlocks(1));
    undo(ann.state);
    expect(ids(ann)).toEqual(['a', 'b', 'c']);
    expect(ann.lines).toEqual(['paragraph: Alpha one', 'paragraph: Beta two', 'paragraph: Gamma three']);
  });
});
