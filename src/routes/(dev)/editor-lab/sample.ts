import type { ContentNode } from '#lib/schema/text/convert.ts';

const node = (
  type: string,
  attrs: Record<string, unknown>,
  ...content: (ContentNode | string)[]
): ContentNode => ({
  type,
  attrs,
  content: content.map((child) => (typeof child === 'string' ? { type: 'text', text: child } : child)),
});

const p = (id: string, ...content: (ContentNode | string)[]): ContentNode =>
  node('paragraph', { id }, ...content);
const cell = (id: string, text: string, type = 'tableCell'): ContentNode =>
  node(type, { id, colspan: 1, rowspan: 1 }, p(`${id}p`, text));

/** A short text with one of each kind that the toolbar makes. */
export const sample: ContentNode = {
  type: 'doc',
  content: [
    node('heading', { id: 'title', level: 1 }, 'Social support and access to rights'),
    p(
      'intro',
      'Beta two is the paragraph that two people edit at once. It is long enough to wrap on a phone, so that its lines can be looked at as well.',
    ),
    p('alpha', 'Alpha one'),
    node('heading', { id: 'missions', level: 2 }, 'Missions'),
    node(
      'bulletList',
      { id: 'list' },
      node('listItem', { id: 'i1' }, p('i1p', 'Welcome and listen')),
      node('listItem', { id: 'i2' }, p('i2p', 'Open rights, and follow them up')),
    ),
    node(
      'taskList',
      { id: 'tasks' },
      node('taskItem', { id: 't1', checked: true }, p('t1p', 'Compare with Aosta')),
      node('taskItem', { id: 't2', checked: false }, p('t2p', 'Ask the training body')),
    ),
    node('blockquote', { id: 'quote', lang: 'it' }, p('quotep', 'Nessuno si salva da solo.')),
    node(
      'table',
      { id: 'table' },
      node(
        'tableRow',
        { id: 'r1' },
        cell('h1', 'Country', 'tableHeader'),
        cell('h2', 'Title', 'tableHeader'),
        cell('h3', 'EQF', 'tableHeader'),
      ),
      node(
        'tableRow',
        { id: 'r2' },
        cell('c1', 'France'),
        cell('c2', 'Assistant de service social'),
        cell('c3', '6'),
      ),
      node('tableRow', { id: 'r3' }, cell('d1', 'Italy'), cell('d2', 'Assistente sociale'), cell('d3', '6')),
    ),
    node('codeBlock', { id: 'code' }, 'eqf = 6'),
    node('horizontalRule', { id: 'rule' }),
    p('end', 'Gamma three'),
  ].map((block) => (block.content?.length === 0 ? { type: block.type, attrs: block.attrs ?? {} } : block)),
};
