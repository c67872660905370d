import { Extension } from '@tiptap/core';
import type { Slice } from '@tiptap/pm/model';
import { Plugin, PluginKey, TextSelection, type Command, type EditorState } from '@tiptap/pm/state';
import { DecorationSet, type EditorView } from '@tiptap/pm/view';
import type { PictureServer } from '#lib/client/picture-server.ts';
import { limits } from '#lib/core/limits.ts';
import { ArrivingElement, arrivingDecorations, type Arriving, type ArrivingTexts } from './arriving.ts';
import { GrowingWait } from './growing-wait.ts';
import {
  insertPicture,
  nextWidth,
  picturesIn,
  renamePicture,
  selectedPicture,
  selectPicture,
  setPicture,
  type PictureAttributes,
} from './picture-commands.ts';
import { findBlock, placeAt, type Place } from './picture-place.ts';
import { PictureView, type PictureTexts } from './picture-view.ts';
import { filesIn, isOnlyPicture } from './pasted-files.ts';

export interface PicturesOptions {
  /** `null`: pictures are shown, none can be added. */
  readonly server: PictureServer | null;
  readonly mintId: () => string;
  readonly texts: PictureTexts & ArrivingTexts;
}

/** What was said last, for screen readers and for what has no place in the text. */
export type PictureNews =
  { readonly kind: 'added' } | { readonly kind: 'not-taken-over'; readonly code: string };

/** A picture of which the settings are open. */
export interface OpenPicture extends PictureAttributes {
  readonly blockId: string;
}

/** Answers that say nothing of the picture: nobody is there, or whoever is there is just stopping. */
const PASSING: ReadonlySet<string> = new Set(['no-connection', 'cancelled', 'worker-lost']);

const KEY = new PluginKey<DecorationSet>('pictures');

/**
 * The pictures of one open text: those that arrive, and the one whose settings are open.
 * Invariant: the text gets a picture only when the server has it; until then it is an ornament of this
 * page. One is sent after the other, so that they stand in the order in which they were given.
 */
export class Pictures {
  /** The settings of this picture are open. */
  open = $state.raw<OpenPicture | null>(null);
  news = $state.raw<PictureNews | null>(null);

  readonly #options: PicturesOptions;
  #arriving: readonly Arriving[] = [];
  #undescribed: string[] = [];
  /** Pictures of other works that stand in the text and could not be taken over yet. */
  #foreign: readonly string[] = [];
  readonly #later = new GrowingWait(() => this.#retryWaiting(), { firstMs: 5_000, longestMs: 60_000 });
  #view: EditorView | null = null;
  #keys = 0;
  #isSending = false;

  constructor(options: PicturesOptions) {
    this.#options = options;
  }

  get canAdd(): boolean {
    return this.#options.server !== null;
  }

  /** The element whose settings are open, to stand beside. */
  get openElement(): HTMLElement | null {
    const found = this.open && this.#view && findBlock(this.#view.state.doc, this.open.blockId);
    const dom = found && this.#view?.nodeDOM(found.at);
    return dom instanceof HTMLElement ? dom : null;
  }

  /** Opens the browser's own choice of files. */
  choose(replaces: string | null = null): void {
    const input = document.createElement('input');
    input.type = 'file';
    input.accept = 'image/jpeg,image/png,image/webp';
    input.multiple = replaces === null;
    input.addEventListener('change', () => this.add([...(input.files ?? [])], undefined, replaces));
    input.click();
  }

