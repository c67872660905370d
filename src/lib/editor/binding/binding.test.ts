import { readFileSync } from 'node:fs';
import { Node as ProseMirrorNode } from '@tiptap/pm/model';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { BODY, contentToUpdate } from '#lib/schema/text/convert.ts';
import { textSchema } from '#lib/schema/text/schema.ts';
import { doc, node, p, text } from '#lib/schema/text/testing/content.ts';
import { schema2 } from '#lib/schema/text/testing/schema-2.ts';
import { Y_TIPTAP_PATCHED } from './binding.ts';
import { exchange, Peer } from './testing/peer.ts';

const initial = contentToUpdate(doc(p('a', 'Alpha'), p('b', 'Beta')), 1);

test('[E9] the binding that is patched is the one that is installed', () => {
  const manifest = new URL('../../../../node_modules/@tiptap/y-tiptap/package.json', import.meta.url);
  expect((JSON.parse(readFileSync(manifest, 'utf8')) as { version: string }).version).toBe(Y_TIPTAP_PATCHED);
});

const future = {
  node: (peer: Peer) =>
    peer.dispatch(
      peer.state.tr.insert(7, peer.state.schema.node('poll', { id: 'q' }, peer.state.schema.text('Which?'))),
    ),
  mark: (peer: Peer) => peer.dispatch(peer.state.tr.addMark(1, 4, peer.state.schema.mark('sparkle'))),
  attribute: (peer: Peer) => peer.dispatch(peer.state.tr.setNodeAttribute(0, 'mood', 'glad')),
};

test.each(Object.entries(future))(
  '[E9] a %s of schema 2 arrives in a live editor of schema 1: it stops, and nothing is deleted',
  (kind, edit) => {
    const old = new Peer(10, { initial });
    const modern = new Peer(20, { initial, schema: schema2() });
    edit(modern);
    exchange(old, modern);
    const state = Y.encodeStateAsUpdate(modern.ydoc);

    expect(old.unknown).toEqual([{ kind, name: { node: 'poll', mark: 'sparkle', attribute: 'mood' }[kind] }]);
    old.type('Alpha', 5, '!');
    exchange(old, modern);
    expect(old.outbox).toEqual([]);
    expect(old.lines).toEqual(['paragraph: Alpha', 'paragraph: Beta']);
    expect(old.content).toEqual(modern.content);
    expect(Y.encodeStateAsUpdate(old.ydoc)).toEqual(state);
  },
);

test.each(Object.entries(future))(
  '[E9] a document that already holds a %s of schema 2 is not touched by opening it',
  (_, edit) => {
    const modern = new Peer(20, { initial, schema: schema2() });
    edit(modern);
    const state = Y.encodeStateAsUpdate(modern.ydoc);
    const old = new Peer(10, { initial: state });
    old.dispatch(old.state.tr.insertText('x', 1));
    expect(old.unknown).toHaveLength(1);
    expect(old.outbox).toEqual([]);
    expect(Y.encodeStateAsUpdate(old.ydoc)).toEqual(state);
  },
);

test('[E9] content that fits nowhere is reported and kept', () => {
  const peer = new Peer(10, { initial });
  const stranger = new Y.Doc();
  Y.applyUpdate(stranger, initial);
  const item = new Y.XmlElement('tableRow');
  stranger.getXmlFragment(BODY).insert(0, [new Y.XmlElement('codeBlock'), item]);
  (stranger.getXmlFragment(BODY).get(0) as Y.XmlElement).insert(0, [new Y.XmlElement('heading')]);
  peer.receive(Y.encodeStateAsUpdate(stranger));
  expect(peer.unknown).toEqual([{ kind: 'misfit', name: 'codeBlock' }]);
  expect(peer.outbox).toEqual([]);
});

test('[E9] an emptied list is shown with an empty item, not deleted', () => {
  const list = contentToUpdate(doc(p('a', 'x'), node('bulletList', { id: 'l' })), 1);
  const peer = new Peer(10, { initial: list });
  expect(peer.lines).toEqual(['paragraph: x', 'paragraph: ']);
  peer.type('x', 1, 'y');
  expect(peer.content.content?.[1]).toEqual({ type: 'bulletList', attrs: { id: 'l' } });
});

test('[E4] a reader’s editor shows what arrives and writes nothing, whatever tries', () => {
  const reader = new Peer(10, { initial });
  reader.canWrite = false;
  const writer = new Peer(20, { initial });
  writer.type('Beta', 4, '!');
  exchange(reader, writer);
  expect(reader.lines).toEqual(['paragraph: Alpha', 'paragraph: Beta!']);
  reader.dispatch(reader.state.tr.insertText('x', 1));
  expect(reader.lines).toEqual(['paragraph: Alpha', 'paragraph: Beta!']);
  expect(reader.outbox).toEqual([]);
});

test('an unsafe value is shown as if it were not set', () => {
  const peer = new Peer(10, {
    initial: contentToUpdate(
      doc(
        node('heading', { id: 'h', level: 99 }, 'x'),
        p('a', text('y', { type: 'link', attrs: { href: 'javascript:1' } })),
      ),
      1,
    ),
  });
  expect(peer.state.doc.firstChild?.attrs.level).toBe(1);
  expect(peer.unknown).toEqual([]);
});

test('unchanged blocks stay the same objects when another block changes', () => {
  const reader = new Peer(10, { initial });
  const writer = new Peer(20, { initial });
  const before = reader.state.doc.child(0);
  writer.type('Beta', 4, '!');
  exchange(reader, writer);
  expect(reader.state.doc.child(0)).toBe(before);
});

test('two people begin to type in the same empty paragraph, go on, and each letter stands once', () => {
  const empty = contentToUpdate(doc(p('a')), 1);
  const one = new Peer(10, { initial: empty });
  const two = new Peer(20, { initial: empty });
  one.dispatch(one.state.tr.insertText('one', 1));
  two.dispatch(two.state.tr.insertText('two', 1));
  exchange(one, two);
  one.dispatch(one.state.tr.insertText('!', 4));
  two.dispatch(two.state.tr.insertText('?', 7));
  exchange(one, two);
  expect(one.lines).toEqual(['paragraph: one!two?']);
  expect(two.lines).toEqual(one.lines);
  // One text, so that the binding has nothing to copy from one into the other.
  expect(one.ydoc.getXmlFragment(BODY).get(0)).toHaveProperty('length', 1);
});

test('undo takes back what I did, not what others did, and not what they wrote into my block', async () => {
  const { undo } = await import('@tiptap/y-tiptap');
  const one = new Peer(10, { initial });
  const two = new Peer(20, { initial });
  one.dispatch(
    one.state.tr.insert(7, one.state.schema.node('heading', { level: 2 }, one.state.schema.text('Mine'))),
  );
  exchange(one, two);
  two.type('Mine', 4, ' and yours');
  exchange(one, two);
  undo(one.state);
  exchange(one, two);
  expect(two.lines).toEqual(['paragraph: Alpha', 'heading:  and yours', 'paragraph: Beta']);
  expect(one.lines).toEqual(two.lines);
  expect(ProseMirrorNode.fromJSON(textSchema(), one.content).content.eq(one.state.doc.content)).toBe(true);
});
