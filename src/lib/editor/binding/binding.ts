import { Plugin, type Transaction } from '@tiptap/pm/state';
import { Fragment, Slice, type Node as ProseMirrorNode } from '@tiptap/pm/model';
import type { EditorView } from '@tiptap/pm/view';
import { ySyncPlugin, ySyncPluginKey, type ProsemirrorBinding } from '@tiptap/y-tiptap';
import * as Y from 'yjs';
import { assert } from '#lib/core/assert.ts';
import { readBrowserSelection } from '../extensions/browser-selection.ts';
import { renderFragment, type Rendered, type SharedType, type UnknownContent } from './render.ts';

/**
 * The editor's binding to the shared document: y-tiptap's, with the parts replaced that delete what
 * its schema does not know (E9) or write on behalf of someone who may not (E4).
 *
 * Invariant: showing a document never changes it. Content this editor does not know turns it
 * read-only and is reported; nothing is removed. Writing is left to y-tiptap, selection and undo
 * too; what was lost or doubled by concurrent edits is told by `lost-text.ts` and `doubled.ts`.
 */

/** The version whose internals are relied on below; another one must be read before it is used. */
export const Y_TIPTAP_PATCHED = '3.0.9';

export interface BindingOptions {
  readonly canWrite: () => boolean;
  readonly onUnknownContent: (what: UnknownContent) => void;
}

/** What this module uses of y-tiptap's binding beyond its public face. */
interface BindingInside {
  mapping: Map<SharedType, Rendered>;
  mux: (run: () => void) => void;
  prosemirrorView: EditorView | null;
  _tr: Transaction;
  beforeAllTransactions: () => void;
  /** Positions in Yjs's terms, and as they were counted then. */
  beforeTransactionSelection: { readonly absAnchor?: number; readonly absHead?: number } | null;
  _observeFunction: (events: Y.YEvent<SharedType>[], transaction: Y.Transaction) => void;
  _typeChanged: (events: Y.YEvent<SharedType>[], transaction: Y.Transaction) => void;
  _forceRerender: () => void;
  _prosemirrorChanged: (doc: unknown) => void;
}

/** True for transactions that bring what others (or undo) changed. */
export const isChangeOrigin = (transaction: Transaction): boolean =>
  (transaction.getMeta(ySyncPluginKey) as { isChangeOrigin?: boolean } | undefined)?.isChangeOrigin === true;

export function guardedSyncPlugins(fragment: Y.XmlFragment, options: BindingOptions): Plugin[] {
  const guard = new Guard(fragment, options);
  const sync = ySyncPlugin(fragment) as Plugin;
  const init = sync.spec.state?.init as (this: Plugin) => { binding: ProsemirrorBinding };
  guard.take(init.call(sync).binding as unknown as BindingInside);
  return [sync, guard.plugin()];
}

class Guard {
  private unknown: UnknownContent | undefined;
  private readonly fragment: Y.XmlFragment;
  private readonly options: BindingOptions;
  private readonly mapping = new HeldMap();

  constructor(fragment: Y.XmlFragment, options: BindingOptions) {
    this.fragment = fragment;
    this.options = options;
  }

  /** Replaces, on this one instance, the methods that would delete or write. */
  take(binding: BindingInside): void {
    assert(typeof binding._typeChanged === 'function', `y-tiptap is not ${Y_TIPTAP_PATCHED}`);
    binding.mapping = this.mapping;
    binding._forceRerender = () => this.rerender(binding);
    binding._observeFunction = (events, transaction) => this.observe(binding, events, transaction);
    const rememberSelection = binding.beforeAllTransactions;
    binding.beforeAllTransactions = () => {
      if (binding.prosemirrorView) readBrowserSelection(binding.prosemirrorView);
      rememberSelection();
    };
    const write = binding._prosemirrorChanged.bind(binding);
    binding._prosemirrorChanged = (doc) => {
      if (this.mayWrite()) write(doc);
    };
  }

