import { deeper } from '../headings.ts';
import type { Block, Cell, Inline, Item, PrintModel, RecordField } from '../print-model.ts';
import { element, emptyElement, escapeHtml } from './markup.ts';

/** What one file shares while it is written: notes are numbered through, headings named in order. */
export interface HtmlPage {
  readonly model: PrintModel;
  readonly notes: string[];
  headings: number;
}

export const headingId = (number: number): string => `heading-${number}`;
const anchorId = (anchor: string | null): string | null => (anchor === null ? null : `block-${anchor}`);

export interface Place {
  /** Added to heading levels: the page's title is the only `h1`. */
  readonly shift: number;
  /** False beside another language, whose headings are the ones in the contents. */
  readonly listed: boolean;
}

export const blocksHtml = (blocks: readonly Block[], page: HtmlPage, place: Place): string =>
  blocks.map((block) => blockHtml(block, page, place)).join('\n');

function blockHtml(block: Block, page: HtmlPage, place: Place): string {
  const base = { lang: block.language, id: anchorId(block.anchor) };
  const inner = (blocks: readonly Block[]) => blocksHtml(blocks, page, place);
  switch (block.kind) {
    case 'heading': {
      const name = `h${deeper(block.level, place.shift) + 1}`;
      const content = inlineHtml(block.content, page);
      if (!place.listed) return element(name, base, content);
      page.headings += 1;
      const target = emptyElement('a', { id: headingId(page.headings) }) + '</a>';
      return element(name, base, target + content);
    }
    case 'paragraph':
      return element('p', base, inlineHtml(block.content, page));
    case 'bullets':
      return element('ul', base, itemsHtml(block.items, page, place));
    case 'numbers':
      return element(
        'ol',
        { ...base, start: block.start === 1 ? null : block.start },
        itemsHtml(block.items, page, place),
      );
    case 'tasks':
      return element('ul', { ...base, class: 'tasks' }, tasksHtml(block.items, page, place));
    case 'quote':
      return element('blockquote', base, inner(block.blocks));
    case 'callout': {
      const label = page.model.words.callouts[block.tone];
      const title = element('p', { class: 'callout-label', lang: wordsLanguage(page) }, escapeHtml(label));
      return element(
        'aside',
        { ...base, class: `callout callout-${block.tone}` },
        title + inner(block.blocks),
      );
    }
    case 'details': {
      const summary = element('summary', {}, inlineHtml(block.summary, page) || '…');
      return element('details', { ...base, open: true }, summary + inner(block.blocks));
    }
    case 'code':
      return element(
        'pre',
        base,
        element('code', { class: block.syntax && `language-${block.syntax}` }, escapeHtml(block.text)),
      );
    case 'rule':
      return emptyElement('hr', base);
    case 'table':
      return tableHtml(block, page, place);
    case 'figure':
      return figureHtml(block, page);
  }
}

const wordsLanguage = ({ model }: HtmlPage): string | null =>
  model.words.language === model.language ? null : model.words.language;

const itemsHtml = (items: readonly Item[], page: HtmlPage, place: Place): string =>
  items
    .map((item) => element('li', { lang: item.language }, blocksHtml(item.blocks, page, place)))
    .join('\n');

const tasksHtml = (items: readonly (Item & { done: boolean })[], page: HtmlPage, place: Place): string =>
  items
    .map((item) => {
      const { done, open } = page.model.words;
      const said = element(
        'span',
        { class: 'said', lang: wordsLanguage(page) },
        `${escapeHtml(item.done ? done : open)}: `,
      );
      const box = element('span', { class: 'box', 'aria-hidden': 'true' }, item.done ? '☑' : '☐');
      return element('li', { lang: item.language }, box + said + blocksHtml(item.blocks, page, place));
    })
    .join('\n');

