import { getSchema, type Mark, type Node } from '@tiptap/core';
import type { Schema } from '@tiptap/pm/model';
import {
  boldMark,
  codeMark,
  highlightMark,
  italicMark,
  strikeMark,
  subscriptMark,
  superscriptMark,
  underlineMark,
} from './marks/emphasis.ts';
import { langMark } from './marks/lang.ts';
import { linkMark } from './marks/link.ts';
import { deletionMark, insertionMark, modificationMark } from './marks/suggestion.ts';
import { calloutNode, detailsNode, detailsSummaryNode, footnoteNode } from './nodes/asides.ts';
import { documentNode, textNode } from './nodes/document.ts';
import { headingNode } from './nodes/heading.ts';
import { imageNode } from './nodes/image.ts';
import { bulletListNode, listItemNode, orderedListNode } from './nodes/list.ts';
import { paragraphNode } from './nodes/paragraph.ts';
import { blockquoteNode, codeBlockNode, hardBreakNode, horizontalRuleNode } from './nodes/plain-blocks.ts';
import { citationNode, crossReferenceNode, glossaryTermNode, mentionNode } from './nodes/references.ts';
import { tableCellNode, tableHeaderNode, tableNode, tableRowNode } from './nodes/table.ts';
import { taskItemNode, taskListNode } from './nodes/task-list.ts';

/**
 * What a text may contain: the one schema of editor, server, import, export and comparison.
 *
 * Invariant: nothing here needs a browser, and no view, command or key lives here (they are the
 * editor's). Every name below is in the table of `versions.ts`; once released, a name is never
 * renamed or removed, because documents keep it for ever.
 */
export const textExtensions: (Node | Mark)[] = [
  documentNode,
  textNode,
  paragraphNode,
  headingNode,
  bulletListNode,
  orderedListNode,
  listItemNode,
  taskListNode,
  taskItemNode,
  blockquoteNode,
  codeBlockNode,
  horizontalRuleNode,
  tableNode,
  tableRowNode,
  tableCellNode,
  tableHeaderNode,
  imageNode,
  calloutNode,
  detailsNode,
  detailsSummaryNode,
  hardBreakNode,
  footnoteNode,
  mentionNode,
  citationNode,
  crossReferenceNode,
  glossaryTermNode,
  linkMark,
  langMark,
  boldMark,
  italicMark,
  underlineMark,
  strikeMark,
  subscriptMark,
  superscriptMark,
  highlightMark,
  codeMark,
  insertionMark,
  deletionMark,
  modificationMark,
];

let cached: Schema | undefined;

/** The ProseMirror schema of a text, built once. */
export const textSchema = (): Schema => (cached ??= getSchema(textExtensions));
