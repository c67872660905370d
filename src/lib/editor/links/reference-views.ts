import type { Node as ProseMirrorNode } from '@tiptap/pm/model';
import { Plugin, type EditorState } from '@tiptap/pm/state';
import type { EditorView, NodeView } from '@tiptap/pm/view';
import type { OverlayState } from '../overlay/overlay-state.svelte.ts';
import { hrefOf, placeIn, targetOfReference } from './target.ts';
import type { NamedPerson, TargetOutline } from './references.ts';

/**
 * Shows references by what they refer to now. Invariant: the document holds ids only; names, titles
 * and headings are looked up here and never written into it.
 */
export function referencesPlugin(overlay: OverlayState): Plugin {
  const shown = new Set<ReferenceView>();
  const sources = new Sources(overlay);
  const refresh = (state: EditorState): void => {
    for (const view of shown) view.show(state);
  };
  const made = (kind: Kind) => (node: ProseMirrorNode, view: EditorView) =>
    new ReferenceView(kind, node, view, { overlay, sources, shown });
  return new Plugin({
    props: { nodeViews: { mention: made('mention'), crossReference: made('crossReference') } },
    view: (view) => {
      sources.onanswer = () => refresh(view.state);
      return {
        update: (_view, before) => {
          if (view.state.doc !== before.doc && shown.size > 0) refresh(view.state);
        },
        destroy: () => (sources.onanswer = () => undefined),
      };
    },
  });
}

type Kind = 'mention' | 'crossReference';

/** What was asked for, once. A place elsewhere is asked for anew when the text is opened again. */
class Sources {
  onanswer: () => void = () => undefined;
  readonly #overlay: OverlayState;
  readonly #outlines = new Map<string, TargetOutline | null | undefined>();
  #people: ReadonlyMap<string, NamedPerson> | undefined;
  #isAsked = false;

  constructor(overlay: OverlayState) {
    this.#overlay = overlay;
  }

  /** `undefined`: not known yet; `null`: nobody of this id. */
  person(id: string): NamedPerson | null | undefined {
    const { references } = this.#overlay;
    if (!references) return null;
    if (!this.#isAsked) {
      this.#isAsked = true;
      void references.people().then((people) => {
        this.#people = new Map(people.map((person) => [person.id, person]));
        this.onanswer();
      }, this.onanswer);
    }
    return this.#people && (this.#people.get(id) ?? null);
  }

  outline(document: string, block: string | null): TargetOutline | null | undefined {
    const { references } = this.#overlay;
    if (!references) return null;
    const key = `${document}#${block ?? ''}`;
    if (!this.#outlines.has(key)) {
      this.#outlines.set(key, undefined);
      void references.outline(document, block).then((outline) => {
        this.#outlines.set(key, outline);
        this.onanswer();
      }, this.onanswer);
    }
    return this.#outlines.get(key);
  }
}

interface Surroundings {
  readonly overlay: OverlayState;
  readonly sources: Sources;
  readonly shown: Set<ReferenceView>;
}

class ReferenceView implements NodeView {
  readonly dom: HTMLElement;
  readonly #kind: Kind;
  readonly #around: Surroundings;
  #node: ProseMirrorNode;

  constructor(kind: Kind, node: ProseMirrorNode, view: EditorView, around: Surroundings) {
    this.#kind = kind;
    this.#node = node;
    this.#around = around;
    this.dom = document.createElement(kind === 'mention' ? 'span' : 'a');
    this.dom.className = kind === 'mention' ? 'mention' : 'cross-reference';
    this.dom.dataset.type = kind;
    around.shown.add(this);
    this.show(view.state);
  }

  update(node: ProseMirrorNode): boolean {
    if (node.type !== this.#node.type || node.attrs.target !== this.#node.attrs.target) return false;
    return node.attrs.person === this.#node.attrs.person;
  }

  ignoreMutation(): boolean {
    return true;
  }

  destroy(): void {
    this.#around.shown.delete(this);
  }

  show(state: EditorState): void {
    const { words, broken, href } = this.#kind === 'mention' ? this.#mention() : this.#reference(state);
    // Written only where it differs: every key press comes by here.
    if (this.dom.textContent !== words) this.dom.textContent = words;
    this.dom.classList.toggle('broken', broken);
    if (href !== undefined && this.dom.getAttribute('href') !== href) this.dom.setAttribute('href', href);
  }

  #mention(): Shown {
    const { t } = this.#around.overlay;
    const person = this.#around.sources.person(String(this.#node.attrs.person ?? ''));
    if (person === undefined) return { words: '@…', broken: false };
    return { words: `@${person?.name ?? t('blocks.mention.former')}`, broken: person === null };
  }

  #reference(state: EditorState): Shown {
    const { t, references } = this.#around.overlay;
    const missing: Shown = { words: t('blocks.reference.missing'), broken: true };
    const target = targetOfReference(this.#node.attrs.target, references?.documentId ?? null);
    if (!target) return missing;
    const href = hrefOf(target);
    if (target.document === null) {
      const place = target.block === null ? null : placeIn(state.doc, target.block);
      return place ? { words: place.text || t('blocks.reference.untitled'), broken: false, href } : missing;
    }
    const outline = this.#around.sources.outline(target.document, target.block);
    if (outline === undefined) return { words: '…', broken: false, href };
    if (!outline?.place) return missing;
    return { words: `${outline.title}, ${outline.place.text}`, broken: false, href };
  }
}

interface Shown {
  readonly words: string;
  readonly broken: boolean;
  readonly href?: string;
}
