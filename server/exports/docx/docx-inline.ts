import {
  ExternalHyperlink,
  FootnoteReferenceRun,
  InternalHyperlink,
  Paragraph,
  TextRun,
  UnderlineType,
  type IRunOptions,
  type ParagraphChild,
} from 'docx';
import type { Inline } from '../print-model.ts';

/** Languages are said on every run: Word spells and reads aloud by them. */
export function inlineDocx(runs: readonly Inline[], language: string, links = true): ParagraphChild[] {
  return runs.map((run): ParagraphChild => {
    switch (run.kind) {
      case 'break':
        return new TextRun({ break: 1 });
      case 'footnote':
        return new FootnoteReferenceRun({
          children: [new Paragraph({ style: 'FootnoteText', children: inlineDocx(run.content, language) })],
        });
      case 'reference':
        return new InternalHyperlink({
          anchor: bookmarkId(run.anchor),
          children: [new TextRun({ text: run.text, style: 'Hyperlink', language: wordLanguage(language) })],
        });
      case 'text': {
        const text = new TextRun(runOptions(run, run.language ?? language));
        return run.href && links ? new ExternalHyperlink({ link: run.href, children: [text] }) : text;
      }
    }
  });
}

const runOptions = (run: Inline & { kind: 'text' }, language: string): IRunOptions => ({
  text: run.text,
  language: wordLanguage(language),
  ...(run.bold ? { bold: true } : {}),
  ...(run.italic ? { italics: true } : {}),
  ...(run.underline ? { underline: { type: UnderlineType.SINGLE } } : {}),
  ...(run.strike ? { strike: true } : {}),
  ...(run.highlight ? { highlight: 'yellow' as const } : {}),
  ...(run.script === 'sub' ? { subScript: true } : {}),
  ...(run.script === 'super' ? { superScript: true } : {}),
  ...(run.code ? { style: 'CodeInline' } : run.href ? { style: 'Hyperlink' } : {}),
});

/** Word names languages with a region: `it` becomes `it-IT`. */
export function wordLanguage(tag: string): { value: string } {
  try {
    const { language, region } = new Intl.Locale(tag).maximize();
    return { value: region ? `${language}-${region}` : language };
  } catch {
    return { value: 'und' };
  }
}

/** Word allows 40 characters, beginning with a letter. */
export const bookmarkId = (anchor: string): string =>
  `b_${anchor.replace(/[^A-Za-z0-9]/g, '_')}`.slice(0, 40);
