import { expect, test } from 'vitest';
import { beginningOf } from './markup.ts';
import { doc, h, node, p, text } from './testing/content.ts';

const bold = { type: 'bold' };
const italic = { type: 'italic' };

test('blocks come as the schema writes them, without what only the editor needs to know', () => {
  const content = doc(
    h('a', 2, 'Hours'),
    p('b'),
    node('paragraph', { id: 'c', lang: 'fi', of: 'x' }, 'Tunnit'),
  );
  expect(beginningOf(content)).toEqual({
    html: '<h2>Hours</h2><p><br></p><p lang="fi" data-lang="fi">Tunnit</p>',
    isWhole: true,
  });
});

test('a mark that goes on over several runs is one element', () => {
  const { html } = beginningOf(doc(p('a', text('one', bold), text(' two', bold, italic), ' three')));
  expect(html).toBe('<p><strong>one<em> two</em></strong> three</p>');
});

test('notes are numbered in their order, and their words stay behind the number', () => {
  const note = (words: string) => node('footnote', {}, words);
  const { html } = beginningOf(doc(p('a', 'x', note('first'), 'y', note('second'))));
  expect(html.match(/footnote-mark">\d/g)).toEqual(['footnote-mark">1', 'footnote-mark">2']);
  expect(html).not.toContain('first');
});

test('what somebody wrote is never markup: words, attributes, links', () => {
  const link = (href: string) => text('here', { type: 'link', attrs: { href } });
  const { html } = beginningOf(
    doc(p('a', '<script>alert("1")</script> & co'), p('b', link('https://x.example/?a="><b>'))),
  );
  expect(html).toContain('&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; co');
  expect(html).not.toMatch(/<(script|b)>/);
  for (const hostile of [
    node('heading', { id: 'a', level: '1><script>alert(1)</script><h1' }, 'x'),
    p('b', link('javascript:alert(1)')),
    node('callout', { id: 'c', kind: '"><img src=x onerror=alert(1)>' }, p('d', 'x')),
    node('script', {}, 'alert(1)'),
  ])
    expect(beginningOf(doc(p('first', 'before'), hostile, p('last', 'after')))).toEqual({
      html: '<p>before</p>',
      isWhole: false,
    });
});

test('it ends before what only the editor can show, and where a screen is full', () => {
  const picture = node('image', { id: 'i', src: null, alt: 'A hall' });
  expect(beginningOf(doc(p('a', 'before'), picture, p('b', 'after')))).toMatchObject({ isWhole: false });
  expect(beginningOf(doc(p('a', 'before'), picture)).html).toBe('<p>before</p>');
  const long = doc(...Array.from({ length: 100 }, (_, at) => p(`p${at}`, 'word '.repeat(100))));
  const { html, isWhole } = beginningOf(long);
  expect(isWhole).toBe(false);
  expect(html.length).toBeGreaterThan(3_000);
  expect(html.length).toBeLessThan(8_000);
});