function tableHtml(table: Block & { kind: 'table' }, page: HtmlPage, place: Place): string {
  const row = (cells: readonly Cell[], y: number) => {
    const scopeOf = (cell: Cell) => (y < table.headerRows ? (cell.colspan > 1 ? 'colgroup' : 'col') : 'row');
    const written = cells.map((cell) => {
      const spans = {
        colspan: cell.colspan > 1 ? cell.colspan : null,
        rowspan: cell.rowspan > 1 ? cell.rowspan : null,
      };
      const scope = cell.header ? scopeOf(cell) : null;
      return element(
        cell.header ? 'th' : 'td',
        { lang: cell.language, ...spans, scope },
        blocksHtml(cell.blocks, page, place),
      );
    });
    return element('tr', {}, written.join(''));
  };
  const rows = table.rows.map(row);
  const total = table.widths?.reduce((sum, width) => sum + width, 0) ?? 0;
  const columns = (table.widths ?? []).map((width) =>
    emptyElement('col', { style: `width: ${((100 * width) / total).toFixed(1)}%` }),
  );
  const body =
    (columns.length > 0 ? element('colgroup', {}, columns.join('')) : '') +
    (table.headerRows > 0 ? element('thead', {}, rows.slice(0, table.headerRows).join('\n')) : '') +
    element('tbody', {}, rows.slice(table.headerRows).join('\n'));
  const attributes = { lang: table.language, id: anchorId(table.anchor) };
  return element('div', { class: 'table' }, element('table', attributes, body));
}

function figureHtml(figure: Block & { kind: 'figure' }, page: HtmlPage): string {
  const image = figure.image === null ? undefined : page.model.images[figure.image];
  const alt = figure.decorative ? '' : (figure.alt ?? '');
  const picture = image
    ? emptyElement('img', {
        src: `data:${image.mime};base64,${Buffer.from(image.bytes).toString('base64')}`,
        alt,
        width: image.widthPx,
        height: image.heightPx,
        style: figure.widthPercent === null ? null : `width: ${figure.widthPercent}%`,
      })
    : element(
        'p',
        { class: 'missing' },
        escapeHtml([page.model.words.missingImage, alt].filter(Boolean).join(' – ')),
      );
  const caption = figure.caption === null ? '' : element('figcaption', {}, escapeHtml(figure.caption));
  return element('figure', { lang: figure.language, id: anchorId(figure.anchor) }, picture + caption);
}

export function fieldsHtml(fields: readonly RecordField[], page: HtmlPage, place: Place): string {
  const rows = fields.map((field) => {
    const values = field.values.map((value) =>
      value.kind === 'inline'
        ? inlineHtml(value.content, page)
        : blocksHtml(value.blocks, page, { ...place, listed: false }),
    );
    const said = values.map((value) => element('dd', {}, value));
    return element('dt', {}, escapeHtml(field.label)) + said.join('');
  });
  return element('dl', { class: 'record' }, rows.join('\n'));
}

export const inlineHtml = (runs: readonly Inline[], page: HtmlPage): string =>
  runs.map((run) => runHtml(run, page)).join('');

function runHtml(run: Inline, page: HtmlPage): string {
  switch (run.kind) {
    case 'break':
      return '<br>';
    case 'footnote': {
      // Its place is taken before its content is written: notes are numbered as they are met.
      const number = page.notes.push('');
      page.notes[number - 1] = inlineHtml(run.content, page);
      const link = element(
        'a',
        { href: `#note-${number}`, id: `note-from-${number}`, role: 'doc-noteref' },
        String(number),
      );
      return element('sup', {}, link);
    }
    case 'reference':
      return element('a', { href: `#block-${run.anchor}` }, escapeHtml(run.text));
    case 'text': {
      let markup = escapeHtml(run.text);
      if (run.code) markup = element('code', {}, markup);
      if (run.script) markup = element(run.script === 'sub' ? 'sub' : 'sup', {}, markup);
      if (run.strike) markup = element('s', {}, markup);
      if (run.underline) markup = element('u', {}, markup);
      if (run.italic) markup = element('em', {}, markup);
      if (run.bold) markup = element('strong', {}, markup);
      if (run.highlight) markup = element('mark', {}, markup);
      if (run.language) markup = element('span', { lang: run.language }, markup);
      return run.href ? element('a', { href: run.href, rel: 'noopener noreferrer' }, markup) : markup;
    }
  }
}
