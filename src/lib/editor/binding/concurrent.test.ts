import { joinBackward, setBlockType, splitBlock } from '@tiptap/pm/commands';
import { Node as ProseMirrorNode } from '@tiptap/pm/model';
import type { Command } from '@tiptap/pm/state';
import { addColumnAfter, addRowAfter, deleteRow } from '@tiptap/pm/tables';
import { undo } from '@tiptap/y-tiptap';
import { expect, test } from 'vitest';
import { contentToUpdate, type ContentNode } from '#lib/schema/text/convert.ts';
import { repairBody } from '#lib/schema/text/repair.ts';
import { textSchema } from '#lib/schema/text/schema.ts';
import { doc, mint, node, p } from '#lib/schema/text/testing/content.ts';
import { exchange, Peer } from './testing/peer.ts';

/**
 * What happens when two people do something to one place before either sees the other. Each case
 * says what both then see, what is told to whom, and what one press makes of it. Nothing is lost
 * or doubled without being told.
 */
const start = doc(p('a', 'Alpha one'), p('b', 'Beta two'), p('c', 'Gamma three'));

type Act = (peer: Peer) => unknown;

const typing =
  (words: string, offset: number, text = 'XYZ'): Act =>
  (peer) =>
    peer.type(words, offset, text);
const command =
  (words: string, offset: number, run: Command): Act =>
  (peer) =>
    peer.at(words, offset, run);
const splitting = (words: string, offset: number): Act => command(words, offset, splitBlock);
const joining = (words: string): Act => command(words, 0, joinBackward);
const dragging =
  (words: string, target: string): Act =>
  (peer) =>
    peer.drag(words, target);
const breaking =
  (words: string, offset: number): Act =>
  (peer) => {
    peer.at(words, offset);
    peer.dispatch(peer.state.tr.replaceSelectionWith(peer.state.schema.node('hardBreak')));
  };
const retyping: Act = (peer) => {
  const type = peer.state.schema.nodes.heading;
  if (type) peer.at('Beta', 0, setBlockType(type, { id: 'b', level: 2 }));
};

function meet(ann: Act, ben: Act, content: ContentNode = start) {
  const initial = contentToUpdate(content, 1);
  const peers = { ann: new Peer(10, { initial }), ben: new Peer(20, { initial }) };
  ann(peers.ann);
  ben(peers.ben);
  exchange(peers.ann, peers.ben);
  expectAgreement(peers.ann, peers.ben);
  return peers;
}

/** All documents are the same, every screen shows them, and nobody was stopped. */
function expectAgreement(...peers: Peer[]): void {
  for (const peer of peers) {
    expect(peer.content).toEqual(peers[0]?.content);
    const shown = ProseMirrorNode.fromJSON(textSchema(), peer.content).content;
    expect(peer.state.doc.content.eq(shown)).toBe(true);
    expect(peer.unknown).toEqual([]);
  }
}

const lines = (peer: Peer): string => peer.lines.map((line) => line.replace(/^paragraph: /, '')).join(' | ');
const told = (peer: Peer): string[] => [
  ...peer.lost.map(({ text }) => `lost ${text}`),
  ...peer.doubled.map(({ text }) => `doubled ${text}`),
];

interface Case {
  readonly name: string;
  readonly ann: Act;
  readonly ben: Act;
  readonly seen: string;
  readonly toAnn?: string;
  readonly toBen?: string;
  /** After everybody has pressed what they were offered. */
  readonly mended?: string;
}

