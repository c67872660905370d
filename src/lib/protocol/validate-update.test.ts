import * as encoding from 'lib0/encoding';
import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { prosemirrorJSONToYXmlFragment } from '@tiptap/y-tiptap';
import { textSchema } from '#lib/schema/text/schema.ts';
import { runHistory } from '../../../tests/support/editing-history.ts';
import { fuzzValidator } from '../../../tests/support/fuzz-validator.ts';
import { SeededRandom } from '../../../tests/support/seeded-random.ts';
import { textDocumentRules } from './document-rules.ts';
import { Knowledge } from './knowledge.ts';
import { learnLog } from './learn-log.ts';
import { Outline } from './outline.ts';
import { judgeUpdate, validateUpdate, type Verdict } from './validate-update.ts';

const judge = (known: Knowledge, update: Uint8Array, author = 'ada', schema = 1): Verdict =>
  validateUpdate(known, update, { author, schema, rules: textDocumentRules });

/** `ok`, or the code of the refusal. */
const outcome = (verdict: Verdict): string => (verdict.kind === 'refused' ? verdict.code : verdict.kind);

/** The update that an edit of a document makes. */
function updateOf(edit: (body: Y.XmlFragment, doc: Y.Doc) => void, doc = new Y.Doc()): Uint8Array {
  const before = Y.encodeStateVector(doc);
  doc.transact(() => edit(doc.getXmlFragment('body'), doc));
  return Y.encodeStateAsUpdate(doc, before);
}

const element = (name: string, children: (Y.XmlElement | Y.XmlText)[] = []): Y.XmlElement => {
  const made = new Y.XmlElement(name);
  made.insert(0, children);
  return made;
};

describe('[E3] legitimate editing is never refused', () => {
  test.each([1, 2, 3, 4, 5, 6, 7, 8])('several people, late, offline, undoing: seed %i', (seed) => {
    const history = runHistory(new SeededRandom(seed), { peers: 4, steps: 400 });
    expect(history.refusals).toEqual([]);
    expect(history.converged).toBe(true);
    expect(history.log.length).toBeGreaterThan(20);
  });

  test('every node and mark of the schema, as the editor’s binding writes it', () => {
    const schema = textSchema();
    for (const type of Object.values(schema.nodes)) {
      const node = type.name === 'text' ? null : type.createAndFill(attributesFor(type.name));
      if (!node || type.name === 'doc') continue;
      const content = type.isInline ? [schema.node('paragraph', null, [node])] : [node];
      const json = { type: 'doc', content: content.map((each) => each.toJSON() as object) };
      const update = updateOf((body) => prosemirrorJSONToYXmlFragment(schema, json, body));
      expect([type.name, outcome(judge(new Knowledge(), update))]).toEqual([type.name, 'accepted']);
    }
    for (const mark of Object.values(schema.marks)) {
      const marks = [{ type: mark.name, attrs: markAttributes[mark.name] ?? {} }];
      const json = {
        type: 'doc',
        content: [{ type: 'paragraph', content: [{ type: 'text', text: 'x', marks }] }],
      };
      const update = updateOf((body) => prosemirrorJSONToYXmlFragment(schema, json, body));
      expect([mark.name, outcome(judge(new Knowledge(), update))]).toEqual([mark.name, 'accepted']);
    }
  });

  test('what others know already adds nothing; only what is new is kept of the rest', () => {
    const doc = new Y.Doc();
    const first = updateOf((body) => body.insert(0, [element('paragraph', [new Y.XmlText('one')])]), doc);
    const known = learnLog([first], new Map([[doc.clientID, 'ada']]));
    expect(outcome(judge(known, first))).toBe('adds-nothing');
    updateOf((body) => body.insert(1, [element('heading')]), doc);
    const verdict = judge(known, Y.encodeStateAsUpdate(doc));
    expect(verdict.kind).toBe('accepted');
    if (verdict.kind !== 'accepted') return;
    expect(verdict.bytes.length).toBeLessThan(Y.encodeStateAsUpdate(doc).length);
    const copy = new Y.Doc();
    for (const bytes of [first, verdict.bytes]) Y.applyUpdate(copy, bytes);
    expect(copy.getXmlFragment('body').toString()).toBe(doc.getXmlFragment('body').toString());
  });
});