  /** Refuses changes of the reader's own making, whichever plugin or command proposes them. */
  plugin(): Plugin {
    return new Plugin({
      props: { editable: () => this.mayWrite() },
      filterTransaction: (transaction) =>
        !transaction.docChanged || isChangeOrigin(transaction) || this.mayWrite(),
    });
  }

  private mayWrite(): boolean {
    return this.unknown === undefined && this.options.canWrite();
  }

  private rerender(binding: BindingInside): void {
    const view = binding.prosemirrorView;
    if (!view) return;
    this.mapping.clear();
    const rendering = renderFragment(this.fragment, view.state.schema, this.mapping);
    if ('unknown' in rendering) return this.freeze(view, rendering.unknown);
    binding.mux(() => {
      const slice = new Slice(Fragment.from(rendering.blocks), 0, 0);
      const replaced = binding._tr.replace(0, view.state.doc.content.size, slice);
      view.dispatch(replaced.setMeta(ySyncPluginKey, { isChangeOrigin: true, binding }));
    });
  }

  private observe(binding: BindingInside, events: Y.YEvent<SharedType>[], transaction: Y.Transaction): void {
    const view = binding.prosemirrorView;
    if (!view || this.unknown) return;
    let ready = false;
    // Inside `mux` only when the change is not this editor's own, which is on screen already.
    binding.mux(() => {
      if (this.mayWrite()) joinOwnTexts(transaction);
      for (const type of transaction.changed.keys()) this.mapping.delete(type);
      for (const type of transaction.changedParentTypes.keys()) this.mapping.delete(type);
      const rendering = renderFragment(this.fragment, view.state.schema, this.mapping);
      if ('unknown' in rendering) this.freeze(view, rendering.unknown);
      else ready = true;
    });
    if (!ready) return;
    binding.beforeTransactionSelection = within(view.state.doc, binding.beforeTransactionSelection);
    // y-tiptap now finds every node rendered, and so never comes to its own, deleting conversion.
    this.mapping.whileHeld(() => binding._typeChanged(events, transaction));
  }

  private freeze(view: EditorView, what: UnknownContent): void {
    this.unknown = what;
    this.options.onUnknownContent(what);
    // An empty transaction makes the view ask again whether it is editable.
    view.dispatch(view.state.tr);
  }
}

/**
 * Undo brings back the selection of another moment, when the text may have been longer: y-tiptap would look
 * beyond its end, throw, and not show the change. Without the counted positions it takes those of Yjs.
 */
function within(
  { content }: ProseMirrorNode,
  selection: BindingInside['beforeTransactionSelection'],
): BindingInside['beforeTransactionSelection'] {
  const { absAnchor = 0, absHead = 0, ...rest } = selection ?? {};
  return selection && Math.max(absAnchor, absHead) > content.size ? rest : selection;
}

/**
 * y-tiptap empties its map before it renders. While held, the map keeps what was just rendered;
 * unchanged nodes stay the same objects, so that the screen is touched only where something changed.
 */
class HeldMap extends Map<SharedType, Rendered> {
  private held = false;

  whileHeld(run: () => void): void {
    this.held = true;
    try {
      run();
    } finally {
      this.held = false;
    }
  }

  override clear(): void {
    if (!this.held) super.clear();
  }

  override delete(type: SharedType): boolean {
    return this.held ? false : super.delete(type);
  }
}

/**
 * Two people who begin to type in an empty paragraph each create its text; the binding would then
 * copy one into the other on both sides. The later text moves into the earlier, by its author only.
 */
function joinOwnTexts(transaction: Y.Transaction): void {
  const { doc } = transaction;
  for (const parent of transaction.changed.keys()) {
    if (!(parent instanceof Y.XmlFragment)) continue;
    const children = parent.toArray();
    children.forEach((text, at) => {
      const left = children[at - 1];
      if (!(text instanceof Y.XmlText) || !(left instanceof Y.XmlText)) return;
      if (text._item?.id.client !== doc.clientID) return;
      doc.transact(() => {
        left.applyDelta([{ retain: left.length }, ...(text.toDelta() as unknown[])]);
        parent.delete(parent.toArray().indexOf(text), 1);
      }, ySyncPluginKey);
    });
  }
}
