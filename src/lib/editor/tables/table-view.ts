import type { Node as ProseMirrorNode } from '@tiptap/pm/model';
import { updateColumnsOnResize } from '@tiptap/pm/tables';
import type { NodeView, ViewMutationRecord } from '@tiptap/pm/view';

/** Columns narrower than this would break words; a table of more of them scrolls. */
const SHOWN_WIDTH_PX_MIN = 80;

/**
 * A table in a box of its own that scrolls sideways where the table is wider than the page, with its
 * columns' widths. The text below is never pushed off the screen.
 */
export class TableView implements NodeView {
  readonly dom = document.createElement('div');
  readonly contentDOM: HTMLElement;
  readonly #table: HTMLTableElement;
  readonly #columns: HTMLTableColElement;
  #node: ProseMirrorNode;

  constructor(node: ProseMirrorNode) {
    this.#node = node;
    this.dom.className = 'table-box';
    this.#table = this.dom.appendChild(document.createElement('table'));
    this.#columns = this.#table.appendChild(document.createElement('colgroup'));
    this.contentDOM = this.#table.appendChild(document.createElement('tbody'));
    this.#show();
  }

  update(node: ProseMirrorNode): boolean {
    if (node.type !== this.#node.type) return false;
    this.#node = node;
    this.#show();
    return true;
  }

  ignoreMutation(record: ViewMutationRecord): boolean {
    const isOwn = record.target === this.dom || record.target === this.#table;
    return record.type === 'attributes' && (isOwn || this.#columns.contains(record.target));
  }

  #show(): void {
    updateColumnsOnResize(this.#node, this.#columns, this.#table, SHOWN_WIDTH_PX_MIN);
    const { id, lang } = this.#node.attrs as { id: string | null; lang: string | null };
    for (const [name, value] of [
      ['data-id', id],
      ['lang', lang],
      ['data-lang', lang],
    ] as const)
      if (value === null) this.dom.removeAttribute(name);
      else this.dom.setAttribute(name, value);
  }
}
