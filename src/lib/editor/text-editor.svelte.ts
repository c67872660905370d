import { Editor, Extension } from '@tiptap/core';
import type { Node as ProseMirrorNode } from '@tiptap/pm/model';
import { NodeSelection, TextSelection, type Command, type EditorState } from '@tiptap/pm/state';
import type { EditorView } from '@tiptap/pm/view';
import type { Awareness } from 'y-protocols/awareness';
import type * as Y from 'yjs';
import { newId } from '#lib/core/ids.ts';
import { BODY, type ContentNode } from '#lib/schema/text/convert.ts';
import { outlineOf, type OutlineEntry } from '#lib/schema/text/sections.ts';
import { activeState, type ActiveState } from './active-state.ts';
import type { AuthorRun } from './authorship/author-at.ts';
import { authorshipPlugin, askedAnew, type AuthorshipAsker } from './authorship/authorship-plugin.ts';
import { isChangeOrigin } from './binding/binding.ts';
import { watchDoubledText } from './binding/doubled.ts';
import { watchLostText, type Incoming } from './binding/lost-text.ts';
import type { UnknownContent } from './binding/render.ts';
import { headingOfChange } from './changed-section.ts';
import { selectionAt } from './commands.ts';
import type { CommandHost, DialogName } from './commands/editor-command.ts';
import { openAround } from './details/details-plugin.ts';
import { carets } from './carets/carets.ts';
import { editorExtensions, type EditorTexts } from './extensions/text-extensions.ts';
import { toolExtensions } from './tools/tool-extensions.ts';
import type { EditorTools } from './tools/tools.svelte.ts';
import { blockExtensions } from './overlay/block-extensions.ts';
import { markBlock } from './overlay/mark-plugin.ts';
import type { OverlayState } from './overlay/overlay-state.svelte.ts';
import { Pictures, type PicturesOptions } from './images/pictures.svelte.ts';

/**
 * One open text in one page: what its component and its toolbar show and do.
 *
 * Invariant: it is handed a document and a presence; it never connects and never saves, and it
 * writes into the document only what its own person does, only while they may.
 */
export interface TextEditorOptions {
  readonly element: HTMLElement;
  readonly doc: Y.Doc;
  readonly awareness: Awareness;
  readonly writable: boolean;
  readonly language: string;
  /** The text's name, for screen readers. */
  readonly label: string;
  readonly overlay: OverlayState;
  readonly texts: EditorTexts & { readonly unnamedPerson: string };
  readonly pictures: Omit<PicturesOptions, 'mintId'>;
  readonly incoming?: Incoming | undefined;
  readonly onUnknownContent: (what: UnknownContent) => void;
  readonly tools: EditorTools;
}

/** Something that concurrent edits did to one's text, and the way out (E18). */
export interface News {
  readonly id: number;
  readonly kind: 'lost' | 'doubled';
  readonly text: string;
  readonly act: () => void;
}

const NEWS_MAX = 5;

/** How far from the window's edges the cursor stays, in px: bars stick to the top. */
const VISIBLE = { top: 150, bottom: 48, left: 0, right: 0 };

export class TextEditor implements CommandHost {
  outline = $state.raw<readonly OutlineEntry[]>([]);
  news = $state.raw<readonly News[]>([]);
  writable = $state(false);
  dialog = $state<DialogName | null>(null);
  active = $state.raw<ActiveState>() as ActiveState;
  /** As it is now: what is shown of it is derived from it. */
  state = $state.raw<EditorState>() as EditorState;
  readonly overlay: OverlayState;
  readonly tools: EditorTools;

  readonly pictures: Pictures;
  readonly #editor: Editor;
  readonly #stops: (() => void)[];
  readonly #authorship: AuthorshipAsker = { report: null };
  #othersChanged: ((heading: string | null) => void) | null = null;
  #allowed: boolean;
  #unknown = false;
  /** Whose headings are known. */
  #doc: ProseMirrorNode | null = null;
  #headings: readonly ProseMirrorNode[] = [];
  #newsCount = 0;

  constructor(options: TextEditorOptions) {
    const fragment = options.doc.getXmlFragment(BODY);
    this.#allowed = options.writable;
    this.overlay = options.overlay;
    this.tools = options.tools;
    this.pictures = new Pictures({ ...options.pictures, mintId });
    this.#editor = new Editor({
      element: options.element,
      editable: options.writable,
      injectCSS: false,
      enableContentCheck: false,
      enableCoreExtensions: { delete: false, drop: false, paste: false },
      coreExtensionOptions: { clipboardTextSerializer: { blockSeparator: '\n\n' } },
      editorProps: { attributes: attributesOf(options), scrollThreshold: VISIBLE, scrollMargin: VISIBLE },
      extensions: [
        ...editorExtensions(fragment, {
          canWrite: () => this.#allowed,
          onUnknownContent: (what) => this.#stop(what, options.onUnknownContent),
          mintId,
          texts: options.texts,
        }),
        carets(options.awareness, options.texts.unnamedPerson),
        Extension.create({
          name: 'authorship',
          addProseMirrorPlugins: () => [authorshipPlugin(this.#authorship)],
        }),
        ...toolExtensions({
          language: options.language,
          isOn: () => options.tools.typography,
          onPicturesLeftOut: (count) => (options.tools.picturesLeftOut += count),
        }),
        blockExtensions(options.overlay),
        this.pictures.extension(),
      ],
      onTransaction: ({ transaction }) => {
        this.#refresh();
        if (this.#othersChanged && isChangeOrigin(transaction))
          this.#othersChanged(headingOfChange(transaction));
      },
    });
    this.#refresh();
    this.#stops = [
      watchLostText(fragment, {
        incoming: options.incoming,
        onLost: ({ text, putBack }) => this.#tell('lost', text, putBack),
      }),
      watchDoubledText(fragment, {
        onDoubled: ({ text, mend }) => this.#tell('doubled', text, mend),
      }),
    ];
  }

