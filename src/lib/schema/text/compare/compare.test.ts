import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { contentOf, seedBody, type ContentNode } from '../convert.ts';
import { contentHash } from '../hash.ts';
import { plainText } from '../sections.ts';
import { alignSequences, alignUnique, type Step } from './align.ts';
import { compareContent, type ComparedNode } from './compare.ts';
import { rewriteBody } from './rewrite.ts';

const text = (words: string, ...marks: string[]): ContentNode => ({
  type: 'text',
  text: words,
  ...(marks.length > 0 ? { marks: marks.map((type) => ({ type })) } : {}),
});
const block = (type: string, id: string, ...content: ContentNode[]): ContentNode => ({
  type,
  attrs: { id },
  ...(content.length > 0 ? { content } : {}),
});
const p = (id: string, words: string): ContentNode =>
  words === '' ? block('paragraph', id) : block('paragraph', id, text(words));
const doc = (...content: ContentNode[]): ContentNode => ({ type: 'doc', content });

/** What a reader of the comparison sees: `[-gone-]`, `{+come+}`, `<>` moved, `~form~`. */
function shown(node: ComparedNode): string {
  const inner =
    node.type === 'text'
      ? (node.text ?? '')
      : (node.content ?? []).map(shown).join(isParent(node) ? '|' : '');
  switch (node.change) {
    case 'removed':
      return `[-${inner}-]`;
    case 'added':
      return `{+${inner}+}`;
    case 'moved-away':
      return `<-${inner}<`;
    case 'moved-here':
      return `>${inner}->`;
    case 'formatted':
      return `~${inner}~`;
    case undefined:
      return inner;
  }
}
const isParent = (node: ContentNode): boolean => node.content?.some((it) => it.type !== 'text') ?? false;
const compared = (before: ContentNode, after: ContentNode): string =>
  shown(compareContent(before, after).content);

describe('what changed between two versions', () => {
  test('a changed word is shown in its sentence, and nothing else', () => {
    expect(
      compared(doc(p('a', 'The social worker listens.')), doc(p('a', 'The youth worker listens.'))),
    ).toBe('The [-social-]{+youth+} worker listens.');
  });

  test('neighbouring new words are one change, not one per word', () => {
    const { content, changes } = compareContent(
      doc(p('a', 'We train many professionals here.')),
      doc(p('a', 'We accompany young volunteers here.')),
    );
    expect(shown(content)).toBe('We [-train many professionals-]{+accompany young volunteers+} here.');
    expect(changes).toBe(1);
  });

  test('a new, a removed and a moved paragraph', () => {
    const before = doc(
      p('a', 'One stays.'),
      p('b', 'Two goes away.'),
      p('c', 'Three moves.'),
      p('d', 'Four.'),
    );
    const after = doc(p('c', 'Three moves.'), p('a', 'One stays.'), p('e', 'Brand new.'), p('d', 'Four.'));
    expect(compared(before, after)).toBe(
      '>Three moves.->|One stays.|[-Two goes away.-]|<-Three moves.<|{+Brand new.+}|Four.',
    );
  });

  test('a paragraph that lost its address is still the same paragraph', () => {
    const before = doc({ type: 'paragraph', content: [text('Support for families in rural areas.')] });
    const after = doc(p('x', 'Support for families in mountain areas.'));
    expect(compared(before, after)).toBe('Support for families in [-rural-]{+mountain+} areas.');
  });

  test('bold, a heading’s level, an image’s width: another form, the same words', () => {
    const before = doc(block('heading', 'h', text('Method')), p('a', 'Care is work.'));
    const after = doc(
      { type: 'heading', attrs: { id: 'h', level: 3 }, content: [text('Method')] },
      block('paragraph', 'a', text('Care is '), text('work', 'bold'), text('.')),
    );
    expect(compared(before, after)).toBe('~Method~|Care is ~work~.');
  });

  test('inside lists and tables only the cell or item that changed', () => {
    const list = (...items: string[]) =>
      block('bulletList', 'l', ...items.map((it, at) => block('listItem', `i${at}`, p(`p${at}`, it))));
    expect(
      compared(doc(list('red', 'green apple', 'blue')), doc(list('red', 'green pear', 'blue'))),
    ).toContain('green [-apple-]{+pear+}');
  });

  test('words are counted', () => {
    expect(
      compareContent(doc(p('a', 'one two three')), doc(p('a', 'one four five six three'), p('b', 'seven'))),
    ).toMatchObject({ wordsAdded: 4, wordsRemoved: 1, changes: 2 });
  });

  test('nothing changed: nothing is shown', () => {
    const same = doc(p('a', 'Same.'), p('b', ''));
    expect(compareContent(same, same)).toMatchObject({ changes: 0, content: same });
  });
});

