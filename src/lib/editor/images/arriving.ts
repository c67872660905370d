import type { EditorState } from '@tiptap/pm/state';
import { Decoration, DecorationSet } from '@tiptap/pm/view';
import { positionOf, type Place } from './picture-place.ts';

/** A picture on its way: seen by the one who adds it, and no part of the text yet. */
export interface Arriving {
  readonly key: number;
  readonly name: string;
  readonly file: File;
  place: Place;
  /** Set: it takes the place of this picture's source. */
  readonly replaces: string | null;
  state: 'queued' | 'sending' | 'waiting' | 'failed';
  ratio: number;
  /** Why it failed, as a code. */
  problem: string | null;
  /** Whether its person has done something else since. */
  left: boolean;
  stop: AbortController;
  /** What shows it, once it is shown. */
  element: ArrivingElement | null;
}

export interface ArrivingTexts {
  readonly cancel: string;
  readonly retry: string;
  readonly discard: string;
  adding(name: string): string;
  checking(name: string): string;
  progress(name: string): string;
  waiting(name: string): string;
  failed(name: string, code: string): string;
}

export interface ArrivingActions {
  retry(key: number): void;
  discard(key: number): void;
}

/** What a person sees of it in the text, at its place. One element for its whole way, so that it keeps the focus. */
export class ArrivingElement {
  readonly dom = document.createElement('div');
  readonly #words = document.createElement('p');
  readonly #bar = document.createElement('progress');
  readonly #retry = document.createElement('button');
  readonly #discard = document.createElement('button');
  readonly #preview = document.createElement('img');
  readonly #texts: ArrivingTexts;

  constructor(it: Arriving, texts: ArrivingTexts, actions: ArrivingActions) {
    this.#texts = texts;
    this.dom.className = 'picture-arriving';
    this.dom.contentEditable = 'false';
    this.#words.setAttribute('role', 'status');
    this.#bar.max = 100;
    this.#bar.setAttribute('aria-label', texts.progress(it.name));
    this.#preview.alt = '';
    // A type that is refused anyway is not handed to the browser's decoders.
    if (/^image\/(jpeg|png|webp)$/.test(it.file.type)) this.#preview.src = URL.createObjectURL(it.file);
    else this.#preview.hidden = true;
    this.#preview.addEventListener('error', () => (this.#preview.hidden = true));
    this.#retry.textContent = texts.retry;
    this.#retry.addEventListener('click', () => actions.retry(it.key));
    this.#discard.addEventListener('click', () => actions.discard(it.key));
    const buttons = document.createElement('div');
    buttons.className = 'picture-arriving-buttons';
    for (const button of [this.#retry, this.#discard]) {
      button.type = 'button';
      buttons.append(button);
    }
    const beside = document.createElement('div');
    beside.className = 'picture-arriving-words';
    beside.append(this.#words, this.#bar, buttons);
    this.dom.append(this.#preview, beside);
    this.show(it);
  }

  show({ name, state, ratio, problem }: Arriving): void {
    this.dom.dataset.state = state;
    const isUnderWay = state === 'queued' || state === 'sending';
    const words =
      state === 'failed'
        ? this.#texts.failed(name, problem ?? 'internal')
        : state === 'waiting'
          ? this.#texts.waiting(name)
          : ratio < 1
            ? this.#texts.adding(name)
            : this.#texts.checking(name);
    // Written again it would be read out again.
    if (this.#words.textContent !== words) this.#words.textContent = words;
    this.#bar.hidden = !isUnderWay;
    if (state === 'sending' && ratio < 1) this.#bar.value = Math.round(ratio * 100);
    else this.#bar.removeAttribute('value');
    this.#retry.hidden = isUnderWay;
    this.#discard.textContent = isUnderWay ? this.#texts.cancel : this.#texts.discard;
  }

  destroy(): void {
    if (this.#preview.src) URL.revokeObjectURL(this.#preview.src);
  }
}

/** Widgets at the places where the arriving pictures will stand, found anew in each state of the text. */
export function arrivingDecorations(
  state: EditorState,
  arriving: readonly Arriving[],
  elementOf: (it: Arriving) => HTMLElement,
): DecorationSet {
  const widgets = arriving.map((it, index) =>
    Decoration.widget(positionOf(state.doc, it.place), () => elementOf(it), {
      key: `arriving-${it.key}`,
      side: index + 1,
      ignoreSelection: true,
      stopEvent: () => true,
    }),
  );
  return DecorationSet.create(state.doc, widgets);
}