describe('[E3] what does not belong is refused', () => {
  const refusal = (edit: (body: Y.XmlFragment, doc: Y.Doc) => void): string =>
    outcome(judge(new Knowledge(), updateOf(edit)));

  test('another root, and content of a kind that no text holds', () => {
    expect(refusal((_, doc) => doc.getXmlFragment('elsewhere').insert(0, [element('paragraph')]))).toBe(
      'forbidden-content',
    );
    const map = new Y.Doc();
    map.getMap('body').set('id', 1);
    expect(outcome(judge(new Knowledge(), Y.encodeStateAsUpdate(map)))).toBe('forbidden-content');
    expect(refusal((body) => element2(body).setAttribute('id', new Uint8Array(3) as never))).toBe(
      'forbidden-content',
    );
    expect(refusal((body) => element2(body).setAttribute('id', new Y.Doc() as never))).toBe(
      'forbidden-content',
    );
    expect(refusal((body) => element2(body).setAttribute('id', new Y.Text('x') as never))).toBe(
      'forbidden-content',
    );
    expect(refusal((body) => text2(body).insertEmbed(0, { image: 'x' }))).toBe('forbidden-content');
    expect(refusal((body) => body.insert(0, [new Y.XmlHook('hook') as never]))).toBe('forbidden-content');
    expect(refusal((body) => text2(body).setAttribute('id', 'x'))).toBe('forbidden-content');
  });

  test('names of nodes, marks and attributes that the schema does not have', () => {
    expect(refusal((body) => body.insert(0, [element('script')]))).toBe('unknown-name');
    expect(refusal((body) => body.insert(0, [element('constructor')]))).toBe('unknown-name');
    expect(refusal((body) => body.insert(0, [element('doc')]))).toBe('unknown-name');
    expect(refusal((body) => element2(body).setAttribute('onclick', 'x'))).toBe('unknown-name');
    expect(refusal((body) => text2(body).insert(0, 'x', { blink: {} }))).toBe('unknown-name');
    expect(refusal((body) => text2(body).insert(0, 'x', { link: { onclick: 'x' } }))).toBe('unknown-name');
    expect(refusal((body) => text2(body).insert(0, 'x', { ychange: {} }))).toBe('unknown-name');
  });

  test('lists in lists without end', () => {
    const deep = (levels: number): Y.XmlElement =>
      element('listItem', levels === 0 ? [] : [deep(levels - 1)]);
    expect(refusal((body) => body.insert(0, [deep(30)]))).toBe('accepted');
    expect(refusal((body) => body.insert(0, [deep(200)]))).toBe('forbidden-content');
  });

  test('a change whose cause is missing is a gap', () => {
    const doc = new Y.Doc();
    const first = updateOf((body) => body.insert(0, [element('paragraph')]), doc);
    const second = updateOf((body) => body.insert(1, [element('paragraph')]), doc);
    const removal = updateOf((body) => body.delete(0, 1), doc);
    expect(outcome(judge(new Knowledge(), second))).toBe('gap');
    expect(outcome(judge(new Knowledge(), removal))).toBe('gap');
    expect(outcome(judge(new Knowledge(), Y.mergeUpdates([first, removal])))).toBe('accepted');
    expect(outcome(judge(new Knowledge(), Y.mergeUpdates([first, second])))).toBe('accepted');
  });

  test('an edit under the client id of somebody else', () => {
    const doc = new Y.Doc();
    const first = updateOf((body) => body.insert(0, [element('paragraph')]), doc);
    const second = updateOf((body) => body.insert(1, [element('paragraph')]), doc);
    const known = learnLog([first], new Map([[doc.clientID, 'ada']]));
    expect(outcome(judge(known, second, 'eve'))).toBe('foreign-client');
    expect(outcome(judge(known, second, 'ada'))).toBe('accepted');
  });

  test('two clients’ changes that wait for each other', () => {
    const update = raw((encoder) => {
      encoding.writeVarUint(encoder, 2);
      for (const [client, other] of [
        [2, 1],
        [1, 2],
      ] as const) {
        for (const number of [1, client, 0]) encoding.writeVarUint(encoder, number);
        encoding.writeUint8(encoder, 0x84);
        for (const number of [other, 0]) encoding.writeVarUint(encoder, number);
        encoding.writeVarString(encoder, 'x');
      }
    });
    expect(outcome(judge(new Knowledge(), update))).toBe('forged');
  });

  test('[E3] clients out of order, which would spoil what is merged with it', () => {
    const update = (clients: readonly number[]) =>
      raw((encoder) => {
        encoding.writeVarUint(encoder, clients.length);
        for (const client of clients) {
          for (const number of [1, client, 0]) encoding.writeVarUint(encoder, number);
          // A paragraph of `body`.
          encoding.writeUint8(encoder, 7);
          encoding.writeVarUint(encoder, 1);
          encoding.writeVarString(encoder, 'body');
          encoding.writeVarUint(encoder, 3);
          encoding.writeVarString(encoder, 'paragraph');
        }
      });
    expect(outcome(judge(new Knowledge(), update([2, 1])))).not.toBe('malformed');
    expect(outcome(judge(new Knowledge(), update([1, 2])))).toBe('malformed');
  });

  test('a letter among blocks, and neighbours in different places', () => {
    const doc = new Y.Doc();
    const base = updateOf(
      (body) =>
        body.insert(0, [
          element('paragraph', [new Y.XmlText('a')]),
          element('paragraph', [new Y.XmlText('b')]),
        ]),
      doc,
    );
    const known = learnLog([base], new Map());
    const { structs } = Y.decodeUpdate(base);
    const clocks = structs.filter((struct) => 'content' in struct).map((struct) => struct.id.clock);
    const letterAfter = (origin: number, right?: number): Uint8Array =>
      raw((encoder) => {
        for (const number of [1, 1, 7, 0]) encoding.writeVarUint(encoder, number);
        encoding.writeUint8(encoder, right === undefined ? 0x84 : 0xc4);
        for (const clock of right === undefined ? [origin] : [origin, right]) {
          encoding.writeVarUint(encoder, doc.clientID);
          encoding.writeVarUint(encoder, clock);
        }
        encoding.writeVarString(encoder, 'x');
      });
    const [paragraph = -1, , letter = -1, , , otherLetter = -1] = clocks;
    expect(outcome(judge(known, letterAfter(letter)))).toBe('accepted');
    expect(outcome(judge(known, letterAfter(paragraph)))).toBe('forbidden-content');
    expect(outcome(judge(known, letterAfter(letter, otherLetter)))).toBe('forged');
  });

  test.each([
    ['seven bytes that would allocate 256 MB', '01ffffff0f0100'],
    ['nothing', ''],
    ['a trailing byte', '000000'],
    ['a number longer than needed', '800000'],
    ['a client twice', '0201010000010101000001' + '00'],
    ['deletions out of order', '000101020201' + '0001'],
    ['an endless length', '0101010000ffffffffffffff0f00'],
    ['values in values', `01010100a8${'0101'}`.slice(0, 10) + '7501'.repeat(2_000)],
  ])('%s is malformed', (_, hex) => {
    expect(outcome(judge(new Knowledge(), Uint8Array.from(Buffer.from(hex, 'hex'))))).toBe('malformed');
  });
});

