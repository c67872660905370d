import type { ContentNode } from '#lib/schema/text/convert.ts';
import { contentOfUpdate } from './same-content.ts';

/** A line of a text as one would write it by hand, and the same in Markdown. */
export interface Line {
  readonly text: string;
  readonly markdown: string;
}

/** The innermost blocks, one line each, in order: enough to read, to compare and to take along. */
export function linesOf(content: ContentNode): readonly Line[] {
  const lines: Line[] = [];
  const visit = (node: ContentNode, mark: string): void => {
    const children = node.content ?? [];
    if (!children.some(isBlock)) {
      const text = inlineText(node);
      lines.push({ text, markdown: `${mark}${prefixOf(node)}${text}` });
      return;
    }
    for (const child of children) visit(child, mark + markOf(node, child));
  };
  for (const child of content.content ?? []) visit(child, '');
  return lines;
}

export const linesOfUpdate = (update: Uint8Array): readonly Line[] => linesOf(contentOfUpdate(update));

export const plainText = (lines: readonly Line[]): string => lines.map(({ text }) => text).join('\n') + '\n';

export const markdownText = (lines: readonly Line[]): string =>
  lines.map(({ markdown }) => markdown).join('\n\n') + '\n';

const INLINE = new Set([
  'text',
  'hardBreak',
  'footnote',
  'mention',
  'citation',
  'crossReference',
  'glossaryTerm',
]);
const isBlock = (node: ContentNode): boolean => !INLINE.has(node.type);

/** What has no words of its own stands there by its id: a copy that had it must not read as one that has not. */
function inlineText(node: ContentNode): string {
  const attr = (name: string): string => String(node.attrs?.[name] ?? '');
  if (node.type === 'text') return node.text ?? '';
  if (node.type === 'hardBreak') return '\n';
  if (node.type === 'image') return `![${attr('alt')}](${attr('src')})`;
  if (node.type === 'mention') return `@${attr('person')}`;
  if (node.type === 'citation') return `[${[attr('evidence'), attr('locator')].filter(Boolean).join(', ')}]`;
  if (node.type === 'crossReference') return `[${attr('target')}]`;
  if (node.type === 'glossaryTerm') return attr('form') || `[${attr('concept')}]`;
  const inner = (node.content ?? []).map(inlineText).join('');
  return node.type === 'footnote' ? ` (${inner})` : inner;
}

function prefixOf(node: ContentNode): string {
  return node.type === 'heading' ? `${'#'.repeat(Number(node.attrs?.['level'] ?? 1))} ` : '';
}

function markOf(parent: ContentNode, child: ContentNode): string {
  if (parent.type === 'blockquote') return '> ';
  if (parent.type === 'bulletList' || parent.type === 'orderedList') return '- ';
  if (parent.type === 'taskList') return child.attrs?.['checked'] ? '- [x] ' : '- [ ] ';
  return '';
}
