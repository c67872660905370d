import { annexTitle, contentsDepth, contentsOf } from '../headings.ts';
import type { Part, PrintModel } from '../print-model.ts';
import { blocksHtml, fieldsHtml, headingId, inlineHtml, type HtmlPage, type Place } from './html-blocks.ts';
import { htmlStyle } from './html-style.ts';
import { element, emptyElement, escapeHtml } from './markup.ts';

/**
 * One self-contained page: semantic, with the language of every passage, a style sheet that also
 * prints, no scripts and no address that a browser would fetch; its policy forbids both.
 */
export function renderHtml(model: PrintModel): string {
  const page: HtmlPage = { model, notes: [], headings: 0 };
  // The body is written first: it numbers the headings and notes that contents and notes list.
  const main = element('main', {}, mainHtml(page));
  const body = [coverHtml(page), contentsHtml(page), main, notesHtml(page), imprintHtml(page)]
    .filter(Boolean)
    .join('\n');
  const html = element(
    'html',
    { lang: model.language },
    `\n${headHtml(model)}\n${element('body', {}, `\n${body}\n`)}\n`,
  );
  return `<!doctype html>\n${html}\n`;
}

function headHtml({ cover, metadata, imprint }: PrintModel): string {
  const meta = (name: string, content: string | null) =>
    content ? emptyElement('meta', { name, content }) : '';
  return element(
    'head',
    {},
    [
      emptyElement('meta', { charset: 'utf-8' }),
      emptyElement('meta', {
        'http-equiv': 'Content-Security-Policy',
        content:
          "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'",
      }),
      emptyElement('meta', { name: 'viewport', content: 'width=device-width, initial-scale=1' }),
      emptyElement('meta', { name: 'referrer', content: 'no-referrer' }),
      element('title', {}, escapeHtml(cover.title)),
      meta('description', metadata.description),
      ...metadata.authors.map((author) => meta('author', author)),
      meta('keywords', metadata.keywords.join(', ')),
      meta('dcterms.modified', new Date(metadata.changedAtMs).toISOString()),
      imprint.licence ? emptyElement('link', { rel: 'license', href: imprint.licence.url }) : '',
      element('style', {}, htmlStyle),
    ]
      .filter(Boolean)
      .join('\n'),
  );
}

function coverHtml({ model }: HtmlPage): string {
  const { cover, words } = model;
  const lang = words.language === model.language ? null : words.language;
  const line = (name: string, className: string, text: string | null) =>
    text ? element(name, { class: className }, escapeHtml(text)) : '';
  const facts = cover.facts.map(
    (fact) => element('dt', {}, escapeHtml(fact.label)) + element('dd', {}, escapeHtml(fact.value)),
  );
  const groups = cover.organisations.map((group) => {
    const names = group.organisations.map(({ name, country, note }) =>
      element('li', {}, escapeHtml(`${name}, ${country}${note === null ? '' : ` (${note})`}`)),
    );
    return element('h2', {}, escapeHtml(group.label)) + element('ul', {}, names.join(''));
  });
  return element(
    'header',
    {},
    [
      line('p', 'eyebrow', cover.project),
      line('p', 'eyebrow', [cover.code, cover.kind].filter(Boolean).join(' · ')),
      element('h1', {}, escapeHtml(cover.title)),
      line('p', 'subtitle', cover.subtitle),
      line('p', 'banner', cover.banner),
      facts.length > 0 ? element('dl', { class: 'facts', lang }, facts.join('')) : '',
      groups.length > 0 ? element('section', { class: 'partners', lang }, groups.join('')) : '',
    ]
      .filter(Boolean)
      .join('\n'),
  );
}

function contentsHtml({ model }: HtmlPage): string {
  const depth = contentsDepth(model);
  const entries = contentsOf(model).flatMap((entry, index) => {
    if (entry.level > depth) return [];
    // A note belongs to its heading, not to the line that points there.
    const words = entry.content
      .filter((run) => run.kind !== 'footnote')
      .map((run) => (run.kind === 'text' ? { ...run, href: undefined } : run));
    const text = inlineHtml(words, { model, notes: [], headings: 0 });
    const lang = entry.language === model.language ? null : entry.language;
    return [
      element(
        'li',
        { class: `l${entry.level}`, lang },
        element('a', { href: `#${headingId(index + 1)}` }, text),
      ),
    ];
  });
  if (depth === 0) return '';
  const title = element('h2', { id: 'contents' }, escapeHtml(model.words.contents));
  return element(
    'nav',
    { 'aria-labelledby': 'contents' },
    `${title}\n${element('ol', {}, entries.join('\n'))}`,
  );
}

function mainHtml(page: HtmlPage): string {
  const { model } = page;
  const body = model.parts.map((part) => partHtml(part, page, 0));
  const annexes = model.annexes.map((annex, index) => {
    page.headings += 1;
    const title = element(
      'h2',
      { id: headingId(page.headings) },
      escapeHtml(annexTitle(model, annex.title, index)),
    );
    return element(
      'section',
      { lang: annex.language },
      [title, ...annex.parts.map((part) => partHtml(part, page, 1))].join('\n'),
    );
  });
  return [...body, ...annexes].join('\n');
}

function partHtml(part: Part, page: HtmlPage, shift: number): string {
  const place: Place = { shift, listed: true };
  switch (part.kind) {
    case 'text':
      return element('section', { lang: part.language }, `\n${blocksHtml(part.blocks, page, place)}\n`);
    case 'parallel': {
      const rows = part.rows.map(([first, second]) =>
        [
          element('div', { lang: part.languages[0] }, blocksHtml(first, page, place)),
          element('div', { lang: part.languages[1] }, blocksHtml(second, page, { ...place, listed: false })),
        ].join('\n'),
      );
      return element('section', { class: 'parallel' }, rows.join('\n'));
    }
    case 'record': {
      const { record } = part;
      page.headings += 1;
      const level = Math.min(5, record.level + shift + 1);
      const title = element(`h${level}`, { id: headingId(page.headings) }, escapeHtml(record.title));
      const kind = element('p', { class: 'eyebrow' }, escapeHtml(record.kind));
      return element(
        'section',
        { lang: record.language },
        [title, kind, fieldsHtml(record.fields, page, place)].join('\n'),
      );
    }
  }
}

function notesHtml({ model, notes }: HtmlPage): string {
  if (notes.length === 0) return '';
  const items = notes.map((note, index) => {
    const back = element(
      'a',
      { href: `#note-from-${index + 1}`, role: 'doc-backlink', 'aria-label': `↑ ${index + 1}` },
      '↑',
    );
    return element('li', { id: `note-${index + 1}` }, `${note} ${back}`);
  });
  const title = element('h2', {}, escapeHtml(model.words.notes));
  return element(
    'footer',
    { class: 'notes', role: 'doc-endnotes' },
    `${title}\n${element('ol', {}, items.join('\n'))}`,
  );
}

function imprintHtml({ model }: HtmlPage): string {
  const { licence, escoNotice } = model.imprint;
  const lines = [
    licence &&
      element(
        'p',
        {},
        `${escapeHtml(licence.copyright)} ${element('a', { href: licence.url, rel: 'license' }, escapeHtml(licence.name))}`,
      ),
    escoNotice && element('p', {}, escapeHtml(escoNotice)),
    model.cover.banner && element('p', {}, escapeHtml(model.cover.banner)),
  ].filter(Boolean);
  return lines.length > 0 ? element('footer', {}, lines.join('\n')) : '';
}