describe('[E2] one value has at most 200 KB', () => {
  const withAttribute = (value: unknown) =>
    outcome(
      judge(
        new Knowledge(),
        updateOf((body) => element2(body).setAttribute('id', value as string)),
      ),
    );
  const withMark = (value: object) =>
    outcome(
      judge(
        new Knowledge(),
        updateOf((body) => text2(body).insert(0, 'x', { link: value })),
      ),
    );

  test('a long string, alone and as the last of a list or an object', () => {
    const long = 'x'.repeat(300_000);
    for (const value of [long, [1, long], { a: 1, b: long }, { a: 1, [long]: 1 }])
      expect(withAttribute(value)).toBe('malformed');
    expect(withAttribute(Array(9).fill('x'.repeat(20_000)))).toBe('accepted');
    expect(withAttribute(Array(10).fill('x'.repeat(20_000)))).toBe('malformed');
  });

  test('a mark’s value counts by its bytes, not by its letters', () => {
    expect(withMark({ href: Array(6).fill('e'.repeat(20_000)) })).toBe('accepted');
    expect(withMark({ href: Array(6).fill('é'.repeat(20_000)) })).toBe('malformed');
    expect(withMark({ href: Array(4).fill('é'.repeat(20_000)) })).toBe('accepted');
  });

  test('[E3] a long passage of text is no value', () => {
    const update = updateOf((body) => text2(body).insert(0, 'é'.repeat(300_000)));
    expect(outcome(judge(new Knowledge(), update))).toBe('accepted');
  });
});

test('[E3] [E7] words that arrive deleted are stored and passed on as deleted, for somebody may have them as words', () => {
  const author = new Y.Doc();
  const text = new Y.XmlText('hello world');
  updateOf((body) => body.insert(0, [element('paragraph', [text])]), author);
  const other = new Y.Doc();
  Y.applyUpdate(other, Y.encodeStateAsUpdate(author));
  ((other.getXmlFragment('body').get(0) as Y.XmlElement).get(0) as Y.XmlText).delete(0, 6);

  const verdict = judge(new Knowledge(), Y.encodeStateAsUpdate(other));
  if (verdict.kind !== 'accepted') throw new Error(outcome(verdict));
  // As a returning page is told, and as one that is connected is.
  const outline = new Outline(null, [verdict.bytes]);
  const returning = new Y.Doc();
  Y.applyUpdate(returning, Y.encodeStateAsUpdate(author));
  Y.applyUpdate(returning, outline.deletesAsUpdate());
  Y.applyUpdate(author, verdict.bytes);
  for (const doc of [returning, author]) expect(doc.getXmlFragment('body').toString()).toContain('>world<');
});