  add(files: readonly File[], place?: Place, replaces: string | null = null): void {
    const view = this.#view;
    if (!view?.editable || !this.canAdd) return;
    const at = place === undefined ? placeAt(view.state) : place;
    for (const file of files) {
      const isTooLarge = file.size > limits.uploadSizeBytesMax;
      const it: Arriving = {
        key: (this.#keys += 1),
        name: file.name,
        file,
        place: replaces ?? at,
        replaces,
        state: isTooLarge ? 'failed' : 'queued',
        ratio: 0,
        problem: isTooLarge ? 'upload-too-large' : null,
        left: false,
        stop: new AbortController(),
        element: null,
      };
      this.#arriving = [...this.#arriving, it];
    }
    this.#redraw();
    void this.#sendNext();
  }

  set(attributes: Partial<PictureAttributes>): void {
    if (this.open) this.#run(setPicture(this.open.blockId, attributes));
  }

  run(command: Command): void {
    this.#run(command);
  }

  show(blockId: string): void {
    const view = this.#view;
    if (!view?.editable) return;
    this.#run(selectPicture(blockId));
    this.#read(view.state, blockId);
  }

  /** Closes the settings; the next picture that was added and is not described takes its turn. */
  close({ focus, next = false }: { readonly focus: boolean; readonly next?: boolean }): void {
    this.#undescribed = this.#undescribed.filter((id) => id !== this.open?.blockId);
    this.open = null;
    const following = next ? this.#undescribed.shift() : undefined;
    if (following !== undefined) this.show(following);
    else {
      this.#undescribed = [];
      if (focus) this.#view?.focus();
    }
  }

  extension(): Extension {
    return Extension.create({
      name: 'pictures',
      priority: 300,
      addKeyboardShortcuts: () => ({
        Enter: () => this.#onSelected(({ id }) => this.show(id)),
        '+': () => this.#onSelected(({ id, width }) => this.#setWidth(id, nextWidth(width, 1))),
        '-': () => this.#onSelected(({ id, width }) => this.#setWidth(id, nextWidth(width, -1))),
      }),
      addProseMirrorPlugins: () => [this.#plugin()],
    });
  }

  #plugin(): Plugin<DecorationSet> {
    return new Plugin<DecorationSet>({
      key: KEY,
      state: {
        init: () => DecorationSet.empty,
        apply: (transaction, before, _old, state) =>
          this.#arriving.length === 0 && before === DecorationSet.empty
            ? before
            : transaction.docChanged || transaction.getMeta(KEY) !== undefined
              ? arrivingDecorations(state, this.#arriving, (it) => this.#elementOf(it).dom)
              : before,
      },
      view: (view) => {
        this.#view = view;
        const online = () => {
          this.#later.stop();
          this.#retryWaiting();
        };
        const stay = (event: BeforeUnloadEvent) => {
          if (this.#foreign.length > 0 || this.#arriving.some(({ state }) => state !== 'failed'))
            event.preventDefault();
        };
        window.addEventListener('online', online);
        window.addEventListener('beforeunload', stay);
        return {
          update: (now) => this.#follow(now),
          destroy: () => {
            window.removeEventListener('online', online);
            window.removeEventListener('beforeunload', stay);
            this.#view = null;
            this.#later.stop();
            this.#foreign = [];
            for (const it of this.#arriving) it.stop.abort();
            for (const it of this.#arriving) it.element?.destroy();
          },
        };
      },
      props: {
        decorations: (state) => KEY.getState(state),
        nodeViews: {
          image: (node, view) =>
            new PictureView(node, view, this.#options.texts, {
              open: (id) => this.show(id),
              setWidth: (id, width) => this.#setWidth(id, width),
            }),
        },
        handleKeyDown: () => {
          this.#arriving.forEach((it) => (it.left = true));
          return false;
        },
        // What is typed over a selected picture would replace it.
        handleTextInput: (view, _from, _to, text) => {
          const { paragraph } = view.state.schema.nodes;
          if (!selectedPicture(view.state) || !paragraph) return false;
          const at = view.state.selection.to;
          const made = paragraph.create(null, view.state.schema.text(text));
          const transaction = view.state.tr.insert(at, made);
          view.dispatch(
            transaction
              .setSelection(TextSelection.create(transaction.doc, at + 1 + text.length))
              .scrollIntoView(),
          );
          return true;
        },
        handlePaste: (view, event) => {
          const files = filesIn(event.clipboardData);
          if (files.length === 0 || !isOnlyPicture(event.clipboardData)) return false;
          this.add(files, placeAt(view.state));
          return this.canAdd;
        },
        handleDrop: (view, event, _slice, moved) => {
          const files = moved || view.dragging ? [] : filesIn(event.dataTransfer);
          if (files.length === 0) return false;
          const at = view.posAtCoords({ left: event.clientX, top: event.clientY });
          this.add(files, placeAt(view.state, at?.pos));
          return this.canAdd;
        },
        transformPasted: (slice, view) => {
          this.#takeOver(slice, view.state);
          return slice;
        },
      },
    });
  }

  #elementOf(it: Arriving): ArrivingElement {
    it.element ??= new ArrivingElement(it, this.#options.texts, {
      retry: (key) => this.#retry(key),
      discard: (key) => this.#discard(key),
    });
    return it.element;
  }

  async #sendNext(): Promise<void> {
    const it = this.#arriving.find(({ state }) => state === 'queued');
    const { server } = this.#options;
    if (this.#isSending || !it || !server) return;
    this.#isSending = true;
    this.#change(it, { state: 'sending', ratio: 0 });
    it.stop = new AbortController();
    const { signal } = it.stop;
    const answer = await server.send(it.file, {
      signal,
      onProgress: (ratio) => this.#change(it, { ratio }),
    });
    this.#isSending = false;
    if (!this.#view) return;
    if (answer.ok) {
      this.#later.succeeded();
      if (!signal.aborted) this.#arrived(it, answer.value.id);
    } else if (PASSING.has(answer.problem.code)) {
      if (!signal.aborted) this.#wait(it);
    } else this.#change(it, { state: 'failed', problem: answer.problem.code });
    void this.#sendNext();
  }

  #wait(it: Arriving): void {
    this.#change(it, { state: 'waiting' });
    this.#later.begin();
  }

  #arrived(it: Arriving, src: string): void {
    const view = this.#view;
    this.#remove(it);
    // The right to write may have gone meanwhile: then nothing is written.
    if (!view?.editable) return this.#redraw();
    if (it.replaces !== null) {
      this.#run(setPicture(it.replaces, { src }));
      return this.#redraw();
    }
    const blockId = this.#options.mintId();
    this.#run(insertPicture(it.place, blockId, src));
    // The next one given at the same place follows it.
    for (const other of this.#arriving)
      if (other.place === it.place && !isEmptyParagraph(view.state, it.place)) other.place = blockId;
    this.#redraw();
    this.news = { kind: 'added' };
    if (this.open) this.#undescribed.push(blockId);
    else if (!it.left) this.show(blockId);
  }

  #change(it: Arriving, change: Partial<Pick<Arriving, 'state' | 'ratio' | 'problem'>>): void {
    Object.assign(it, change);
    it.element?.show(it);
  }

  #retry(key: number): void {
    const it = this.#arriving.find((one) => one.key === key);
    if (!it) return;
    this.#change(it, { state: 'queued', ratio: 0, problem: null });
    void this.#sendNext();
  }

