import type { Node as ProseMirrorNode } from '@tiptap/pm/model';
import type { EditorView, NodeView } from '@tiptap/pm/view';
import { acceptsAttribute } from '#lib/schema/text/values.ts';
import { PICTURE_WIDTH_MIN } from './picture-commands.ts';

export interface PictureTexts {
  readonly picture: string;
  readonly withoutDescription: string;
  readonly undescribed: string;
  readonly settings: string;
  readonly missing: string;
  readonly unreachable: string;
  readonly retry: string;
  readonly dragWidth: string;
  widthNow(percent: number): string;
}

export interface PictureActions {
  open(blockId: string): void;
  setWidth(blockId: string, width: number): void;
}

/** The size stands in a picture's name (services/upload-image.ts): its place is kept before it is there. */
const sizeIn = (src: string): { width: number; height: number } | null => {
  const [, width, height] = /-(\d{1,5})x(\d{1,5})$/.exec(src) ?? [];
  return Number(width) > 0 && Number(height) > 0 ? { width: Number(width), height: Number(height) } : null;
};

/**
 * A picture in the editor. Invariant: what it shows comes from our own uploads; a source that is not the
 * name of one is never asked for. It changes nothing by itself: that is the actions'.
 */
export class PictureView implements NodeView {
  readonly dom = document.createElement('figure');
  readonly #frame = document.createElement('div');
  readonly #image = document.createElement('img');
  readonly #trouble = document.createElement('p');
  readonly #troubleText = document.createElement('span');
  readonly #retry = document.createElement('button');
  readonly #settings = document.createElement('button');
  readonly #handle = document.createElement('span');
  readonly #caption = document.createElement('figcaption');
  readonly #texts: PictureTexts;
  readonly #actions: PictureActions;
  readonly #view: EditorView;
  #node: ProseMirrorNode;
  #src: string | null = null;