describe('an earlier version put back', () => {
  const opened = (content: ContentNode): Y.Doc => {
    const shared = new Y.Doc();
    seedBody(shared, content);
    return shared;
  };
  const restore = (shared: Y.Doc, content: ContentNode): void =>
    shared.transact(() => rewriteBody(shared, content));

  test('what stays keeps its author, also in mid-sentence', () => {
    const shared = opened(doc(p('a', 'The social worker listens.'), p('b', 'Untouched.')));
    const author = shared.clientID;
    shared.clientID = 77;
    restore(shared, doc(p('a', 'The youth worker listens.'), p('b', 'Untouched.')));
    expect(plainText(contentOf(shared))).toBe('The youth worker listens.Untouched.');
    const written = Y.decodeUpdate(Y.encodeStateAsUpdate(shared)).structs.filter(
      (struct) => struct.id.client === 77,
    );
    expect(written.reduce((sum, { length }) => sum + length, 0)).toBe('youth'.length);
    expect(author).not.toBe(77);
  });

  test('an anchor in a word that stays still points to that word', () => {
    const shared = opened(doc(p('a', 'One two three four.')));
    const paragraph = shared.getXmlFragment('body').get(0) as Y.XmlElement;
    const words = paragraph.get(0) as Y.XmlText;
    const anchor = Y.createRelativePositionFromTypeIndex(words, 8);
    restore(shared, doc(p('a', 'Zero and two three.')));
    const found = Y.createAbsolutePositionFromRelativePosition(anchor, shared);
    expect(words.toString().slice(found?.index)).toBe('three.');
  });

  test('what somebody else writes at the same moment stays', () => {
    const server = opened(doc(p('a', 'Alpha beta.'), p('b', 'Gamma.')));
    const other = new Y.Doc();
    Y.applyUpdate(other, Y.encodeStateAsUpdate(server));
    const second = (other.getXmlFragment('body').get(1) as Y.XmlElement).get(0) as Y.XmlText;
    second.insert(6, ' Delta.');
    restore(server, doc(p('a', 'Alpha omega.'), p('b', 'Gamma.')));
    Y.applyUpdate(server, Y.encodeStateAsUpdate(other));
    expect(plainText(contentOf(server))).toBe('Alpha omega.Gamma. Delta.');
  });

  test('footnotes, mentions and marks come back in their place', () => {
    const footnote: ContentNode = { type: 'footnote', content: [text('A note.')] };
    const before = doc(block('paragraph', 'a', text('Care'), footnote, text(' is '), text('work', 'bold')));
    const shared = opened(doc(p('a', 'Care is work today')));
    restore(shared, before);
    expect(contentOf(shared)).toEqual(before);
    restore(shared, doc(p('a', 'Care is work today')));
    expect(contentHash(contentOf(shared))).toBe(contentHash(doc(p('a', 'Care is work today'))));
  });

  test('any text becomes any other', () => {
    const words = fc.constantFrom('care ', 'work ', 'is ', 'a ', 'right. ', '« oui » ', '\u{1F4A1} ');
    const mark = fc.constantFrom<string[]>([], ['bold'], ['italic'], ['bold', 'italic']);
    const inline = fc.oneof(
      { weight: 5, arbitrary: fc.tuple(words, mark).map(([word, marks]) => text(word, ...marks)) },
      { weight: 1, arbitrary: fc.constant<ContentNode>({ type: 'hardBreak' }) },
      { weight: 1, arbitrary: words.map((it): ContentNode => ({ type: 'footnote', content: [text(it)] })) },
    );
    const id = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f');
    const paragraph = fc
      .tuple(id, fc.array(inline, { maxLength: 6 }))
      .map(([name, content]) => block('paragraph', name, ...content));
    const list = fc
      .tuple(id, fc.uniqueArray(paragraph, { minLength: 1, maxLength: 3, selector: idIn }))
      .map(([name, items]) =>
        block('bulletList', `l${name}`, ...items.map((it) => block('listItem', `i${idIn(it)}`, it))),
      );
    const content = fc
      .uniqueArray(fc.oneof({ weight: 3, arbitrary: paragraph }, { weight: 1, arbitrary: list }), {
        maxLength: 6,
        selector: idIn,
      })
      .map((blocks) => doc(...blocks));
    fc.assert(
      fc.property(content, content, (before, after) => {
        const shared = opened(before);
        restore(shared, after);
        expect(contentHash(contentOf(shared))).toBe(contentHash(contentOf(opened(after))));
        expect(sideOf(compareContent(before, after).content, 'removed')).toBe(plainText(after));
        expect(sideOf(compareContent(before, after).content, 'added')).toBe(plainText(before));
      }),
      { numRuns: 500 },
    );
  });
});

/** The words of a comparison without those of one side. */
const sideOf = (node: ComparedNode, without: 'added' | 'removed'): string => {
  const moved = without === 'added' ? 'moved-here' : 'moved-away';
  if (node.change === without || node.change === moved) return '';
  if (node.type !== 'text')
    return plainText({ ...node, content: (node.content ?? []).map((it) => text(sideOf(it, without))) });
  return node.text ?? '';
};
const idIn = (node: ContentNode): string => String(node.attrs?.id);

describe('alignment', () => {
  const apply = (steps: readonly Step[], before: readonly string[], after: readonly string[]) => ({
    before: steps.flatMap((step) => (step.kind === 'added' ? [] : [before[step.before]])),
    after: steps.flatMap((step) => (step.kind === 'removed' ? [] : [after[step.after]])),
  });
  const keys = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 20 });

  test('both sides come out whole and in order, and what is called the same is', () => {
    fc.assert(
      fc.property(keys, keys, (before, after) => {
        const steps = alignSequences(before, after);
        expect(apply(steps, before, after)).toEqual({ before, after });
        for (const step of steps)
          if (step.kind === 'same') expect(before[step.before]).toBe(after[step.after]);
      }),
    );
  });

  test('so it is for lists of unique keys, with as much called the same as possible', () => {
    const unique = fc.shuffledSubarray(['a', 'b', 'c', 'd', 'e', 'f', 'g']);
    fc.assert(
      fc.property(unique, unique, (before, after) => {
        const steps = alignUnique(before, after);
        expect(apply(steps, before, after)).toEqual({ before, after });
        const same = (them: readonly Step[]) => them.filter(({ kind }) => kind === 'same').length;
        expect(same(steps)).toBe(same(alignSequences(before, after)));
      }),
    );
  });

  test('wholly different long texts do not take for ever', () => {
    const many = (prefix: string) => Array.from({ length: 20_000 }, (_, at) => `${prefix}${at}`);
    expect(alignSequences(many('a'), many('b'))).toHaveLength(40_000);
  });
});