  /** The right to write came or went while the text is open. */
  allow(writable: boolean): void {
    this.#allowed = writable;
    if (this.#editor.isEditable !== writable) this.#editor.setEditable(writable, false);
    this.#refresh();
  }

  get view(): EditorView {
    return this.#editor.view;
  }

  /** Runs a command of the toolbar and puts the cursor back into the text. */
  run(command: Command): void {
    const { view } = this.#editor;
    command(view.state, view.dispatch.bind(view), view);
    this.focus();
  }

  toggleList(list: 'bulletList' | 'orderedList' | 'taskList'): void {
    this.#editor.commands.toggleList(list, list === 'taskList' ? 'taskItem' : 'listItem');
    this.focus();
  }

  can(command: Command): boolean {
    return this.writable && command(this.#editor.state);
  }

  focus(): void {
    this.#editor.view.focus();
  }

  /** Puts the cursor at a place of the page, in px from its top left corner, if that is in the text. */
  placeCursor({ left, top }: { readonly left: number; readonly top: number }): void {
    const { view } = this.#editor;
    const found = view.posAtCoords({ left: left - window.scrollX, top: top - window.scrollY });
    if (!this.writable || !found) return;
    view.dom.focus({ preventScroll: true });
    view.dispatch(view.state.tr.setSelection(TextSelection.near(view.state.doc.resolve(found.pos))));
  }

  /** Shows a block and, for who may write, puts the cursor into it; marks it for as long as asked. */
  goTo(blockId: string, { marked = 0 }: { readonly marked?: number } = {}): void {
    const found = selectionAt(this.#editor.state.doc, blockId);
    if (!found) return;
    const { view } = this.#editor;
    // First of all: the browser shows where the cursor was when the text gets the focus.
    if (this.writable) view.dom.focus({ preventScroll: true });
    view.dispatch(view.state.tr.setSelection(found.selection));
    openAround(view);
    const element = view.nodeDOM(found.at);
    const isCalm = matchMedia('(prefers-reduced-motion: reduce)').matches;
    if (element instanceof HTMLElement)
      element.scrollIntoView({ block: 'start', behavior: isCalm ? 'auto' : 'smooth' });
    if (marked > 0) markBlock(view, found.at, marked);
  }

  /** Shows the note at this position; who writes is in it then. */
  openNote(at: number): void {
    const { doc, tr } = this.#editor.state;
    const end = at + (doc.nodeAt(at)?.nodeSize ?? 2) - 1;
    const selection = this.writable ? TextSelection.create(doc, end) : NodeSelection.create(doc, at);
    this.#editor.view.dispatch(tr.setSelection(selection));
    const mark = this.#editor.view.nodeDOM(at);
    if (mark instanceof HTMLElement) mark.scrollIntoView({ block: 'center' });
    if (this.writable) this.#editor.view.focus();
    else if (mark instanceof HTMLElement) mark.querySelector('a')?.focus();
  }

  /** Marks and reports whose words are under the pointer or at the cursor, until the returned stop. */
  watchAuthors(report: (run: AuthorRun | null) => void): () => void {
    this.#authorship.report = report;
    askedAnew(this.#editor.view);
    return () => {
      this.#authorship.report = null;
      if (!this.#editor.isDestroyed) askedAnew(this.#editor.view);
    };
  }

  /** Reports under which heading others changed something, until the returned stop; `null`: above the first. */
  watchOthers(report: (heading: string | null) => void): () => void {
    this.#othersChanged = report;
    return () => (this.#othersChanged = null);
  }

  dismiss(news: News): void {
    this.news = this.news.filter(({ id }) => id !== news.id);
  }

  destroy(): void {
    for (const stop of this.#stops) stop();
    this.#editor.destroy();
  }

  #refresh(): void {
    // During its own creation the editor already reports transactions.
    const editor = this.#editor as Editor | undefined;
    if (!editor || editor.isDestroyed) return;
    this.state = editor.state;
    this.active = activeState(editor.state);
    this.writable = this.#allowed && !this.#unknown;
    if (editor.state.doc === this.#doc) return;
    this.#doc = editor.state.doc;
    const headings: ProseMirrorNode[] = [];
    editor.state.doc.forEach((block) => {
      if (block.type.name === 'heading') headings.push(block);
    });
    const isSame =
      headings.length === this.#headings.length && headings.every((it, at) => it === this.#headings[at]);
    if (isSame) return;
    this.#headings = headings;
    this.outline = outlineOf({ type: 'doc', content: headings.map((it) => it.toJSON() as ContentNode) });
  }

  #stop(what: UnknownContent, report: (what: UnknownContent) => void): void {
    this.#unknown = true;
    this.writable = false;
    report(what);
  }

  #tell(kind: News['kind'], text: string, act: () => void): void {
    const id = (this.#newsCount += 1);
    const news: News = {
      id,
      kind,
      text,
      act: () => {
        if (this.writable) act();
        this.dismiss(news);
      },
    };
    this.news = [...this.news, news].slice(-NEWS_MAX);
  }
}

const mintId = (): string => newId({ bytes: (count) => crypto.getRandomValues(new Uint8Array(count)) });

const attributesOf = ({ language, label }: TextEditorOptions): Record<string, string> => ({
  class: 'prose editable',
  lang: language,
  role: 'textbox',
  'aria-multiline': 'true',
  'aria-label': label,
  // Languages that are written from right to left say so in the text itself.
  dir: 'auto',
});
