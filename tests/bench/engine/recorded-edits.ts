import * as Y from 'yjs';

/**
 * What people type, recorded beforehand so that nothing is computed while it is measured: each has a paragraph
 * of their own and writes at its end. Every edit carries a sign of its own, by which its arrival is seen
 * whatever a server does to the bytes around it.
 */
export interface RecordedRoom {
  /** The text before anybody writes, as one update. */
  readonly start: Uint8Array;
  /** By person, then in order; Yjs updates, version 1. */
  readonly edits: readonly (readonly Uint8Array[])[];
}

/** First byte of an edit's sign, and of a presence state's. */
export const EDIT_SIGN = 0x7e; // ~
export const PRESENCE_SIGN = 0x5e; // ^
const DIGITS = '0123456789abcdefghijklmnopqrstuvwxyz';
const VALUE = new Int16Array(256).fill(-1);
for (let at = 0; at < DIGITS.length; at += 1) VALUE[DIGITS.charCodeAt(at)] = at;

/** Five digits of base 36 after the first byte: 60 million signs. */
export const SIGN_LENGTH = 6;

export function signOf(first: number, number: number): string {
  let digits = '';
  for (let rest = number, at = 0; at < SIGN_LENGTH - 1; at += 1) {
    digits = DIGITS.charAt(rest % 36) + digits;
    rest = Math.floor(rest / 36);
  }
  return String.fromCharCode(first) + digits;
}

/** The number after a sign's first byte; -1: it was no sign. */
export function numberAt(bytes: Uint8Array, first: number): number {
  if (first + SIGN_LENGTH > bytes.length) return -1;
  let number = 0;
  for (let at = first + 1; at < first + SIGN_LENGTH; at += 1) {
    const value = VALUE[bytes[at] ?? 0] ?? -1;
    if (value < 0) return -1;
    number = number * 36 + value;
  }
  return number;
}

/** What may be the beginning of a sign that goes on in the next bytes. */
export function cutSign(bytes: Buffer): Buffer {
  for (let at = Math.max(0, bytes.length - SIGN_LENGTH + 1); at < bytes.length; at += 1)
    if (bytes[at] === EDIT_SIGN || bytes[at] === PRESENCE_SIGN) return Buffer.from(bytes.subarray(at));
  return NOTHING;
}
const NOTHING = Buffer.alloc(0);

/** `numberOf` gives each edit its number. */
export function recordRoom(
  people: number,
  editsEach: number,
  clientIdOf: (person: number) => number,
  numberOf: (person: number, edit: number) => number,
): RecordedRoom {
  const first = new Y.Doc();
  first.clientID = clientIdOf(people);
  const body = first.getXmlFragment('body');
  first.transact(() => {
    for (let person = 0; person < people; person += 1) {
      const paragraph = new Y.XmlElement('paragraph');
      paragraph.setAttribute('id', `p${person}`);
      paragraph.insert(0, [new Y.XmlText('I say:')]);
      body.insert(person, [paragraph]);
    }
  });
  const start = Y.encodeStateAsUpdate(first);
  const edits = Array.from({ length: people }, (_, person) => {
    const doc = new Y.Doc();
    Y.applyUpdate(doc, start);
    doc.clientID = clientIdOf(person);
    const recorded: Uint8Array[] = [];
    doc.on('update', (update: Uint8Array) => recorded.push(update));
    const paragraph = doc.getXmlFragment('body').get(person) as Y.XmlElement;
    const text = paragraph.get(0) as Y.XmlText;
    for (let edit = 0; edit < editsEach; edit += 1)
      text.insert(text.length, signOf(EDIT_SIGN, numberOf(person, edit)));
    doc.destroy();
    return recorded;
  });
  first.destroy();
  return { start, edits };
}