  constructor(node: ProseMirrorNode, view: EditorView, texts: PictureTexts, actions: PictureActions) {
    this.#node = node;
    this.#view = view;
    this.#texts = texts;
    this.#actions = actions;
    this.dom.className = 'picture';
    this.#frame.className = 'picture-frame';
    this.#handle.className = 'picture-handle';
    this.#handle.title = texts.dragWidth;
    this.#handle.ariaHidden = 'true';
    this.#settings.className = 'picture-settings';
    this.#trouble.className = 'picture-trouble';
    this.#trouble.append(this.#troubleText, this.#retry);
    this.#retry.textContent = texts.retry;
    for (const button of [this.#settings, this.#retry]) {
      button.type = 'button';
      // Enter on the selected picture opens the same; Tab leaves the text without a stop at each picture.
      button.tabIndex = -1;
    }
    this.#image.draggable = false;
    this.#image.decoding = 'async';
    // A report has hundreds; those far below are not asked for until they are near, or printed.
    this.#image.loading = 'lazy';
    this.#frame.append(this.#image, this.#trouble, this.#settings, this.#handle);
    this.dom.append(this.#frame, this.#caption);
    this.#listen();
    this.#show();
  }

  update(node: ProseMirrorNode): boolean {
    if (node.type !== this.#node.type) return false;
    this.#node = node;
    this.#show();
    return true;
  }

  selectNode(): void {
    this.dom.classList.add('ProseMirror-selectednode');
  }

  deselectNode(): void {
    this.dom.classList.remove('ProseMirror-selectednode');
  }

  stopEvent(event: Event): boolean {
    const on = event.target as Node;
    return (
      [this.#settings, this.#retry, this.#handle].some((it) => it.contains(on)) && event.type !== 'dragover'
    );
  }

  ignoreMutation(): boolean {
    return true;
  }

  destroy(): void {
    window.removeEventListener('beforeprint', this.#loadNow);
    window.removeEventListener('online', this.#loadAgain);
    this.#image.removeAttribute('src');
  }

  #show(): void {
    const { src, alt, decorative, caption, width, lang } = this.#node.attrs as Record<string, unknown>;
    const text = typeof alt === 'string' && alt.trim() !== '' ? alt : null;
    const isUndescribed = text === null && decorative !== true;
    this.#load(acceptsAttribute('src', src) ? ((src as string | null) ?? null) : null);
    this.#image.alt = decorative === true ? '' : (text ?? this.#texts.withoutDescription);
    this.#caption.textContent = typeof caption === 'string' ? caption : '';
    this.#caption.hidden = this.#caption.textContent === '';
    this.#frame.style.inlineSize = typeof width === 'number' ? `${width}%` : '';
    this.dom.dataset.undescribed = String(isUndescribed);
    this.#settings.textContent = isUndescribed ? this.#texts.undescribed : this.#texts.settings;
    this.dom.setAttribute(
      'aria-label',
      text ?? (isUndescribed ? this.#texts.withoutDescription : this.#texts.picture),
    );
    if (typeof lang === 'string') this.dom.lang = lang;
    else this.dom.removeAttribute('lang');
  }

  #load(src: string | null): void {
    if (src === this.#src && this.dom.dataset.state !== undefined) return;
    this.#src = src;
    const size = src === null ? null : sizeIn(src);
    this.#frame.style.aspectRatio = size ? `${size.width} / ${size.height}` : '';
    this.#frame.style.setProperty('--picture-natural', size ? `${size.width}px` : '100%');
    if (src === null) return this.#fail(this.#texts.missing, false);
    this.dom.dataset.state = 'loading';
    this.#image.hidden = false;
    this.#image.src = `/uploads/${src}`;
  }

  #fail(why: string, mayRetry: boolean): void {
    this.dom.dataset.state = 'failed';
    this.#image.hidden = true;
    this.#troubleText.textContent = why;
    this.#retry.hidden = !mayRetry;
  }

  readonly #loadNow = (): void => {
    this.#image.loading = 'eager';
  };

  readonly #loadAgain = (): void => {
    if (this.dom.dataset.state !== 'failed') return;
    const src = this.#src;
    this.#src = null;
    this.#load(src);
  };

  #listen(): void {
    window.addEventListener('beforeprint', this.#loadNow);
    window.addEventListener('online', this.#loadAgain);
    this.#image.addEventListener('load', () => (this.dom.dataset.state = 'shown'));
    this.#image.addEventListener('error', () => this.#fail(this.#texts.unreachable, true));
    this.#retry.addEventListener('click', this.#loadAgain);
    const open = () => {
      const id: unknown = this.#node.attrs.id;
      if (this.#view.editable && typeof id === 'string') this.#actions.open(id);
    };
    this.#settings.addEventListener('click', open);
    this.#image.addEventListener('dblclick', open);
    this.#handle.addEventListener('pointerdown', (event) => this.#resize(event));
  }

  /** Follows the pointer in steps of 5 %, and writes once, when it is let go. */
  #resize(start: PointerEvent): void {
    const room = this.dom.clientWidth;
    if (!this.#view.editable || room === 0) return;
    start.preventDefault();
    const handle = this.#handle;
    const begunAt = this.#frame.offsetWidth;
    const isReversed = getComputedStyle(this.dom).direction === 'rtl';
    let percent: number | null = null;
    const follow = (event: PointerEvent) => {
      const moved = (event.clientX - start.clientX) * (isReversed ? -1 : 1);
      const wished = Math.round((((begunAt + moved) / room) * 100) / 5) * 5;
      percent = Math.min(100, Math.max(PICTURE_WIDTH_MIN, wished));
      this.#frame.style.inlineSize = `${percent}%`;
      handle.dataset.percent = this.#texts.widthNow(percent);
    };
    const end = () => {
      handle.removeEventListener('pointermove', follow);
      handle.removeEventListener('pointerup', end);
      handle.removeEventListener('pointercancel', end);
      delete handle.dataset.percent;
      const id: unknown = this.#node.attrs.id;
      if (percent !== null && typeof id === 'string') this.#actions.setWidth(id, percent);
    };
    handle.setPointerCapture(start.pointerId);
    handle.addEventListener('pointermove', follow);
    handle.addEventListener('pointerup', end);
    handle.addEventListener('pointercancel', end);
  }
}
