import {
  BorderStyle,
  Document,
  Footer,
  Header,
  HeadingLevel,
  Packer,
  Paragraph,
  Table,
  TableCell,
  TableLayoutType,
  TableRow,
  TextRun,
  WidthType,
  type ParagraphChild,
} from 'docx';
import { estimatePageNumbersWith } from 'docx/layout';
import { annexTitle, deeper } from '../headings.ts';
import type { Part, PrintModel, PrintRecord } from '../print-model.ts';
import { blocksDocx, DocxFile, type Around, type DocxBlock } from './docx-blocks.ts';
import { contentsDocx, coverDocx, pageFoot, runningHead } from './docx-cover.ts';
import { inlineDocx, wordLanguage } from './docx-inline.ts';
import { bulletLevels, colours, docxStyles, numberLevels, TEXT_WIDTH_TWIPS } from './docx-styles.ts';
import { reproducible } from './reproducible-docx.ts';

/** A word processor's document: styles, contents field, notes, header rows, languages, alternative texts. */
export async function renderDocx(model: PrintModel): Promise<Uint8Array> {
  const file = new DocxFile(model);
  const around: Around = { file, language: model.language, depth: 0, widthTwips: TEXT_WIDTH_TWIPS, shift: 0 };
  const body = [
    ...model.parts.flatMap((part) => partDocx(part, around)),
    ...annexesDocx(model, around),
    ...imprintDocx(model),
  ];
  const document = new Document({
    title: model.cover.title,
    creator: model.metadata.authors.join('; '),
    lastModifiedBy: model.metadata.authors.join('; '),
    keywords: model.metadata.keywords.join(', '),
    ...(model.metadata.description
      ? { description: model.metadata.description, subject: model.metadata.description }
      : {}),
    styles: docxStyles(model.language),
    numbering: {
      config: [
        { reference: 'bullets', levels: bulletLevels },
        ...[...file.starts].map((start) => ({ reference: `numbers-${start}`, levels: numberLevels(start) })),
      ],
    },
    // Word shows these until it counts itself: contents without page numbers would look broken.
    pageNumbers: estimatePageNumbersWith({ guess: true }),
    sections: [
      {
        properties: {
          titlePage: true,
          page: {
            size: { width: 11_906, height: 16_838 },
            margin: { top: 1_500, bottom: 1_400, left: 1_418, right: 1_418 },
          },
        },
        headers: {
          default: new Header({ children: [runningHead(model)] }),
          first: new Header({ children: [new Paragraph({})] }),
        },
        footers: {
          default: new Footer({ children: [pageFoot(model)] }),
          first: new Footer({ children: [new Paragraph({})] }),
        },
        children: [...coverDocx(model), ...contentsDocx(model), ...body],
      },
    ],
  });
  return reproducible(await Packer.toBuffer(document), model);
}

function partDocx(part: Part, outer: Around): DocxBlock[] {
  switch (part.kind) {
    case 'text':
      return blocksDocx(part.blocks, { ...outer, language: part.language });
    case 'record':
      return recordDocx(part.record, { ...outer, language: part.record.language });
    case 'parallel': {
      const half = Math.floor(outer.widthTwips / 2);
      const cell = (side: 0 | 1, row: (typeof part.rows)[number]) => {
        const children = blocksDocx(row[side], {
          ...outer,
          language: part.languages[side],
          widthTwips: half - 300,
        });
        if (!(children.at(-1) instanceof Paragraph)) children.push(new Paragraph({}));
        return new TableCell({ children, width: { size: half, type: WidthType.DXA } });
      };
      return [
        layoutTable(
          part.rows.map((row) => new TableRow({ children: [cell(0, row), cell(1, row)] })),
          [half, half],
        ),
        new Paragraph({}),
      ];
    }
  }
}

