import { annexTitle, deeper } from '../headings.ts';
import { escapeHtml } from '../html/markup.ts';
import type { Block, Cell, Inline, Item, Part, PrintModel, PrintRecord } from '../print-model.ts';
import { escapeMarkdown, guardLineStart, inlineMarkdown, type MarkdownNotes } from './markdown-inline.ts';

interface Page extends MarkdownNotes {
  readonly model: PrintModel;
  /** Pictures are defined once, at the end: their bytes would bury the text. */
  readonly images: Set<string>;
  readonly shift: number;
  /** Language to say on the next text: Markdown has no place for it but a `span`. */
  readonly language: string | null;
}

/** GitHub Flavored Markdown: tables, tasks, notes; what it cannot say is said in its inline HTML. */
export function renderMarkdown(model: PrintModel): string {
  const page: Page = { model, notes: [], images: new Set(), shift: 0, language: null };
  const parts = model.parts.map((part) => partMarkdown(part, page));
  const annexes = model.annexes.flatMap((annex, index) => [
    `## ${escapeMarkdown(annexTitle(model, annex.title, index))}`,
    ...annex.parts.map((part) => partMarkdown(part, { ...page, shift: 1 })),
  ]);
  const body = [...parts, ...annexes];
  return (
    [frontMatter(model), ...cover(model), ...body, ...imprint(model), ...definitions(page)]
      .filter(Boolean)
      .join('\n\n') + '\n'
  );
}

/** JSON strings are YAML strings. */
function frontMatter({ cover, language, metadata, imprint: { licence } }: PrintModel): string {
  const lines = {
    title: cover.title,
    subtitle: cover.subtitle,
    lang: language,
    author: metadata.authors.length > 0 ? metadata.authors : null,
    keywords: metadata.keywords.length > 0 ? metadata.keywords : null,
    date: new Date(metadata.changedAtMs).toISOString().slice(0, 10),
    license: licence?.url ?? null,
  };
  const written = Object.entries(lines).filter(([, value]) => value !== null);
  return ['---', ...written.map(([key, value]) => `${key}: ${JSON.stringify(value)}`), '---'].join('\n');
}

function cover({
  cover: { title, subtitle, code, kind, project, banner, facts, organisations },
}: PrintModel): string[] {
  const text = (value: string) => escapeMarkdown(value);
  return [
    `# ${text(title)}`,
    subtitle ? `*${text(subtitle)}*` : '',
    banner ? `> **${text(banner)}**` : '',
    [project, [code, kind].filter(Boolean).join(' · ')]
      .filter(Boolean)
      .map(text)
      .map(guardLineStart)
      .join('\\\n'),
    facts.map((fact) => `- ${text(fact.label)}: ${text(fact.value)}`).join('\n'),
    ...organisations.map((group) =>
      [
        `**${text(group.label)}**\n`,
        ...group.organisations.map(
          (one) => `- ${text(`${one.name}, ${one.country}${one.note === null ? '' : ` (${one.note})`}`)}`,
        ),
      ].join('\n'),
    ),
    '---',
  ];
}

function partMarkdown(part: Part, page: Page): string {
  const inLanguage = (language: string, text: string) =>
    language === page.model.language ? text : `<div lang="${escapeHtml(language)}">\n\n${text}\n\n</div>`;
  switch (part.kind) {
    case 'text':
      return inLanguage(part.language, blocksMarkdown(part.blocks, page));
    case 'parallel':
      return part.rows
        .flatMap((row) =>
          row.map((blocks, side) => inLanguage(part.languages[side as 0 | 1], blocksMarkdown(blocks, page))),
        )
        .join('\n\n');
    case 'record':
      return inLanguage(part.record.language, recordMarkdown(part.record, page));
  }
}

function recordMarkdown(record: PrintRecord, page: Page): string {
  const fields = record.fields.map(({ label, values }) => {
    const term = `**${escapeMarkdown(label)}**`;
    const [only] = values;
    if (values.length === 1 && only?.kind === 'inline')
      return `${term}: ${inlineMarkdown(only.content, page)}`;
    const written = values.map((value) =>
      value.kind === 'inline'
        ? `- ${hang(guardLineStart(inlineMarkdown(value.content, page)), 2)}`
        : blocksMarkdown(value.blocks, page),
    );
    const lists = values.every((value) => value.kind === 'inline');
    return `${term}\n\n${written.join(lists ? '\n' : '\n\n')}`;
  });
  const level = deeper(record.level, page.shift) + 1;
  return [
    `${'#'.repeat(level)} ${escapeMarkdown(record.title)}`,
    `*${escapeMarkdown(record.kind)}*`,
    ...fields,
  ].join('\n\n');
}

const blocksMarkdown = (blocks: readonly Block[], page: Page): string =>
  blocks.map((block) => blockMarkdown(block, page)).join('\n\n');

function blockMarkdown(block: Block, around: Page): string {
  const page = block.language === null ? around : { ...around, language: block.language };
  const anchor = block.anchor === null ? '' : `<a id="block-${block.anchor}"></a>`;
  const own = anchor ? `${anchor}\n\n` : '';
  switch (block.kind) {
    case 'heading':
      return `${'#'.repeat(deeper(block.level, page.shift) + 1)} ${anchor}${oneLine(block.content, page)}`;
    case 'paragraph':
      return anchor + textLines(block.content, page);
    case 'bullets':
      return own + block.items.map((item) => itemMarkdown('- ', item, page)).join('\n');
    case 'numbers':
      return own + block.items.map((item, i) => itemMarkdown(`${block.start + i}. `, item, page)).join('\n');
    case 'tasks':
      return (
        own +
        block.items.map((item) => itemMarkdown(item.done ? '- [x] ' : '- [ ] ', item, page, 2)).join('\n')
      );
    case 'quote':
      return own + quoted(blocksMarkdown(block.blocks, page));
    case 'callout':
      return (
        own +
        quoted(
          `**${escapeMarkdown(page.model.words.callouts[block.tone])}**\n\n${blocksMarkdown(block.blocks, page)}`,
        )
      );
    case 'details':
      return `${own}<details open>\n<summary>${oneLine(block.summary, page) || '…'}</summary>\n\n${blocksMarkdown(block.blocks, page)}\n\n</details>`;
    case 'code':
      return own + fenced(block.text, block.syntax);
    case 'rule':
      return own + '---';
    case 'table':
      return own + tableMarkdown(block, page);
    case 'figure':
      return own + figureMarkdown(block, page);
  }
}

