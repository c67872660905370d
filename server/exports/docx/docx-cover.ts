import {
  HeadingLevel,
  PageBreak,
  PageNumber,
  Paragraph,
  Tab,
  TableOfContents,
  TabStopType,
  TextRun,
} from 'docx';
import { contentsDepth } from '../headings.ts';
import type { PrintModel } from '../print-model.ts';
import type { DocxBlock } from './docx-blocks.ts';
import { wordLanguage } from './docx-inline.ts';
import { colours, TEXT_WIDTH_TWIPS } from './docx-styles.ts';

/** What stands around the text: cover, contents, running head and foot. */
export function coverDocx({ cover, words, language }: PrintModel): DocxBlock[] {
  const line = (style: string, text: string | null, lang = language) =>
    text ? [new Paragraph({ style, children: [new TextRun({ text, language: wordLanguage(lang) })] })] : [];
  const fact = (label: string, value: string) =>
    new Paragraph({
      style: 'Fact',
      tabStops: [{ type: TabStopType.LEFT, position: 2_400 }],
      children: [
        new TextRun({ text: label, color: colours.muted, language: wordLanguage(words.language) }),
        new TextRun({ children: [new Tab(), value], language: wordLanguage(words.language) }),
      ],
    });
  return [
    ...line('Eyebrow', cover.project),
    ...line('Eyebrow', [cover.code, cover.kind].filter(Boolean).join(' · ')),
    new Paragraph({
      heading: HeadingLevel.TITLE,
      children: [new TextRun({ text: cover.title, language: wordLanguage(language) })],
    }),
    ...line('Subtitle', cover.subtitle),
    ...line('Banner', cover.banner, words.language),
    ...cover.facts.map(({ label, value }) => fact(label, value)),
    ...cover.organisations.flatMap((group) => [
      ...line('CoverGroup', group.label, words.language),
      ...group.organisations.flatMap(({ name, country, note }) =>
        line('Fact', `${name}, ${country}${note === null ? '' : ` (${note})`}`),
      ),
    ]),
    new Paragraph({ children: [new PageBreak()] }),
  ];
}

export function contentsDocx(model: PrintModel): (DocxBlock | TableOfContents)[] {
  const depth = contentsDepth(model);
  if (depth === 0) return [];
  const title = new TextRun({ text: model.words.contents, language: wordLanguage(model.words.language) });
  return [
    new Paragraph({ style: 'ContentsTitle', children: [title] }),
    new TableOfContents(model.words.contents, {
      hyperlink: true,
      headingStyleRange: `1-${depth}`,
    }),
    new Paragraph({ children: [new PageBreak()] }),
  ];
}

const edges = { type: TabStopType.RIGHT, position: TEXT_WIDTH_TWIPS };

export const runningHead = ({ cover, language }: PrintModel): Paragraph =>
  new Paragraph({
    style: 'Small',
    tabStops: [edges],
    children: [
      new TextRun({
        children: [
          cover.title,
          new Tab(),
          [cover.code, cover.kind].filter(Boolean).join(' · ') || cover.project,
        ],
        language: wordLanguage(language),
      }),
    ],
  });

export const pageFoot = ({ cover, words }: PrintModel): Paragraph =>
  new Paragraph({
    style: 'Small',
    tabStops: [edges],
    children: [
      new TextRun({
        children: [
          cover.banner ?? cover.project,
          new Tab(),
          `${words.page} `,
          PageNumber.CURRENT,
          ` ${words.ofPages} `,
          PageNumber.TOTAL_PAGES,
        ],
        language: wordLanguage(words.language),
      }),
    ],
  });
