import * as Y from 'yjs';
import { SeededRandom } from '../../support/seeded-random.ts';

/**
 * A long text as people leave it after months: each key a change of its own, in runs, with corrections and jumps,
 * by several people. Made from a seed, so that every run measures the same.
 */
export interface LongText {
  readonly edits: number;
  /** All of it as one update. */
  readonly state: Uint8Array;
  readonly stateVector: Uint8Array;
  /** Of the text, in UTF-16 units. */
  readonly length: number;
}

const SEED = 260;
const PARAGRAPHS = 200;
const WRITERS = 8;
const CHUNKS = 64;
const RUN_MAX = 56;
const CORRECTION_MAX = 22;
/** How often a run is followed by a correction, and by a jump to some other place. */
const CORRECTED = 0.85;
const JUMPED = 0.6;
const LETTERS = 'etaoin shrdlu cmfwyp vbgkqjxz ';

export function writeLongText(edits: number): LongText {
  const random = new SeededRandom(SEED);
  const doc = new Y.Doc();
  doc.clientID = 2_000_000;
  const body = doc.getXmlFragment('body');
  const texts = Array.from({ length: PARAGRAPHS }, () => new Y.XmlText());
  const paragraphs = texts.map((text, at) => {
    const paragraph = new Y.XmlElement('paragraph');
    paragraph.setAttribute('id', `p${at}`);
    paragraph.insert(0, [text]);
    return paragraph;
  });
  body.insert(0, paragraphs);
  let text = random.pick(texts);
  let at = 0;
  for (let done = 0; done < edits;) {
    doc.clientID = 2_000_000 + (Math.floor((done * CHUNKS) / edits) % WRITERS);
    for (let run = 1 + random.int(RUN_MAX); run > 0 && done < edits; run -= 1, done += 1)
      text.insert(at++, LETTERS.charAt(random.int(LETTERS.length)));
    if (random.chance(CORRECTED))
      for (let run = 1 + random.int(CORRECTION_MAX); run > 0 && at > 0 && done < edits; run -= 1, done += 1)
        text.delete(--at, 1);
    if (!random.chance(JUMPED)) continue;
    text = random.pick(texts);
    at = random.int(text.length + 1);
  }
  const length = lengthOf(doc);
  const state = Y.encodeStateAsUpdate(doc);
  const stateVector = Y.encodeStateVector(doc);
  doc.destroy();
  return { edits, state, stateVector, length };
}

/** Of the text that these updates make together. */
export function lengthOfUpdates(updates: readonly Uint8Array[]): number {
  const doc = new Y.Doc();
  for (const update of updates) Y.applyUpdate(doc, update);
  const length = lengthOf(doc);
  doc.destroy();
  return length;
}

function lengthOf(doc: Y.Doc): number {
  let length = 0;
  for (const paragraph of doc.getXmlFragment('body').toArray())
    if (paragraph instanceof Y.XmlElement)
      for (const text of paragraph.toArray()) if (text instanceof Y.XmlText) length += text.length;
  return length;
}