/** A block's text with its language said, where it is not the document's. */
function spoken(runs: readonly Inline[], page: Page): string {
  const text = inlineMarkdown(runs, page);
  return page.language === null || !text ? text : `<span lang="${escapeHtml(page.language)}">${text}</span>`;
}

const textLines = (runs: readonly Inline[], page: Page): string =>
  spoken(runs, page).split('\n').map(guardLineStart).join('\n').trimEnd();

const oneLine = (runs: readonly Inline[], page: Page): string =>
  spoken(runs, page).replace(/\\?\n/g, ' ').trim();

const hang = (text: string, width: number): string => text.replace(/\n(?=[^\n])/g, `\n${' '.repeat(width)}`);

const quoted = (text: string): string => text.replace(/^/gm, '> ').replace(/ +$/gm, '');

function itemMarkdown(mark: string, item: Item, around: Page, width = mark.length): string {
  const page = item.language === null ? around : { ...around, language: item.language };
  // A list within a list follows its paragraph without a gap: the list stays tight.
  const parts = item.blocks.map((block, i) => {
    const text = blockMarkdown(block, page);
    const tight =
      i > 0 &&
      ['bullets', 'numbers', 'tasks'].includes(block.kind) &&
      item.blocks[i - 1]?.kind === 'paragraph';
    return i === 0 ? text : (tight ? '\n' : '\n\n') + text;
  });
  return mark + hang(parts.join(''), width);
}

function fenced(text: string, syntax: string | null): string {
  const longest = Math.max(2, ...(text.match(/`+/g) ?? []).map((ticks) => ticks.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}${(syntax ?? '').replace(/[^\w+#.-]/g, '')}\n${text}\n${fence}`;
}

/** Spans have no form here: the text stands in the first place that the cell covers. */
function tableMarkdown(table: Block & { kind: 'table' }, page: Page): string {
  const line = (cells: readonly Cell[], inHead: boolean) => {
    const places = new Array<string>(table.columns).fill('');
    for (const cell of cells) places[cell.column] = cellMarkdown(cell, page, cell.header && !inHead);
    return `| ${places.join(' | ')} |`;
  };
  const [head, ...body] = table.headerRows > 0 ? table.rows : [[], ...table.rows];
  return [
    line(head ?? [], true),
    `|${' --- |'.repeat(table.columns)}`,
    ...body.map((cells) => line(cells, false)),
  ].join('\n');
}

function cellMarkdown(cell: Cell, around: Page, bold: boolean): string {
  const page = cell.language === null ? around : { ...around, language: cell.language };
  const lines = (blocks: readonly Block[]): string[] =>
    blocks.flatMap((block) => {
      switch (block.kind) {
        case 'paragraph':
        case 'heading':
          return [oneLine(block.content, page)];
        case 'bullets':
        case 'numbers':
        case 'tasks':
          return block.items.flatMap((item) =>
            lines(item.blocks).map((text, i) => (i === 0 ? `• ${text}` : text)),
          );
        case 'quote':
        case 'callout':
          return lines(block.blocks);
        case 'details':
          return [oneLine(block.summary, page), ...lines(block.blocks)];
        case 'code':
          return block.text.split('\n').map((text) => escapeMarkdown(text));
        case 'table':
          return block.rows.map((row) => row.map((inner) => lines(inner.blocks).join(' ')).join(' / '));
        case 'figure':
          return [figureMarkdown(block, page).replace(/\n+/g, ' ')];
        case 'rule':
          return [];
      }
    });
  const text = lines(cell.blocks).filter(Boolean).join('<br>');
  return bold && text && !text.includes('*') ? `**${text}**` : text;
}

function figureMarkdown(figure: Block & { kind: 'figure' }, page: Page): string {
  const alt = figure.decorative ? '' : (figure.alt ?? '');
  const key = figure.image;
  if (key !== null && page.model.images[key]) page.images.add(key);
  const picture =
    key !== null && page.model.images[key]
      ? `![${escapeMarkdown(alt.replace(/\n/g, ' '))}][image-${key}]`
      : `*${escapeMarkdown([page.model.words.missingImage, alt].filter(Boolean).join(' – '))}*`;
  return figure.caption === null ? picture : `${picture}\n\n*${escapeMarkdown(figure.caption)}*`;
}

function imprint({ imprint: { licence, escoNotice } }: PrintModel): string[] {
  const lines = [
    licence ? `${escapeMarkdown(licence.copyright)} [${escapeMarkdown(licence.name)}](<${licence.url}>)` : '',
    escoNotice ? escapeMarkdown(escoNotice) : '',
  ].filter(Boolean);
  return lines.length > 0 ? ['---', ...lines] : [];
}

function definitions(page: Page): string[] {
  const images = [...page.images].map((key) => {
    const image = page.model.images[key];
    return image
      ? `[image-${key}]: data:${image.mime};base64,${Buffer.from(image.bytes).toString('base64')}`
      : '';
  });
  return [...page.notes.map((note, index) => `[^${index + 1}]: ${note}`), images.join('\n')];
}
