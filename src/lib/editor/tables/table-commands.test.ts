import { EditorState, TextSelection, type Command } from '@tiptap/pm/state';
import { CellSelection, mergeCells, splitCell } from '@tiptap/pm/tables';
import { expect, test } from 'vitest';
import { contentToDoc } from '../tools/testing/text.ts';
import { headerScopes } from './header-scopes.ts';
import {
  distributeWidths,
  leaveTable,
  moveLine,
  nextCellOrRow,
  selectLine,
  tableFacts,
  writeInCell,
} from './table-commands.ts';

const cell = (text: string, type = 'tableCell', attrs = {}) => ({
  type,
  attrs,
  content: [{ type: 'paragraph', content: text ? [{ type: 'text', text }] : [] }],
});
const row = (...content: object[]) => ({ type: 'tableRow', content });
const table = (...content: object[]) => ({ type: 'table', content });

const plain = () =>
  table(
    row(cell('Country', 'tableHeader'), cell('Title', 'tableHeader')),
    row(cell('France'), cell('Assistant de service social')),
    row(cell('Italy'), cell('Assistente sociale')),
  );

/** An editor's state with the cursor in the first block that holds the words. */
function at(words: string, ...blocks: object[]): EditorState {
  const doc = contentToDoc(blocks);
  let found = 0;
  doc.descendants((node, position) => {
    if (node.isTextblock && node.textContent === words) found = position + 1;
  });
  return EditorState.create({ doc, selection: TextSelection.create(doc, found) });
}

function after(state: EditorState, command: Command): EditorState {
  let next = state;
  expect(command(state, (transaction) => (next = state.apply(transaction)))).toBe(true);
  return next;
}

const rows = (state: EditorState): string[] => {
  const found: string[] = [];
  state.doc.descendants((node) => {
    if (node.type.name === 'tableRow')
      found.push(
        Array.from({ length: node.childCount }, (_, index) => node.child(index).textContent).join(' | '),
      );
  });
  return found;
};
const cellOf = (state: EditorState): string => state.selection.$from.node(-1).textContent;

test('Tab goes from cell to cell and from the last one into a new row', () => {
  const next = after(at('Italy', plain()), nextCellOrRow);
  expect(cellOf(next)).toBe('Assistente sociale');
  const grown = after(next, nextCellOrRow);
  expect(rows(grown)).toHaveLength(4);
  expect(cellOf(grown)).toBe('');
  expect(grown.selection.$from.index(1)).toBe(3);
});

test('outside a table Tab is not taken', () => {
  const state = at('outside', { type: 'paragraph', content: [{ type: 'text', text: 'outside' }] }, plain());
  expect(nextCellOrRow(state)).toBe(false);
});

test('a row and a column move past their neighbours, and not beyond the edge', () => {
  expect(rows(after(at('France', plain()), moveLine('row', 1)))).toEqual([
    'Country | Title',
    'Italy | Assistente sociale',
    'France | Assistant de service social',
  ]);
  expect(rows(after(at('France', plain()), moveLine('column', 1)))[0]).toBe('Title | Country');
  expect(moveLine('row', 1)(at('Italy', plain()))).toBe(false);
  expect(moveLine('column', -1)(at('Italy', plain()))).toBe(false);
});

test('lines do not move across merged cells', () => {
  const merged = table(row(cell('both', 'tableCell', { colspan: 2 })), row(cell('a'), cell('b')));
  expect(moveLine('column', 1)(at('a', merged))).toBe(false);
});

test('cells merge and split, and Enter goes back to writing in one', () => {
  const selected = after(at('France', plain()), selectLine('row'));
  expect(selected.selection).toBeInstanceOf(CellSelection);
  const merged = after(selected, mergeCells);
  expect(rows(merged)[1]).toBe('FranceAssistant de service social');
  const split = after(merged, splitCell);
  expect(rows(split)[1]).toBe('FranceAssistant de service social | ');
  expect(after(split, writeInCell).selection).toBeInstanceOf(TextSelection);
});

test('one leaves a table at the end of the text into a new paragraph', () => {
  const left = after(at('Italy', plain()), leaveTable);
  expect(left.doc.lastChild?.type.name).toBe('paragraph');
  expect(left.selection.$from.depth).toBe(1);
});

/** Whether some column was given a width. */
function hasWidths(state: EditorState): boolean {
  let found = false;
  state.doc.descendants((node) => {
    found ||= Array.isArray(node.attrs.colwidth);
  });
  return found;
}

test('distributing takes every column’s own width away', () => {
  const wide = table(
    row(cell('a', 'tableCell', { colwidth: [300] }), cell('b', 'tableCell', { colwidth: [80] })),
  );
  const state = at('a', wide);
  expect(hasWidths(state)).toBe(true);
  const even = after(state, distributeWidths);
  expect(hasWidths(even)).toBe(false);
  expect(distributeWidths(even)).toBe(false);
});

test('a heading says whether it heads its column or its row', () => {
  const { doc } = at(
    'Isère',
    table(
      row(cell('', 'tableHeader'), cell('2027', 'tableHeader', { colspan: 2 })),
      row(cell('Isère', 'tableHeader'), cell('1'), cell('2')),
    ),
  );
  expect(headerScopes(doc.child(0)).map(({ scope }) => scope)).toEqual(['col', 'colgroup', 'row']);
  expect(tableFacts(at('Isère', plain(), table(row(cell('Isère', 'tableHeader'), cell('1')))))).toMatchObject(
    {
      hasHeaderColumn: true,
      hasHeaderRow: false,
    },
  );
});