  #retryWaiting(): void {
    for (const it of this.#arriving) if (it.state === 'waiting') this.#retry(it.key);
    const shown = this.#view && picturesIn(this.#view.state.doc);
    const foreign = this.#foreign;
    this.#foreign = [];
    for (const src of foreign) if (shown?.has(src)) void this.#adopt(src);
  }

  #discard(key: number): void {
    const it = this.#arriving.find((one) => one.key === key);
    if (!it) return;
    it.stop.abort();
    this.#remove(it);
    this.#redraw();
    this.#view?.focus();
  }

  #remove(it: Arriving): void {
    this.#arriving = this.#arriving.filter((other) => other !== it);
    it.element?.destroy();
  }

  #redraw(): void {
    const view = this.#view;
    if (view) view.dispatch(view.state.tr.setMeta(KEY, true));
  }

  #run(command: Command): void {
    const view = this.#view;
    if (view) command(view.state, view.dispatch.bind(view), view);
  }

  #setWidth(blockId: string, width: number): void {
    this.#run(setPicture(blockId, { width }));
  }

  #onSelected(act: (picture: { readonly id: string; readonly width: number | null }) => void): boolean {
    const picture = this.#view && selectedPicture(this.#view.state);
    if (!picture || !this.#view?.editable) return false;
    act(picture);
    return true;
  }

  /** The open settings follow the text, whoever changes it, and close when the cursor goes elsewhere. */
  #follow(view: EditorView): void {
    if (!this.open) return;
    const isLeft = view.hasFocus() && selectedPicture(view.state)?.id !== this.open.blockId;
    if (isLeft || !view.editable) this.close({ focus: false });
    else this.#read(view.state, this.open.blockId);
  }

  #read(state: EditorState, blockId: string): void {
    const node = findBlock(state.doc, blockId)?.node;
    if (node?.type.name !== 'image') {
      if (this.open) this.close({ focus: false });
      return;
    }
    const { src, alt, decorative, caption, width } = node.attrs as unknown as PictureAttributes;
    const now: OpenPicture = { blockId, src, alt, decorative, caption, width };
    if (JSON.stringify(now) !== JSON.stringify(this.open)) this.open = now;
  }

  /** What is pasted from another text names pictures of another work; the server makes them ours. */
  #takeOver(slice: Slice, state: EditorState): void {
    const known = picturesIn(state.doc);
    for (const src of picturesIn(slice.content)) if (!known.has(src)) void this.#adopt(src);
  }

  async #adopt(src: string): Promise<void> {
    const answer = await this.#options.server?.adopt(src);
    if (!answer || !this.#view) return;
    if (answer.ok) {
      this.#later.succeeded();
      if (answer.value.id !== src) this.#run(renamePicture(src, answer.value.id));
    } else if (PASSING.has(answer.problem.code)) {
      if (!this.#foreign.includes(src)) this.#foreign = [...this.#foreign, src];
      this.#later.begin();
    } else this.news = { kind: 'not-taken-over', code: answer.problem.code };
  }
}

function isEmptyParagraph(state: EditorState, place: Place): boolean {
  const node = place === null ? null : findBlock(state.doc, place)?.node;
  return node?.type.name === 'paragraph' && node.content.size === 0;
}
