import type { Schema } from '@tiptap/pm/model';
import {
  EditorState,
  TextSelection,
  type Command,
  type PluginView,
  type Transaction,
} from '@tiptap/pm/state';
import type { EditorView } from '@tiptap/pm/view';
import * as Y from 'yjs';
import { BODY, contentOf, type ContentNode } from '#lib/schema/text/convert.ts';
import { textSchema } from '#lib/schema/text/schema.ts';
import { collaborationPlugins } from '../collaboration.ts';
import { watchDoubledText, type DoubledText } from '../doubled.ts';
import { watchLostText, type LostText } from '../lost-text.ts';
import type { UnknownContent } from '../render.ts';
import { guardedTableEditing } from '../table-editing.ts';

/**
 * An editor without a screen: the real schema, plugins and binding over a real Y.Doc. What it sends
 * waits in `outbox` until `exchange` delivers it, so that a test decides what is concurrent.
 */
export class Peer {
  readonly ydoc = new Y.Doc();
  readonly outbox: Uint8Array[] = [];
  readonly lost: LostText[] = [];
  readonly doubled: DoubledText[] = [];
  readonly unknown: UnknownContent[] = [];
  canWrite = true;
  state: EditorState;
  private readonly listeners = new Set<(update: Uint8Array) => void>();
  private readonly pluginViews: PluginView[] = [];

  constructor(
    clientId: number,
    {
      initial,
      schema = textSchema(),
      knowsIncoming = true,
    }: { initial?: Uint8Array; schema?: Schema; knowsIncoming?: boolean } = {},
  ) {
    this.ydoc.clientID = clientId;
    if (initial) Y.applyUpdate(this.ydoc, initial, 'network');
    this.ydoc.on('update', (update: Uint8Array, origin: unknown) => {
      if (origin !== 'network') this.outbox.push(update);
    });
    const fragment = this.ydoc.getXmlFragment(BODY);
    let minted = 0;
    const plugins = [
      ...collaborationPlugins(fragment, {
        canWrite: () => this.canWrite,
        onUnknownContent: (what) => this.unknown.push(what),
        mintId: () => `m${clientId}-${(minted += 1)}`,
      }),
      guardedTableEditing(),
    ];
    this.state = EditorState.create({ schema, plugins });
    const view = this as unknown as EditorView;
    for (const plugin of plugins) this.pluginViews.push(plugin.spec.view?.(view) ?? {});
    const incoming = (listener: (update: Uint8Array) => void) => {
      this.listeners.add(listener);
      return () => void this.listeners.delete(listener);
    };
    watchLostText(fragment, {
      incoming: knowsIncoming ? incoming : undefined,
      onLost: (lost) => this.lost.push(lost),
    });
    watchDoubledText(fragment, { onDoubled: (doubled) => this.doubled.push(doubled) });
  }

  dispatch(transaction: Transaction): void {
    const before = this.state;
    this.state = this.state.apply(transaction);
    for (const view of this.pluginViews) view.update?.(this as unknown as EditorView, before);
  }

  hasFocus(): boolean {
    return false;
  }

  receive(update: Uint8Array): void {
    for (const listener of this.listeners) listener(update);
    Y.applyUpdate(this.ydoc, update, 'network');
  }

  /** Puts the cursor at an offset of the text block that contains `words` and runs the command. */
  at(words: string, offset: number, command?: Command): boolean {
    const start = this.find(words);
    this.dispatch(this.state.tr.setSelection(TextSelection.create(this.state.doc, start + offset)));
    return command ? command(this.state, (transaction) => this.dispatch(transaction)) : true;
  }

  type(words: string, offset: number, text: string): void {
    this.at(words, offset);
    this.dispatch(this.state.tr.insertText(text));
  }

  /** Where the content of the first text block that contains `words` begins. */
  find(words: string): number {
    let found = -1;
    this.state.doc.descendants((node, at) => {
      if (found < 0 && node.isTextblock && node.textContent.includes(words)) found = at + 1;
    });
    if (found < 0) throw new Error(`no block contains "${words}"`);
    return found;
  }

  /** Moves the text block with `words` before or after the block with `target`, as dragging does. */
  drag(words: string, target: string, side: 'before' | 'after' = 'after'): void {
    const $from = this.state.doc.resolve(this.find(words));
    const $to = this.state.doc.resolve(this.find(target));
    const transaction = this.state.tr.delete($from.before(), $from.after());
    const at = transaction.mapping.map(side === 'after' ? $to.after() : $to.before());
    this.dispatch(transaction.insert(at, $from.parent));
  }

  /** The body, one line per text block: `type: text`. */
  get lines(): string[] {
    const lines: string[] = [];
    this.state.doc.descendants((node) => {
      if (node.isTextblock)
        lines.push(`${node.type.name}: ${node.textBetween(0, node.content.size, '', '⏎')}`);
    });
    return lines;
  }

  get content(): ContentNode {
    return contentOf(this.ydoc);
  }
}

/** Delivers everything that waits, until nobody has anything to say. */
export function exchange(...peers: Peer[]): void {
  while (peers.some(({ outbox }) => outbox.length > 0))
    for (const sender of peers)
      for (const update of sender.outbox.splice(0))
        for (const receiver of peers) if (receiver !== sender) receiver.receive(update);
}
