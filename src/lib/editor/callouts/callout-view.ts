import type { Node as ProseMirrorNode } from '@tiptap/pm/model';
import type { EditorView, NodeView, ViewMutationRecord } from '@tiptap/pm/view';
import { mount, unmount } from 'svelte';
import type { Translate } from '#lib/i18n/catalogue.ts';
import { showAttributes } from '../overlay/block-view.ts';
import { isCalloutKind, type CalloutKind } from './callout-commands.ts';
import CalloutHead from './CalloutHead.svelte';

/** A callout: its kind above its blocks. */
export class CalloutView implements NodeView {
  readonly dom = document.createElement('aside');
  readonly contentDOM = document.createElement('div');
  readonly #head = document.createElement('div');
  readonly #view: EditorView;
  readonly #position: () => number | undefined;
  readonly #t: Translate;
  #node: ProseMirrorNode;
  #shown: { readonly kind: CalloutKind; readonly writable: boolean } | undefined;
  #mounted: Record<string, unknown> | undefined;

  constructor(node: ProseMirrorNode, view: EditorView, position: () => number | undefined, t: Translate) {
    this.#view = view;
    this.#position = position;
    this.#t = t;
    this.#head.className = 'callout-head';
    this.#head.contentEditable = 'false';
    this.contentDOM.className = 'callout-body';
    // A note inside the text, not a landmark beside it: a page with many would have too many landmarks.
    this.dom.setAttribute('role', 'note');
    this.dom.append(this.#head, this.contentDOM);
    this.#node = node;
    views.set(this.dom, this);
    this.refresh();
  }

  update(node: ProseMirrorNode): boolean {
    if (node.type.name !== 'callout') return false;
    this.#node = node;
    this.refresh();
    return true;
  }

  stopEvent(event: Event): boolean {
    return event.target instanceof Node && this.#head.contains(event.target);
  }

  ignoreMutation(mutation: ViewMutationRecord): boolean {
    return mutation.type !== 'selection' && !this.contentDOM.contains(mutation.target);
  }

  destroy(): void {
    if (this.#mounted) void unmount(this.#mounted);
  }

  /** Also after the right to write came or went. */
  refresh(): void {
    const node = this.#node;
    showAttributes(this.dom, node);
    const kind = isCalloutKind(node.attrs.kind) ? node.attrs.kind : 'note';
    const { editable: writable } = this.#view;
    if (this.#shown?.kind === kind && this.#shown.writable === writable) return;
    const hadFocus = this.#head.contains(document.activeElement);
    this.destroy();
    this.#shown = { kind, writable };
    this.dom.setAttribute('aria-label', this.#t(`blocks.callout.kind-${kind}`));
    const onchoose = (chosen: CalloutKind): void => this.#choose(chosen);
    this.#mounted = mount(CalloutHead, {
      target: this.#head,
      props: { kind, writable, t: this.#t, onchoose },
    });
    if (hadFocus) this.#head.querySelector('select')?.focus();
  }

  #choose(kind: CalloutKind): void {
    const at = this.#position();
    if (at !== undefined) this.#view.dispatch(this.#view.state.tr.setNodeAttribute(at, 'kind', kind));
  }
}

const views = new WeakMap<Node, CalloutView>();

export const calloutViewOf = (element: Node): CalloutView | undefined => views.get(element);
