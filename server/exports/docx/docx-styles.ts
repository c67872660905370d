import {
  AlignmentType,
  BorderStyle,
  LevelFormat,
  LineRuleType,
  type ILevelsOptions,
  type IStylesOptions,
} from 'docx';
import { wordLanguage } from './docx-inline.ts';

export const colours = {
  ink: '1B2225',
  muted: '535D60',
  accent: '0D5C66',
  soft: 'EEF5F4',
  amberSoft: 'FCEFD4',
  amber: 'B87A10',
  line: 'D8D5CC',
};

/** Twips: twentieths of a point. */
export const TEXT_WIDTH_TWIPS = 9_070;
export const LIST_INDENT_TWIPS = 400;
export const LIST_LEVEL_MAX = 8;

const edge = (color: string) => ({ left: { style: BorderStyle.SINGLE, size: 18, space: 10, color } });
const sans = 'Calibri';

/** Real styles, so that partners who go on in a word processor can restyle the whole at once. */
export const docxStyles = (language: string): IStylesOptions => ({
  default: {
    document: {
      run: { font: 'Cambria', size: 22, color: colours.ink, language: wordLanguage(language) },
      paragraph: { spacing: { after: 140, line: 300, lineRule: LineRuleType.AUTO } },
    },
    title: {
      run: { font: sans, size: 56, bold: true, color: colours.accent },
      paragraph: { spacing: { before: 1_800, after: 240, line: 252, lineRule: LineRuleType.AUTO } },
    },
    heading1: heading(34, colours.accent, 440),
    heading2: heading(27, colours.accent, 340),
    heading3: heading(23, colours.ink, 280),
    heading4: heading(21, colours.muted, 240),
    listParagraph: { paragraph: { spacing: { after: 60 } } },
    caption: {
      run: { font: sans, size: 18, color: colours.muted },
      paragraph: { spacing: { before: 80, after: 240 } },
    },
    hyperlink: { run: { color: colours.accent, underline: { color: colours.accent } } },
    footnoteText: {
      run: { size: 17 },
      paragraph: { spacing: { after: 40, line: 240, lineRule: LineRuleType.AUTO } },
    },
  },
  paragraphStyles: [
    style(
      'Subtitle',
      'Subtitle',
      { font: sans, size: 27, color: colours.muted },
      { spacing: { after: 300 } },
    ),
    style('Eyebrow', 'Eyebrow', { font: sans, size: 20, color: colours.muted }, { spacing: { after: 40 } }),
    style(
      'CoverGroup',
      'Cover Group',
      { font: sans, size: 19, bold: true, color: colours.accent },
      { spacing: { before: 260, after: 60 }, keepNext: true },
    ),
    style('Fact', 'Fact', { font: sans, size: 19 }, { spacing: { after: 40 } }),
    style(
      'ContentsTitle',
      'Contents Title',
      { font: sans, size: 34, bold: true, color: colours.accent },
      { spacing: { after: 200 } },
    ),
    style(
      'Banner',
      'Banner',
      { font: sans, size: 20, bold: true },
      {
        spacing: { before: 200, after: 300 },
        border: edge(colours.amber),
        shading: { fill: colours.amberSoft },
      },
    ),
    style(
      'Quote',
      'Quote',
      { color: colours.muted },
      { indent: { left: 300 }, border: edge(colours.accent) },
    ),
    style(
      'Code',
      'Code',
      { font: 'Courier New', size: 18 },
      { shading: { fill: 'F4F3EF' }, spacing: { line: 260, lineRule: LineRuleType.AUTO } },
    ),
    style(
      'TableText',
      'Table Text',
      { size: 19 },
      { spacing: { after: 40, line: 260, lineRule: LineRuleType.AUTO } },
    ),
    style(
      'TableHead',
      'Table Head',
      { font: sans, size: 19, bold: true, color: colours.accent },
      { spacing: { after: 40, line: 260, lineRule: LineRuleType.AUTO }, keepNext: true },
    ),
    style('Small', 'Small', { font: sans, size: 17, color: colours.muted }, { spacing: { after: 60 } }),
  ],
  characterStyles: [{ id: 'CodeInline', name: 'Code Inline', run: { font: 'Courier New', size: 19 } }],
});

type ParagraphStyle = NonNullable<IStylesOptions['paragraphStyles']>[number];

const style = (
  id: string,
  name: string,
  run: ParagraphStyle['run'],
  paragraph: ParagraphStyle['paragraph'],
): ParagraphStyle => ({
  id,
  name,
  basedOn: 'Normal',
  quickFormat: true,
  run,
  paragraph,
});

const heading = (size: number, color: string, before: number): Pick<ParagraphStyle, 'run' | 'paragraph'> => ({
  run: { font: sans, size, bold: true, color },
  paragraph: { spacing: { before, after: 120, line: 264, lineRule: LineRuleType.AUTO }, keepNext: true },
});

export const bulletLevels: ILevelsOptions[] = levels((level) => ({
  format: LevelFormat.BULLET,
  text: ['•', '–', '▪'][level % 3] ?? '•',
}));

export const numberLevels = (start: number): ILevelsOptions[] =>
  levels((level) => ({
    format:
      [LevelFormat.DECIMAL, LevelFormat.LOWER_LETTER, LevelFormat.LOWER_ROMAN][level % 3] ??
      LevelFormat.DECIMAL,
    text: `%${level + 1}.`,
    start: Math.max(0, start),
  }));

function levels(of: (level: number) => Omit<ILevelsOptions, 'level'>): ILevelsOptions[] {
  return Array.from({ length: LIST_LEVEL_MAX + 1 }, (_, level) => ({
    level,
    alignment: AlignmentType.LEFT,
    style: {
      paragraph: { indent: { left: LIST_INDENT_TWIPS * (level + 1), hanging: LIST_INDENT_TWIPS - 60 } },
    },
    ...of(level),
  }));
}