function layoutTable(rows: TableRow[], columnWidths: number[]): Table {
  const none = { style: BorderStyle.NONE, size: 0, color: 'auto' };
  const borders = {
    top: none,
    bottom: none,
    left: none,
    right: none,
    insideHorizontal: none,
    insideVertical: none,
  };
  const size = columnWidths.reduce((sum, width) => sum + width, 0);
  return new Table({
    rows,
    columnWidths,
    layout: TableLayoutType.FIXED,
    width: { size, type: WidthType.DXA },
    borders,
    margins: { right: 220 },
  });
}

function recordDocx(record: PrintRecord, around: Around): DocxBlock[] {
  const widths = [Math.round(around.widthTwips * 0.3), Math.round(around.widthTwips * 0.7)] as const;
  const line = { style: BorderStyle.SINGLE, size: 4, color: colours.line };
  const none = { style: BorderStyle.NONE, size: 0, color: 'auto' };
  const language = wordLanguage(around.language);
  const rows = record.fields.map(({ label, values }) => {
    const inside = { ...around, style: 'TableText', widthTwips: widths[1] - 220 };
    const listed = values.length > 1;
    const children = values.flatMap((value) =>
      value.kind === 'blocks'
        ? blocksDocx(value.blocks, inside)
        : [
            new Paragraph({
              style: 'TableText',
              ...(listed ? { numbering: { reference: 'bullets', level: 0 } } : {}),
              children: inlineDocx(value.content, around.language),
            }),
          ],
    );
    if (!(children.at(-1) instanceof Paragraph)) children.push(new Paragraph({ style: 'TableText' }));
    const head = new Paragraph({ style: 'TableHead', children: [new TextRun({ text: label, language })] });
    return new TableRow({
      children: [
        new TableCell({ children: [head], width: { size: widths[0], type: WidthType.DXA } }),
        new TableCell({ children, width: { size: widths[1], type: WidthType.DXA } }),
      ],
    });
  });
  return [
    new Paragraph({
      heading: headings[deeper(record.level, around.shift) - 1],
      children: [new TextRun({ text: record.title, language })],
    }),
    new Paragraph({
      style: 'Eyebrow',
      keepNext: true,
      children: [new TextRun({ text: record.kind, language })],
    }),
    new Table({
      rows,
      columnWidths: [...widths],
      layout: TableLayoutType.FIXED,
      width: { size: around.widthTwips, type: WidthType.DXA },
      borders: {
        top: { ...line, color: colours.accent, size: 8 },
        bottom: line,
        left: none,
        right: none,
        insideHorizontal: line,
        insideVertical: none,
      },
      margins: { top: 60, bottom: 60, left: 110, right: 110 },
    }),
    new Paragraph({}),
  ];
}

const headings = [
  HeadingLevel.HEADING_1,
  HeadingLevel.HEADING_2,
  HeadingLevel.HEADING_3,
  HeadingLevel.HEADING_4,
] as const;

const annexesDocx = (model: PrintModel, around: Around): DocxBlock[] =>
  model.annexes.flatMap((annex, index) => {
    const text = annexTitle(model, annex.title, index);
    return [
      new Paragraph({
        heading: HeadingLevel.HEADING_1,
        pageBreakBefore: true,
        children: [new TextRun({ text, language: wordLanguage(annex.language) })],
      }),
      ...annex.parts.flatMap((part) => partDocx(part, { ...around, language: annex.language, shift: 1 })),
    ];
  });

function imprintDocx({ imprint: { licence, escoNotice }, language, words }: PrintModel): DocxBlock[] {
  const small = (children: ParagraphChild[]) => new Paragraph({ style: 'Small', children });
  return [
    ...(licence
      ? [
          small(
            inlineDocx(
              [
                { kind: 'text', text: `${licence.copyright} ` },
                { kind: 'text', text: licence.name, href: licence.url },
              ],
              language,
            ),
          ),
        ]
      : []),
    ...(escoNotice ? [small(inlineDocx([{ kind: 'text', text: escoNotice }], words.language))] : []),
  ];
}