const cases: readonly Case[] = [
  {
    name: 'Ann splits a paragraph while Ben types at its end: his words stay with the first half',
    ann: splitting('Beta', 4),
    ben: typing('Beta', 8),
    seen: 'Alpha one | BetaXYZ |  two | Gamma three',
  },
  {
    name: 'both split a paragraph at the same place: the tail stands twice, both are told',
    ann: splitting('Beta', 4),
    ben: splitting('Beta', 4),
    seen: 'Alpha one | Beta |  two |  two | Gamma three',
    toAnn: 'doubled two',
    toBen: 'doubled two',
    mended: 'Alpha one | Beta |  two | Gamma three',
  },
  {
    name: 'both split a paragraph at different places: the shorter tail is the copy',
    ann: splitting('Beta', 2),
    ben: splitting('Beta', 4),
    seen: 'Alpha one | Be | ta two |  two | Gamma three',
    toAnn: 'doubled two',
    toBen: 'doubled two',
    mended: 'Alpha one | Be | ta two | Gamma three',
  },
  {
    name: 'Ann joins two paragraphs while Ben types into the second: he is told, and it goes back where it was',
    ann: joining('Beta'),
    ben: typing('Beta', 4),
    seen: 'Alpha oneBeta two | Gamma three',
    toBen: 'lost XYZ',
    mended: 'Alpha oneBetaXYZ two | Gamma three',
  },
  {
    name: 'both join the same paragraphs: the second stands twice, both are told',
    ann: joining('Beta'),
    ben: joining('Beta'),
    seen: 'Alpha oneBeta twoBeta two | Gamma three',
    toAnn: 'doubled Beta two',
    toBen: 'doubled Beta two',
    mended: 'Alpha oneBeta two | Gamma three',
  },
  {
    name: 'Ann joins a paragraph upwards while Ben joins another to it: what Ben moved comes back',
    ann: joining('Beta'),
    ben: joining('Gamma'),
    seen: 'Alpha oneBeta two',
    toBen: 'lost Gamma three',
    mended: 'Alpha oneBeta twoGamma three',
  },
  {
    name: 'Ann drags a paragraph while Ben types into it: he is told, and it follows the paragraph',
    ann: dragging('Alpha', 'Gamma'),
    ben: typing('Alpha', 5),
    seen: 'Beta two | Gamma three | Alpha one',
    toBen: 'lost XYZ',
    mended: 'Beta two | Gamma three | AlphaXYZ one',
  },
  {
    name: 'both drag a paragraph to different places: it stands twice, both are told',
    ann: dragging('Alpha', 'Gamma'),
    ben: dragging('Alpha', 'Beta'),
    seen: 'Beta two | Alpha one | Gamma three | Alpha one',
    toAnn: 'doubled Alpha one',
    toBen: 'doubled Alpha one',
    mended: 'Beta two | Alpha one | Gamma three',
  },
  {
    name: 'both drag a paragraph to the same place: it stands twice, both are told',
    ann: dragging('Alpha', 'Gamma'),
    ben: dragging('Alpha', 'Gamma'),
    seen: 'Beta two | Gamma three | Alpha one | Alpha one',
    toAnn: 'doubled Alpha one',
    toBen: 'doubled Alpha one',
    mended: 'Beta two | Gamma three | Alpha one',
  },
  {
    name: 'Ann inserts a line break while Ben types after it: his words stay before the break',
    ann: breaking('Beta', 4),
    ben: typing('Beta', 8),
    seen: 'Alpha one | BetaXYZ⏎ two | Gamma three',
  },
  {
    name: 'both insert a line break: the tail stands twice, both are told',
    ann: breaking('Beta', 4),
    ben: breaking('Beta', 2),
    seen: 'Alpha one | Be⏎ two⏎ta two | Gamma three',
    toAnn: 'doubled two',
    toBen: 'doubled two',
    mended: 'Alpha one | Be⏎ta two | Gamma three',
  },
  {
    name: 'Ann makes a paragraph a heading while Ben types into it: he is told, and it goes into the heading',
    ann: retyping,
    ben: typing('Beta', 4),
    seen: 'Alpha one | heading: Beta two | Gamma three',
    toBen: 'lost XYZ',
    mended: 'Alpha one | heading: BetaXYZ two | Gamma three',
  },
  {
    name: 'both make a paragraph a heading: it stands twice, both are told',
    ann: retyping,
    ben: retyping,
    seen: 'Alpha one | heading: Beta two | heading: Beta two | Gamma three',
    toAnn: 'doubled Beta two',
    toBen: 'doubled Beta two',
    mended: 'Alpha one | heading: Beta two | Gamma three',
  },
  {
    name: 'Ann deletes a paragraph while Ben types into it: he is told, and gets it back as a paragraph',
    ann: (peer) => {
      const $at = peer.state.doc.resolve(peer.find('Beta'));
      peer.dispatch(peer.state.tr.delete($at.before(), $at.after()));
    },
    ben: typing('Beta', 4),
    seen: 'Alpha one | Gamma three',
    toBen: 'lost XYZ',
    mended: 'Alpha one | XYZ | Gamma three',
  },
];

