import { Node } from '@tiptap/core';
import { blockAttributes, numeric } from '../block-attributes.ts';
import { acceptsAttribute } from '../values.ts';

const TABLE_ROLES: Readonly<Record<string, string>> = {
  table: 'table',
  tableRow: 'row',
  tableCell: 'cell',
  tableHeader: 'header_cell',
};

const cellAttributes = () => ({
  ...blockAttributes(),
  colspan: numeric('colspan', 1),
  rowspan: numeric('rowspan', 1),
  colwidth: {
    default: null,
    parseHTML: (element: HTMLElement) => {
      const widths = element.getAttribute('data-colwidth')?.split(',').map(Number) ?? null;
      return acceptsAttribute('colwidth', widths) ? widths : null;
    },
    renderHTML: ({ colwidth }: Record<string, unknown>) =>
      Array.isArray(colwidth) ? { 'data-colwidth': colwidth.join(',') } : {},
  },
});

export const tableNode = Node.create({
  name: 'table',
  group: 'block',
  content: 'tableRow+',
  isolating: true,
  addAttributes: blockAttributes,
  parseHTML: () => [{ tag: 'table' }],
  renderHTML: ({ HTMLAttributes }) => ['table', HTMLAttributes, ['tbody', 0]],
  // Table editing finds its nodes by this role; it is not among the fields of a node by itself.
  extendNodeSchema: ({ name }) => ({ tableRole: TABLE_ROLES[name] }),
});

export const tableRowNode = Node.create({
  name: 'tableRow',
  // Empty rows occur for a moment when one person deletes a column and another a cell.
  content: '(tableCell | tableHeader)*',
  addAttributes: blockAttributes,
  parseHTML: () => [{ tag: 'tr' }],
  renderHTML: ({ HTMLAttributes }) => ['tr', HTMLAttributes, 0],
});

export const tableCellNode = Node.create({
  name: 'tableCell',
  content: 'block+',
  isolating: true,
  addAttributes: cellAttributes,
  parseHTML: () => [{ tag: 'td' }],
  renderHTML: ({ HTMLAttributes }) => ['td', HTMLAttributes, 0],
});

export const tableHeaderNode = Node.create({
  name: 'tableHeader',
  content: 'block+',
  isolating: true,
  addAttributes: cellAttributes,
  parseHTML: () => [{ tag: 'th' }],
  renderHTML: ({ HTMLAttributes }) => ['th', HTMLAttributes, 0],
});