test('[E2] a long update judged in slices is judged as it is at once, and cut where what is known ends', () => {
  const doc = new Y.Doc();
  const text = new Y.XmlText();
  const states: Uint8Array[] = [];
  const beginnings: Uint8Array[] = [];
  doc.getXmlFragment('body').insert(0, [element('paragraph', [text])]);
  for (let n = 0; n < 9_000; n++) {
    text.insert(Math.floor(text.length / 2), 'word');
    if (n % 7 === 0) text.delete(0, 2);
    if (n % 2_999 !== 0) continue;
    beginnings.push(Y.encodeStateAsUpdate(doc));
    states.push(Y.encodeStateVector(doc));
  }
  const whole = Y.encodeStateAsUpdate(doc);
  for (const [n, beginning] of beginnings.entries()) {
    const known = learnLog([beginning], new Map([[doc.clientID, 'ada']]));
    const work = judgeUpdate(known, whole, { author: 'ada', schema: 1, rules: textDocumentRules });
    let slices = 1;
    let step = work.next();
    for (; !step.done; step = work.next()) slices++;
    expect(slices).toBeGreaterThan(5);
    if (step.value.kind !== 'accepted') throw new Error(step.value.kind);
    // The same structs as Yjs finds missing; of the deletions, only those that are new.
    const structs = Y.decodeUpdate(Y.diffUpdate(whole, states[n] ?? new Uint8Array())).structs;
    const ids = (all: typeof structs) => all.map(({ id, length }) => [id.clock, length]);
    expect(ids(Y.decodeUpdate(step.value.bytes).structs)).toEqual(ids(structs));
    const copy = new Y.Doc();
    for (const bytes of [beginning, step.value.bytes]) Y.applyUpdate(copy, bytes);
    expect(copy.getXmlFragment('body').toString()).toBe(doc.getXmlFragment('body').toString());
    expect(Y.equalSnapshots(Y.snapshot(copy), Y.snapshot(doc))).toBe(true);
  }
});

test('[E3] mutated updates: no crash, nothing pending, nothing taken that is not as predicted', () => {
  const result = fuzzValidator(20_261_122, 4_000);
  expect(result.violations).toEqual([]);
  expect(result.accepted).toBeGreaterThan(50);
});

test('[E9] the first use of a newer name says which schema it needs; an older editor may not use it', () => {
  const rules = {
    ...textDocumentRules,
    names: { ...textDocumentRules.names, attributes: { ...textDocumentRules.names.attributes, mood: 2 } },
  };
  const update = updateOf((body) => element2(body).setAttribute('mood', 'calm'));
  const by = (schema: number): Verdict =>
    validateUpdate(new Knowledge(), update, { author: 'ada', schema, rules });
  expect(by(2)).toMatchObject({ kind: 'accepted', schema: 2 });
  expect(outcome(by(1))).toBe('unknown-name');
});

/** A paragraph in the body, to be spoilt. */
function element2(body: Y.XmlFragment): Y.XmlElement {
  const made = element('paragraph');
  body.insert(0, [made]);
  return made;
}

function text2(body: Y.XmlFragment): Y.XmlText {
  const made = new Y.XmlText();
  body.insert(0, [element('paragraph', [made])]);
  return made;
}

/** Structs written by hand, without deletions. */
const raw = (write: (encoder: encoding.Encoder) => void): Uint8Array =>
  encoding.encode((encoder) => {
    write(encoder);
    encoding.writeVarUint(encoder, 0);
  });

const attributesFor = (node: string): Record<string, unknown> | null =>
  ({
    mention: { person: 'p1' },
    citation: { evidence: 'e1' },
    crossReference: { target: '#b1' },
    glossaryTerm: { concept: 'c1' },
    tableCell: { colwidth: [120] },
  })[node] ?? null;

const markAttributes: Readonly<Record<string, Record<string, unknown>>> = {
  link: { href: 'https://example.org/' },
  lang: { lang: 'it' },
  insertion: { id: 'i1' },
  deletion: { id: 'd1' },
  modification: { id: 'm1', type: 'attr', attrName: 'level', previousValue: 1, newValue: 2 },
};
