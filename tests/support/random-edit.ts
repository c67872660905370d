/** One edit of a text as an editor's binding would write it: blocks, typing, marks, attributes, tables, undo. */
import * as Y from 'yjs';
import type { SeededRandom } from './seeded-random.ts';

export interface Writer {
  readonly doc: Y.Doc;
  readonly undo: Y.UndoManager;
}

export function newWriter(random: SeededRandom): Writer {
  const doc = new Y.Doc();
  doc.clientID = random.int(0xffff_ffff);
  const undo = new Y.UndoManager(doc.getXmlFragment('body'), { captureTimeout: 0 });
  return { doc, undo };
}

// No letter outside the first plane: typing into the middle of one is something that no editor does, and Yjs tears it.
const words = ['tandem', 'métier ', '2050 ', 'é', 'ä', ' ', 'travail social, ', '\n', 'x'];

export function randomEdit(writer: Writer, random: SeededRandom): void {
  const body = writer.doc.getXmlFragment('body');
  if (random.chance(0.08)) {
    if (random.chance(0.7)) writer.undo.undo();
    else writer.undo.redo();
    return;
  }
  const edits = 1 + random.int(3);
  writer.doc.transact(() => {
    for (let n = edits; n > 0; n--) editOnce(body, random);
  });
}

function editOnce(body: Y.XmlFragment, random: SeededRandom): void {
  const blocks = elementsOf(body);
  const block = blocks.length > 0 ? random.pick(blocks) : null;
  if (!block || random.chance(0.12)) {
    body.insert(random.int(body.length + 1), [newBlock(random)]);
    return;
  }
  const roll = random.next();
  if (roll < 0.06) removeFrom(block.parent as Y.XmlFragment, random);
  else if (roll < 0.14) block.setAttribute('id', `b${random.int(1_000_000)}`);
  else if (roll < 0.18) block.removeAttribute('id');
  else if (roll < 0.2) block.setAttribute('colwidth', [120, random.int(300)] as never);
  else if (roll < 0.23 && block.nodeName === 'tableRow')
    block.insert(random.int(block.length + 1), [cell(random)]);
  else editText(block, random);
}

function editText(block: Y.XmlElement, random: SeededRandom): void {
  const texts = block.toArray().filter((child) => child instanceof Y.XmlText);
  const text = texts.length > 0 ? random.pick(texts) : null;
  if (!text) {
    if (block.length === 0) block.insert(0, [new Y.XmlText(random.pick(words))]);
    return;
  }
  const at = random.int(text.length + 1);
  const length = Math.min(random.int(6), text.length - at);
  const roll = random.next();
  if (roll < 0.6) text.insert(at, random.pick(words));
  else if (roll < 0.8) text.delete(at, length);
  else if (roll < 0.88) text.format(at, length, { bold: {} });
  else if (roll < 0.92) text.format(at, length, { bold: null });
  else if (roll < 0.96) text.format(at, length, { 'insertion--a1B2c3D4': { id: random.int(99) } });
  else text.format(at, length, { link: { href: 'https://example.org/' } });
}

function removeFrom(parent: Y.XmlFragment, random: SeededRandom): void {
  const at = random.int(parent.length);
  if (parent.length > 0) parent.delete(at, Math.min(1 + random.int(2), parent.length - at));
}

function newBlock(random: SeededRandom): Y.XmlElement {
  const roll = random.next();
  if (roll < 0.15) {
    const table = new Y.XmlElement('table');
    table.insert(0, [row(random), row(random)]);
    return table;
  }
  if (roll < 0.3) {
    const list = new Y.XmlElement('bulletList');
    const item = new Y.XmlElement('listItem');
    item.insert(0, [paragraph(random)]);
    list.insert(0, [item]);
    return list;
  }
  const heading = random.chance(0.3);
  const block = heading ? new Y.XmlElement('heading') : paragraph(random);
  if (heading) block.setAttribute('level', 2 as never);
  return block;
}

function paragraph(random: SeededRandom): Y.XmlElement {
  const block = new Y.XmlElement('paragraph');
  if (random.chance(0.8)) block.insert(0, [new Y.XmlText(random.pick(words))]);
  return block;
}

function cell(random: SeededRandom): Y.XmlElement {
  const element = new Y.XmlElement('tableCell');
  element.insert(0, [paragraph(random)]);
  return element;
}

function row(random: SeededRandom): Y.XmlElement {
  const element = new Y.XmlElement('tableRow');
  element.insert(0, [cell(random), cell(random)]);
  return element;
}

function elementsOf(fragment: Y.XmlFragment): Y.XmlElement[] {
  const found: Y.XmlElement[] = [];
  for (const child of fragment.toArray()) {
    if (!(child instanceof Y.XmlElement)) continue;
    found.push(child, ...elementsOf(child));
  }
  return found;
}
