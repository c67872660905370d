import { escapeHtml } from '../html/markup.ts';
import type { Inline } from '../print-model.ts';

/** Notes are numbered as they are met and defined at the end of the file. */
export interface MarkdownNotes {
  readonly notes: string[];
}

/** Characters that could begin markup in GitHub Flavored Markdown, wherever they stand. */
export const escapeMarkdown = (text: string): string => text.replace(/[\\`*_{}[\]<>&|~$#]/g, '\\$&');

/** At the start of a line more is markup: indentation, list marks, underlined headings, numbers with a point. */
export const guardLineStart = (line: string): string =>
  line
    .replace(/^[ \t]+/, '')
    .replace(/^[-+=]/, '\\$&')
    .replace(/^(\d{1,9})([.)])/, '$1\\$2');

export function inlineMarkdown(runs: readonly Inline[], page: MarkdownNotes): string {
  return runs
    .map((run, index) => {
      switch (run.kind) {
        case 'break':
          return '\\\n';
        case 'footnote': {
          const number = page.notes.push('');
          page.notes[number - 1] = inlineMarkdown(run.content, page).replace(/\\\n/g, ' ');
          return `[^${number}]`;
        }
        case 'reference':
          return `[${escapeMarkdown(run.text)}](#block-${run.anchor})`;
        case 'text':
          return textRun(run, edge(runs[index - 1], 'end'), edge(runs[index + 1], 'start'));
      }
    })
    .join('');
}

type TextRun = Inline & { readonly kind: 'text' };

function textRun(run: TextRun, before: string, after: string): string {
  const inner = run.text.trim();
  if (!inner) return run.text;
  const [lead, tail] = [
    run.text.slice(0, run.text.indexOf(inner)),
    run.text.slice(run.text.indexOf(inner) + inner.length),
  ];
  let written = run.code ? codeSpan(inner) : escapeMarkdown(inner);
  // Asterisks only count where they touch words from outside: elsewhere HTML says it safely.
  const clean =
    isGap(lead ? ' ' : before) &&
    isGap(tail ? ' ' : after) &&
    /^[\p{L}\p{N}]/u.test(inner) &&
    /[\p{L}\p{N}]$/u.test(inner);
  const mark = (delimiter: string, name: string) =>
    (written = clean && !run.code ? `${delimiter}${written}${delimiter}` : `<${name}>${written}</${name}>`);
  if (run.script) written = run.script === 'sub' ? `<sub>${written}</sub>` : `<sup>${written}</sup>`;
  if (run.underline) written = `<u>${written}</u>`;
  if (run.strike) mark('~~', 's');
  if (run.italic) mark('*', 'em');
  if (run.bold) mark('**', 'strong');
  if (run.highlight) written = `<mark>${written}</mark>`;
  if (run.language) written = `<span lang="${escapeHtml(run.language)}">${written}</span>`;
  if (run.href) written = `[${written}](<${run.href.replace(/[<>\\\s]/g, encodeURIComponent)}>)`;
  return lead + written + tail;
}

const isGap = (character: string): boolean => character === '' || /[\s.,;:!?()«»–—]/.test(character);

/** The character next to a run; a styled neighbour counts as a letter, its own marks stand there. */
function edge(run: Inline | undefined, side: 'start' | 'end'): string {
  if (!run || run.kind === 'break') return '';
  if (run.kind !== 'text') return 'x';
  const { kind: _kind, text, ...style } = run;
  const character = side === 'end' ? (text.at(-1) ?? '') : (text[0] ?? '');
  return Object.values(style).some(Boolean) && character.trim() ? 'x' : character;
}

function codeSpan(text: string): string {
  const longest = Math.max(0, ...(text.match(/`+/g) ?? []).map((ticks) => ticks.length));
  const fence = '`'.repeat(longest + 1);
  const pad = text.startsWith('`') || text.endsWith('`') ? ' ' : '';
  return fence + pad + text + pad + fence;
}
