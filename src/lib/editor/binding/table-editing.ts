import type { Plugin } from '@tiptap/pm/state';
import { fixTables, tableEditing } from '@tiptap/pm/tables';
import { isChangeOrigin } from './binding.ts';

/**
 * Table editing that leaves other people's tables alone: a table made ragged by two people at once
 * is mended by the server (E16). Mended by each editor, it would get each editor's cells. What this
 * editor itself made ragged, by pasting for example, it mends at once.
 */
export function guardedTableEditing(): Plugin {
  const plugin = tableEditing();
  const mend = plugin.spec.appendTransaction;
  plugin.spec.appendTransaction = function (transactions, before, after) {
    if (transactions.some(isChangeOrigin)) return null;
    const mended = mend?.call(this, transactions, before, after);
    return mended?.docChanged && fixTables(before) ? null : mended;
  };
  return plugin;
}