test.each(cases)('[E18] $name', ({ ann: annDoes, ben: benDoes, seen, toAnn, toBen, mended }) => {
  const { ann, ben } = meet(annDoes, benDoes);
  expect(lines(ann)).toBe(seen);
  expect(told(ann)).toEqual(toAnn === undefined ? [] : [toAnn]);
  expect(told(ben)).toEqual(toBen === undefined ? [] : [toBen]);
  for (const peer of [ann, ben]) {
    for (const lost of peer.lost) lost.putBack();
    for (const doubled of peer.doubled) doubled.mend();
  }
  exchange(ann, ben);
  expectAgreement(ann, ben);
  expect(lines(ann)).toBe(mended ?? seen);
});

test('[E18] what somebody deletes after having seen it is not reported as lost', () => {
  const initial = contentToUpdate(start, 1);
  const ann = new Peer(10, { initial });
  const ben = new Peer(20, { initial });
  ben.type('Beta', 4, 'XYZ');
  exchange(ann, ben);
  ann.at('Beta', 0, joinBackward);
  exchange(ann, ben);
  const $at = ann.state.doc.resolve(ann.find('Gamma'));
  ann.dispatch(ann.state.tr.delete($at.before(), $at.after()));
  exchange(ann, ben);
  expect(lines(ben)).toBe('Alpha oneBetaXYZ two');
  expect(told(ben)).toEqual([]);
});

test('[E18] of what I typed, only the part that the other had not seen is reported', () => {
  const initial = contentToUpdate(start, 1);
  const ann = new Peer(10, { initial });
  const ben = new Peer(20, { initial });
  ben.type('Beta', 4, 'seen');
  exchange(ann, ben);
  ben.type('Beta', 8, 'unseen');
  ann.at('Beta', 0, joinBackward);
  exchange(ann, ben);
  expect(told(ben)).toEqual(['lost unseen']);
  ben.lost[0]?.putBack();
  exchange(ann, ben);
  expect(lines(ann)).toBe('Alpha oneBetaseenunseen two | Gamma three');
});

test('[E18] words that were not typed from left to right are told and put back as they read', () => {
  const backwards: Act = (peer) => {
    peer.type('Beta', 4, 'YZ');
    peer.type('BetaYZ', 4, '-X');
    peer.at('Beta', 4);
    peer.dispatch(peer.state.tr.delete(peer.find('Beta') + 4, peer.find('Beta') + 5));
  };
  const { ann, ben } = meet(joining('Beta'), backwards);
  expect(told(ben)).toEqual(['lost XYZ']);
  ben.lost[0]?.putBack();
  exchange(ann, ben);
  expect(lines(ann)).toBe('Alpha oneBetaXYZ two | Gamma three');
});

test('[E18] putting back is an edit of mine that I can undo', () => {
  const { ann, ben } = meet(joining('Beta'), typing('Beta', 4));
  ben.lost[0]?.putBack();
  undo(ben.state);
  exchange(ann, ben);
  expect(lines(ann)).toBe('Alpha oneBeta two | Gamma three');
});

test('[E18] without a view of the updates, text that went down with its block is still told', () => {
  const initial = contentToUpdate(start, 1);
  const ann = new Peer(10, { initial });
  const ben = new Peer(20, { initial, knowsIncoming: false });
  ann.at('Beta', 0, joinBackward);
  ben.type('Beta', 4, 'XYZ');
  exchange(ann, ben);
  expect(told(ben)).toEqual(['lost XYZ']);
});

