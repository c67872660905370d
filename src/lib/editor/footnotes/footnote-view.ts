import type { Node as ProseMirrorNode } from '@tiptap/pm/model';
import { NodeSelection, TextSelection } from '@tiptap/pm/state';
import type { Decoration, EditorView, NodeView, ViewMutationRecord } from '@tiptap/pm/view';
import type { Translate } from '#lib/i18n/catalogue.ts';

/** What the plugin tells a note's view through its decoration. */
export interface NoteSpec {
  readonly number: number;
  readonly open: boolean;
}

/**
 * A note in the text: its number, and its words, which open under the line while the selection is in
 * them. The words stay where they are in the document, so that what works in the text works in a
 * note: marks, undo, others' cursors, finding, two people writing at once.
 */
export class FootnoteView implements NodeView {
  readonly dom = document.createElement('span');
  readonly contentDOM = document.createElement('span');
  readonly #mark = document.createElement('a');
  readonly #view: EditorView;
  readonly #position: () => number | undefined;
  readonly #t: Translate;
  readonly #uid: string;

  constructor(
    view: EditorView,
    position: () => number | undefined,
    decorations: readonly Decoration[],
    { t, uid }: { readonly t: Translate; readonly uid: string },
  ) {
    this.#view = view;
    this.#position = position;
    this.#t = t;
    this.#uid = uid;
    this.dom.className = 'footnote';
    this.#mark.className = 'footnote-mark';
    this.#mark.contentEditable = 'false';
    this.#mark.setAttribute('role', 'doc-noteref');
    this.#mark.addEventListener('click', this.#open);
    this.#mark.addEventListener('keydown', this.#onKey);
    this.contentDOM.className = 'footnote-words';
    this.dom.append(this.#mark, this.contentDOM);
    this.#show(decorations);
  }

  update(node: ProseMirrorNode, decorations: readonly Decoration[]): boolean {
    if (node.type.name !== 'footnote') return false;
    this.#show(decorations);
    return true;
  }

  stopEvent(event: Event): boolean {
    return event.target instanceof Node && this.#mark.contains(event.target);
  }

  ignoreMutation(mutation: ViewMutationRecord): boolean {
    return mutation.type !== 'selection' && !this.contentDOM.contains(mutation.target);
  }

  destroy(): void {
    this.#mark.removeEventListener('click', this.#open);
    this.#mark.removeEventListener('keydown', this.#onKey);
  }

  #show(decorations: readonly Decoration[]): void {
    const spec = decorations.map((it) => it.spec as Partial<NoteSpec>).find((it) => it.number !== undefined);
    const number = spec?.number ?? 0;
    this.dom.classList.toggle('open', spec?.open === true);
    if (this.#mark.dataset.number === String(number)) return;
    this.#mark.dataset.number = String(number);
    this.#mark.textContent = String(number);
    this.#mark.href = `#${this.#uid}-note-${number}`;
    this.#mark.setAttribute('aria-label', this.#t('blocks.footnote.name', { number }));
    this.#mark.setAttribute('aria-describedby', `${this.#uid}-words-${number}`);
    this.contentDOM.dataset.number = String(number);
  }

  readonly #open = (event: Event): void => {
    event.preventDefault();
    const at = this.#position();
    const node = at === undefined ? null : this.#view.state.doc.nodeAt(at);
    if (at === undefined || !node) return;
    const { doc, tr } = this.#view.state;
    const selection = this.#view.editable
      ? TextSelection.create(doc, at + node.nodeSize - 1)
      : NodeSelection.create(doc, at);
    this.#view.dispatch(tr.setSelection(selection));
    if (this.#view.editable) this.#view.focus();
  };

  /** Who only reads has no cursor to leave with. */
  readonly #onKey = (event: KeyboardEvent): void => {
    const at = this.#position();
    if (event.key !== 'Escape' || at === undefined || !this.dom.classList.contains('open')) return;
    event.preventDefault();
    const { doc, tr } = this.#view.state;
    this.#view.dispatch(tr.setSelection(TextSelection.create(doc, at)));
  };
}
