/** Updates and frames that a text may not take, each wrong in one way, and the good one that they resemble. */
import * as Y from 'yjs';
import { limits } from '#lib/core/limits.ts';
import { encodeStep2, encodeUpdate } from '#lib/protocol/codec.ts';
import type { RefusalCode } from '#lib/protocol/messages.ts';

/** What the doc's own client adds. */
function change(doc: Y.Doc, apply: (body: Y.XmlFragment) => void): Uint8Array {
  const at = Y.encodeStateVector(doc);
  doc.transact(() => apply(doc.getXmlFragment('body')));
  return Y.encodeStateAsUpdate(doc, at);
}

/** A paragraph with an id: the server has nothing to repair afterwards. */
export const paragraphUpdate = (words: string, doc = new Y.Doc()): Uint8Array =>
  change(doc, (body) => {
    const paragraph = new Y.XmlElement('paragraph');
    paragraph.setAttribute('id', `p${doc.clientID.toString(36)}x${body.length}`);
    paragraph.insert(0, [new Y.XmlText(words)]);
    body.insert(body.length, [paragraph]);
  });

/** The second edit of a client whose first was never sent. */
export function followingOnNothing(): Uint8Array {
  const doc = new Y.Doc();
  paragraphUpdate('never sent', doc);
  return paragraphUpdate('sent', doc);
}

function forgedAs(owner: Y.Doc): Uint8Array {
  const copy = new Y.Doc();
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(owner));
  copy.clientID = owner.clientID;
  return paragraphUpdate('forged', copy);
}

const unknownNode = () => change(new Y.Doc(), (body) => body.insert(0, [new Y.XmlElement('iframe')]));

const unknownMark = () =>
  change(new Y.Doc(), (body) => {
    const [paragraph, words] = [new Y.XmlElement('paragraph'), new Y.XmlText()];
    words.insert(0, 'marked', { blink: {} });
    paragraph.insert(0, [words]);
    body.insert(0, [paragraph]);
  });

const unknownAttribute = () =>
  change(new Y.Doc(), (body) => {
    const paragraph = new Y.XmlElement('paragraph');
    paragraph.setAttribute('onclick', 'alert(1)');
    body.insert(0, [paragraph]);
  });

function written(write: (doc: Y.Doc) => void): Uint8Array {
  const doc = new Y.Doc();
  write(doc);
  return Y.encodeStateAsUpdate(doc);
}

/** What it is, the code of its refusal, the frame. `owner`: a doc whose client id is somebody else's. */
export const badUpdates: readonly (readonly [string, RefusalCode, (owner: Y.Doc) => Uint8Array])[] = [
  ['bytes that are no update', 'malformed', () => encodeUpdate(Uint8Array.of(1, 1, 1, 0, 4))],
  ['an update cut off', 'malformed', () => encodeUpdate(paragraphUpdate('cut off').subarray(0, -4))],
  [
    'an update that promises millions',
    'malformed',
    () => encodeUpdate(Uint8Array.of(255, 255, 255, 127, 1, 1, 0)),
  ],
  [
    'an update above 1 MB',
    'too-large',
    () => encodeUpdate(paragraphUpdate('x'.repeat(limits.updateSizeBytesMax))),
  ],
  [
    'a step 2 above 8 MB',
    'too-large',
    () => encodeStep2(paragraphUpdate('x'.repeat(limits.syncStep2SizeBytesMax))),
  ],
  ['a step 2 that follows on nothing', 'gap', () => encodeStep2(followingOnNothing())],
  ['somebody else’s client id', 'foreign-client', (owner) => encodeUpdate(forgedAs(owner))],
  ['an unknown node', 'unknown-name', () => encodeUpdate(unknownNode())],
  ['an unknown mark', 'unknown-name', () => encodeUpdate(unknownMark())],
  ['an unknown attribute', 'unknown-name', () => encodeUpdate(unknownAttribute())],
  [
    'another root',
    'forbidden-content',
    () => encodeUpdate(written((doc) => doc.getXmlFragment('head').insert(0, [new Y.XmlText('x')]))),
  ],
  [
    'a map as root',
    'forbidden-content',
    () => encodeUpdate(written((doc) => void doc.getMap('attrs').set('a', 1))),
  ],
  [
    'binary content',
    'forbidden-content',
    () => encodeUpdate(written((doc) => doc.getArray('body').insert(0, [Uint8Array.of(1, 2)]))),
  ],
  [
    'a document in the document',
    'forbidden-content',
    () => encodeUpdate(written((doc) => doc.getArray('body').insert(0, [new Y.Doc()]))),
  ],
];

/** Frames that are no message at all. */
export const badFrames: readonly (readonly [string, readonly number[]])[] = [
  ['an empty frame', []],
  ['an unknown type', [9]],
  ['the server’s own notice "durable"', [101, 5]],
  ['the server’s own notice "storage"', [104, 0]],
  ['a sync message without its kind', [0]],
  ['an unknown kind of sync message', [0, 7, 0]],
  ['a length that ends in the middle', [0, 2, 0x80]],
  ['fewer bytes than it says', [0, 2, 5, 1]],
  ['bytes after its end', [0, 2, 2, 0, 0, 0]],
  ['an overlong number', [0x80, 0]],
  ['a number beyond all bounds', [0, 2, 255, 255, 255, 255, 255, 255, 255, 255, 255, 1]],
  ['presence that ends in the middle', [1, 3, 1, 1, 1]],
  ['a state vector that lies about its length', [0, 0, 3, 200, 200, 1]],
  ['words', [...new TextEncoder().encode('hello')]],
];
