import type { Node as ProseMirrorNode } from '@tiptap/pm/model';
import type { NodeView, ViewMutationRecord } from '@tiptap/pm/view';
import type { Translate } from '#lib/i18n/catalogue.ts';
import { showAttributes } from '../overlay/block-view.ts';

/**
 * A part that unfolds. Invariant: whether it is open is this reader's own matter and never enters
 * the document. What is being written in is open.
 */
export class DetailsView implements NodeView {
  readonly dom = document.createElement('div');
  readonly contentDOM = document.createElement('div');
  readonly #toggle = document.createElement('button');
  readonly #t: Translate;

  constructor(node: ProseMirrorNode, t: Translate) {
    this.#t = t;
    this.dom.className = 'details';
    this.dom.style.setProperty('--summary', JSON.stringify(t('blocks.details.summary')));
    this.#toggle.type = 'button';
    this.#toggle.className = 'details-toggle';
    this.#toggle.contentEditable = 'false';
    this.#toggle.addEventListener('click', () => this.toggle());
    this.contentDOM.className = 'details-body';
    this.dom.append(this.#toggle, this.contentDOM);
    views.set(this.dom, this);
    this.toggle(false);
    this.#show(node);
  }

  get isOpen(): boolean {
    return this.dom.classList.contains('open');
  }

  toggle(open = !this.isOpen): void {
    this.dom.classList.toggle('open', open);
    this.#toggle.setAttribute('aria-expanded', String(open));
  }

  update(node: ProseMirrorNode): boolean {
    if (node.type.name !== 'details') return false;
    this.#show(node);
    return true;
  }

  stopEvent(event: Event): boolean {
    return event.target === this.#toggle;
  }

  ignoreMutation(mutation: ViewMutationRecord): boolean {
    return mutation.type !== 'selection' && !this.contentDOM.contains(mutation.target);
  }

  #show(node: ProseMirrorNode): void {
    showAttributes(this.dom, node);
    let summary = '';
    node.forEach((child) => {
      if (summary === '' && child.type.name === 'detailsSummary') summary = child.textContent;
    });
    const name = this.#t('blocks.details.toggle', { summary: summary.slice(0, 80) });
    if (this.#toggle.getAttribute('aria-label') !== name) this.#toggle.setAttribute('aria-label', name);
  }
}

const views = new WeakMap<Node, DetailsView>();

export const detailsViewOf = (element: Node | null): DetailsView | undefined =>
  element === null ? undefined : views.get(element);
