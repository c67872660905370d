import { Decoration } from '@tiptap/pm/view';
import type { TextEditor } from '../text-editor.svelte.ts';
import { brightBlock } from '../tools/tool-extensions.ts';
import type { Mode } from '../tools/tools.svelte.ts';
import './modes.css';

/**
 * modes/ is how one looks at a text: writing, with all bars; focus, with one block bright and the bars
 * away; reading, without anything that writes. What each hides is in modes.css: the page marks what is
 * frame with `data-frame`.
 */
export function wayOfLooking(what: () => { readonly text: TextEditor; readonly mode: Mode }): void {
  $effect(() => {
    const { mode } = what();
    const { dataset } = document.documentElement;
    if (mode === 'write') return;
    dataset.editorMode = mode;
    return () => delete dataset.editorMode;
  });

  // The block of the cursor; told again only when the cursor is in another one.
  let shown: string | null = null;
  $effect(() => {
    const { text, mode } = what();
    const head = text.state.selection.$head;
    const isFocused = mode === 'focus' && head.depth > 0;
    const range = isFocused ? { from: head.before(1), to: head.after(1) } : null;
    const key = range === null ? null : `${range.from} ${String(head.node(1).attrs.id)}`;
    if (key === shown) return;
    shown = key;
    brightBlock.show(
      text.view,
      range === null ? [] : [Decoration.node(range.from, range.to, { class: 'bright' })],
    );
  });
}
