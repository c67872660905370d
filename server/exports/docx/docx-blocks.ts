import {
  Bookmark,
  BorderStyle,
  CheckBox,
  HeadingLevel,
  ImageRun,
  LineRuleType,
  Paragraph,
  ShadingType,
  Table,
  TableCell,
  TableLayoutType,
  TableRow,
  TextRun,
  WidthType,
  type IParagraphOptions,
  type ParagraphChild,
} from 'docx';
import { columnShares } from '../column-shares.ts';
import { deeper } from '../headings.ts';
import type { Block, Cell, Inline, Item, PrintModel } from '../print-model.ts';
import { bookmarkId, inlineDocx, wordLanguage } from './docx-inline.ts';
import { colours, LIST_INDENT_TWIPS, LIST_LEVEL_MAX } from './docx-styles.ts';

export type DocxBlock = Paragraph | Table;

/** What one file collects: each numbered list is an instance of the numbering for its first number. */
export class DocxFile {
  readonly model: PrintModel;
  readonly starts = new Set<number>([1]);
  #lists = 0;

  constructor(model: PrintModel) {
    this.model = model;
  }

  numbering(start: number): { reference: string; instance: number } {
    this.starts.add(start);
    this.#lists += 1;
    return { reference: `numbers-${start}`, instance: this.#lists };
  }
}

export interface Around {
  readonly file: DocxFile;
  readonly language: string;
  /** Paragraph style that boxes, quotes and cells give their paragraphs. */
  readonly style?: string;
  /** Levels of lists around. */
  readonly depth: number;
  readonly widthTwips: number;
  readonly shift: number;
}

export const blocksDocx = (blocks: readonly Block[], around: Around): DocxBlock[] =>
  blocks.flatMap((block) => blockDocx(block, around));

function blockDocx(block: Block, outer: Around): DocxBlock[] {
  const around = block.language === null ? outer : { ...outer, language: block.language };
  const { file, language } = around;
  switch (block.kind) {
    case 'heading': {
      const heading = headingLevels[deeper(block.level, around.shift) - 1];
      return [new Paragraph({ heading, children: marked(block, inlineDocx(block.content, language)) })];
    }
    case 'paragraph':
      return [paragraph(around, marked(block, inlineDocx(block.content, language)))];
    case 'bullets':
      return itemsDocx(block.items, around, () => ({
        numbering: { reference: 'bullets', level: level(around) },
      }));
    case 'numbers': {
      const numbering = { ...file.numbering(block.start), level: level(around) };
      return itemsDocx(block.items, around, () => ({ numbering }));
    }
    case 'tasks': {
      const { done, open } = file.model.words;
      const indent = { left: LIST_INDENT_TWIPS * (level(around) + 1), hanging: LIST_INDENT_TWIPS - 60 };
      const box = (checked: boolean) => [
        new CheckBox({ checked, alias: checked ? done : open }),
        new TextRun('\u00a0'),
      ];
      return itemsDocx(
        block.items,
        around,
        () => ({ indent }),
        block.items.map((item) => box(item.done)),
      );
    }
    case 'quote':
      return blocksDocx(block.blocks, { ...around, style: 'Quote' });
    case 'callout': {
      const { words } = file.model;
      const label = new TextRun({
        text: words.callouts[block.tone],
        bold: true,
        language: wordLanguage(words.language),
      });
      const look = block.tone === 'warning' ? boxes.warning : boxes.callout;
      return boxDocx(block, [label], block.blocks, look, around);
    }
    case 'details': {
      const summary: Inline[] = block.summary.map((run) =>
        run.kind === 'text' ? { ...run, bold: true } : run,
      );
      return boxDocx(block, inlineDocx(summary, language), block.blocks, boxes.details, around);
    }
    case 'code': {
      const lines = block.text
        .split('\n')
        .map((text, i) => new TextRun({ text, ...(i > 0 ? { break: 1 } : {}), noProof: true }));
      return [new Paragraph({ style: 'Code', children: marked(block, lines) })];
    }
    case 'rule':
      return [
        new Paragraph({
          border: { bottom: { style: BorderStyle.SINGLE, size: 4, space: 1, color: colours.line } },
        }),
      ];
    case 'table':
      return [...bookmarkOnly(block), tableDocx(block, around), gap()];
    case 'figure':
      return figureDocx(block, around);
  }
}

const boxes = {
  callout: { edge: colours.accent, fill: colours.soft },
  warning: { edge: colours.amber, fill: colours.amberSoft },
  details: { edge: colours.line, fill: 'FFFFFF' },
} as const;

/** One cell: whatever stands in a box, lists too, stays within its edge. */
function boxDocx(
  block: Block,
  title: ParagraphChild[],
  blocks: readonly Block[],
  look: (typeof boxes)[keyof typeof boxes],
  around: Around,
): DocxBlock[] {
  const { style: _style, ...plain } = around;
  const inside = { ...plain, depth: 0, widthTwips: Math.max(400, around.widthTwips - 400) };
  const children = [
    new Paragraph({ keepNext: true, children: marked(block, title) }),
    ...blocksDocx(blocks, inside),
  ];
  if (!(children.at(-1) instanceof Paragraph)) children.push(new Paragraph({}));
  const none = { style: BorderStyle.NONE, size: 0, color: 'auto' };
  const cell = new TableCell({
    children,
    width: { size: around.widthTwips, type: WidthType.DXA },
    shading: { type: ShadingType.CLEAR, color: 'auto', fill: look.fill },
  });
  const table = new Table({
    rows: [new TableRow({ children: [cell] })],
    columnWidths: [around.widthTwips],
    width: { size: around.widthTwips, type: WidthType.DXA },
    layout: TableLayoutType.FIXED,
    margins: { top: 80, bottom: 20, left: 200, right: 200 },
    borders: {
      top: none,
      bottom: none,
      right: none,
      left: { style: BorderStyle.SINGLE, size: 18, color: look.edge },
    },
  });
  return [table, gap()];
}

/** Word joins tables that touch. */
const gap = (): Paragraph =>
  new Paragraph({ spacing: { after: 60, line: 200, lineRule: LineRuleType.AUTO } });

const headingLevels = [
  HeadingLevel.HEADING_1,
  HeadingLevel.HEADING_2,
  HeadingLevel.HEADING_3,
  HeadingLevel.HEADING_4,
] as const;

const level = (around: Around): number => Math.min(LIST_LEVEL_MAX, around.depth);

const paragraph = ({ style, depth }: Around, children: ParagraphChild[]): Paragraph =>
  new Paragraph({
    ...(style ? { style } : {}),
    ...(depth > 0 ? { indent: { left: LIST_INDENT_TWIPS * depth } } : {}),
    children,
  });

const marked = (block: Block, children: ParagraphChild[]): ParagraphChild[] =>
  block.anchor === null ? children : [new Bookmark({ id: bookmarkId(block.anchor), children })];

const bookmarkOnly = (block: Block): Paragraph[] =>
  block.anchor === null
    ? []
    : [
        new Paragraph({
          spacing: { after: 0 },
          children: [new Bookmark({ id: bookmarkId(block.anchor), children: [] })],
        }),
      ];

/** An item's first paragraph carries its mark; what follows is indented to stand under it. */
function itemsDocx(
  items: readonly Item[],
  around: Around,
  first: () => IParagraphOptions,
  marks: readonly ParagraphChild[][] = [],
): DocxBlock[] {
  return items.flatMap((item, index) => {
    const inside = { ...around, language: item.language ?? around.language, depth: around.depth + 1 };
    const [head, ...rest] = item.blocks;
    const opens = head?.kind === 'paragraph' ? head : undefined;
    const language = opens?.language ?? inside.language;
    const children = opens ? marked(opens, inlineDocx(opens.content, language)) : [];
    // A quote's edge would move with each list's indent.
    const style = around.style === undefined || around.style === 'Quote' ? 'ListParagraph' : around.style;
    return [
      new Paragraph({ style, ...first(), children: [...(marks[index] ?? []), ...children] }),
      ...blocksDocx(opens ? rest : item.blocks, inside),
    ];
  });
}

function tableDocx(table: Block & { kind: 'table' }, around: Around): Table {
  const shares = columnShares(table);
  const total = shares.reduce((sum, share) => sum + share, 0);
  const widths = shares.map((share) => Math.round((around.widthTwips * share) / total));
  const line = { style: BorderStyle.SINGLE, size: 4, color: colours.line };
  const none = { style: BorderStyle.NONE, size: 0, color: 'auto' };
  return new Table({
    width: { size: around.widthTwips, type: WidthType.DXA },
    columnWidths: widths,
    layout: TableLayoutType.FIXED,
    borders: {
      top: { ...line, color: colours.accent, size: 8 },
      bottom: line,
      left: none,
      right: none,
      insideHorizontal: line,
      insideVertical: none,
    },
    margins: { top: 60, bottom: 60, left: 110, right: 110 },
    rows: table.rows.map(
      (cells, y) =>
        new TableRow({
          tableHeader: y < table.headerRows,
          cantSplit: y < table.headerRows,
          children: cells.map((cell) => cellDocx(cell, y < table.headerRows, widths, around)),
        }),
    ),
  });
}

function cellDocx(cell: Cell, inHead: boolean, widths: readonly number[], around: Around): TableCell {
  const widthTwips = widths
    .slice(cell.column, cell.column + cell.colspan)
    .reduce((sum, width) => sum + width, 0);
  const style = cell.header ? 'TableHead' : 'TableText';
  const inside = {
    ...around,
    language: cell.language ?? around.language,
    style,
    depth: 0,
    widthTwips: Math.max(400, widthTwips - 220),
  };
  const children = blocksDocx(cell.blocks, inside);
  // Word refuses a cell that does not end with a paragraph.
  if (!(children.at(-1) instanceof Paragraph)) children.push(new Paragraph({ style }));
  return new TableCell({
    children,
    columnSpan: cell.colspan,
    rowSpan: cell.rowspan,
    width: { size: widthTwips, type: WidthType.DXA },
    ...(inHead ? { shading: { type: ShadingType.CLEAR, color: 'auto', fill: colours.soft } } : {}),
  });
}

const PX_PER_TWIP = 96 / 1_440;
const HEIGHT_PX_MAX = 800;

function figureDocx(figure: Block & { kind: 'figure' }, around: Around): DocxBlock[] {
  const { model } = around.file;
  const image = figure.image === null ? undefined : model.images[figure.image];
  const language = wordLanguage(around.language);
  const caption =
    figure.caption === null
      ? []
      : [new Paragraph({ style: 'Caption', children: [new TextRun({ text: figure.caption, language })] })];
  if (!image) {
    const text = [model.words.missingImage, figure.alt].filter(Boolean).join(' – ');
    return [
      new Paragraph({ style: 'Small', children: marked(figure, [new TextRun({ text, language })]) }),
      ...caption,
    ];
  }
  const roomPx = around.widthTwips * PX_PER_TWIP;
  const wishedPx =
    figure.widthPercent === null ? Math.min(image.widthPx, roomPx) : (roomPx * figure.widthPercent) / 100;
  const widthPx = Math.min(wishedPx, (HEIGHT_PX_MAX * image.widthPx) / image.heightPx);
  const picture = new ImageRun({
    type: image.mime === 'image/png' ? 'png' : 'jpg',
    data: image.bytes,
    transformation: {
      width: Math.round(widthPx),
      height: Math.round((widthPx * image.heightPx) / image.widthPx),
    },
    altText: { name: figure.caption ?? model.words.figure, description: figure.alt ?? '', title: '' },
  });
  return [new Paragraph({ keepNext: caption.length > 0, children: marked(figure, [picture]) }), ...caption];
}