test('[E18] a copy that was changed meanwhile is left alone', () => {
  const { ann, ben } = meet(splitting('Beta', 4), splitting('Beta', 4));
  ann.type(' two', 2, '-');
  exchange(ann, ben);
  const before = lines(ben);
  ben.doubled[0]?.mend();
  exchange(ann, ben);
  expect(lines(ann)).toBe(before);
});

const cell = (id: string) => node('tableCell', { id, colspan: 1, rowspan: 1 }, p(`${id}p`, id));
const table = doc(
  node(
    'table',
    { id: 't' },
    node('tableRow', { id: 'r1' }, cell('A1'), cell('B1')),
    node('tableRow', { id: 'r2' }, cell('A2'), cell('B2')),
  ),
  p('end', 'End'),
);
const columns = (peer: Peer) => peer.content.content?.[0]?.content?.map((row) => row.content?.length);

test('[E16] Ann adds a column while Ben adds a row: both see the same, and only the server mends it', () => {
  const { ann, ben } = meet(command('A1', 0, addColumnAfter), command('A2', 0, addRowAfter), table);
  expect(columns(ann)).toEqual([3, 3, 2]);
  ann.type('End', 3, '.');
  ben.type('A1', 2, '!');
  exchange(ann, ben);
  expect(columns(ann)).toEqual([3, 3, 2]);

  expect(repairBody(ann.ydoc, mint('server-'))).toBe(true);
  exchange(ann, ben);
  expectAgreement(ann, ben);
  expect(columns(ben)).toEqual([3, 3, 3]);
});

test('[E16] both add a column: both columns stay', () => {
  const { ann } = meet(command('A1', 0, addColumnAfter), command('A1', 0, addColumnAfter), table);
  expect(columns(ann)).toEqual([4, 4]);
});

test('[E16] both add a row: both rows stay', () => {
  const { ann } = meet(command('A1', 0, addRowAfter), command('A1', 0, addRowAfter), table);
  expect(columns(ann)).toEqual([2, 2, 2, 2]);
});

test('[E16] Ann adds a column or a row while Ben types into a cell: nothing is lost', () => {
  for (const act of [addColumnAfter, addRowAfter]) {
    const { ann, ben } = meet(command('A1', 0, act), typing('B1', 2), table);
    expect(lines(ann)).toContain('B1XYZ');
    expect(told(ben)).toEqual([]);
  }
});

test('[E18] Ann deletes a row while Ben types into it: he is told and gets it back below the table', () => {
  const { ann, ben } = meet(command('A1', 0, deleteRow), typing('B1', 2), table);
  expect(told(ben)).toEqual(['lost XYZ']);
  ben.lost[0]?.putBack();
  exchange(ann, ben);
  expectAgreement(ann, ben);
  expect(lines(ann)).toBe('A2 | B2 | XYZ | End');
});

test('[E16] a split, a copy and a new block get their ids from who makes them, once', () => {
  const { ann, ben } = meet(splitting('Beta', 4), typing('Alpha', 0));
  const ids = (peer: Peer) => peer.content.content?.map((block) => block.attrs?.id);
  expect(ids(ben)).toEqual(['a', 'b', 'm10-1', 'c']);
  const copied = ann.state.doc.child(0);
  ann.dispatch(ann.state.tr.insert(ann.state.doc.content.size, copied));
  exchange(ann, ben);
  expect(ids(ben)).toEqual(['a', 'b', 'm10-1', 'c', 'm10-2']);
});

test('[E16] blocks of a stock client keep waiting for the server’s id, whoever edits beside them', () => {
  const { ann } = meet(
    typing('Alpha', 5),
    typing('Beta', 4),
    doc(node('paragraph', {}, 'Alpha'), p('b', 'Beta')),
  );
  expect(ann.content.content?.map((block) => block.attrs?.id)).toEqual([undefined, 'b']);
});
