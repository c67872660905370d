import { Plugin, PluginKey, type EditorState } from '@tiptap/pm/state';
import { Decoration, DecorationSet, type EditorView } from '@tiptap/pm/view';
import {
  isStructuralTransaction,
  relativePositionToAbsolutePosition,
  ySyncPluginKey,
} from '@tiptap/y-tiptap';
import type { Awareness } from 'y-protocols/awareness';
import { isChangeOrigin } from '../binding/binding.ts';
import { CaretElements, colourOf, nameOf } from './caret-element.ts';
import { blockAt, cursorOf, type Binding, type Cursor } from './cursor.ts';
import { blocksInView } from './in-view.ts';

const key = new PluginKey<DecorationSet>('carets');
/** Behind what stands at the same place. */
const SIDE = 10;

/**
 * Carets and selections of the others. Positions are worked out for those in view alone, once a frame at
 * most; between two frames they move along with what is written.
 */
export function otherCarets(awareness: Awareness, unnamed: string): Plugin {
  const elements = new CaretElements();
  let inView: ReadonlySet<unknown> = new Set();
  /**
   * One's own words may have pushed carets along that stand before them, or taken some away: drawn anew with
   * the next frame. Hidden: until then there are none.
   */
  let since: 'drawn' | 'typed' | 'hidden' = 'drawn';

  const draw = (state: EditorState): DecorationSet => {
    const sync = ySyncPluginKey.getState(state) as Binding | undefined;
    if (!sync?.binding || sync.binding.mapping.size === 0) return DecorationSet.empty;
    since = 'drawn';
    const drawn: Decoration[] = [];
    for (const [client, cursor, person] of seen(awareness, sync, inView)) {
      const [anchor, head] = [placeOf(cursor.anchor, sync, state), placeOf(cursor.head, sync, state)];
      if (anchor === null || head === null) continue;
      const colour = colourOf(person);
      const toDOM = (): HTMLElement => elements.make(client, nameOf(person, unnamed), colour);
      drawn.push(Decoration.widget(head, toDOM, { key: String(client), side: SIDE }));
      if (anchor === head) continue;
      const look = { style: `--person: ${colour}`, class: 'person-selection' };
      const ends = { inclusiveEnd: true, inclusiveStart: false };
      drawn.push(Decoration.inline(Math.min(anchor, head), Math.max(anchor, head), look, ends));
    }
    return DecorationSet.create(state.doc, drawn);
  };

  return new Plugin<DecorationSet>({
    key,
    state: {
      init: () => DecorationSet.empty,
      apply(transaction, set, before, state) {
        if (transaction.getMeta(key) || (transaction.docChanged && isChangeOrigin(transaction)))
          return draw(state);
        if (!transaction.docChanged) return set;
        // A block that one moves is ahead of the shared text.
        const isHidden = since === 'hidden' || isStructuralTransaction(transaction, before.doc);
        since = isHidden ? 'hidden' : 'typed';
        return isHidden ? DecorationSet.empty : set.map(transaction.mapping, transaction.doc);
      },
    },
    props: { decorations: (state) => key.getState(state) },
    view: (view) => {
      const show = (blocks: ReadonlySet<unknown>): boolean => {
        inView = blocks;
        return since !== 'drawn';
      };
      const drawing = drawEachFrame(view, awareness, elements, show);
      return {
        update: (_, before) => {
          if (view.state.doc !== before.doc) drawing.later();
        },
        destroy: drawing.destroy,
      };
    },
  });
}

type Seen = readonly [client: number, cursor: Cursor, person: unknown];

/** Who is to be drawn: others, with a place in a block that is in view, or across several blocks. */
function seen(awareness: Awareness, sync: Binding, inView: ReadonlySet<unknown>): Seen[] {
  const found: Seen[] = [];
  for (const [client, state] of awareness.getStates()) {
    const cursor = client === awareness.clientID ? null : cursorOf(state);
    if (!cursor) continue;
    const head = blockAt(sync, cursor.head);
    // Between blocks, and in a text without any, it is in none.
    const isLong = head === sync.type || blockAt(sync, cursor.anchor) !== head;
    const isSeen = inView.has(head) || (head !== null && isLong);
    if (isSeen) found.push([client, cursor, (state as { user?: unknown }).user]);
  }
  return found;
}

function placeOf(
  position: Cursor['head'],
  { doc, type, binding }: Binding,
  state: EditorState,
): number | null {
  const at =
    binding && (relativePositionToAbsolutePosition(doc, type, position, binding.mapping) as number | null);
  return at === null ? null : Math.min(at, Math.max(state.doc.content.size - 1, 0));
}

/**
 * Looks once a frame whom the window shows and where they are, when somebody moved, or text or window did.
 * `show` is told what is in view, and says whether all must be drawn anew.
 */
function drawEachFrame(
  view: EditorView,
  awareness: Awareness,
  elements: CaretElements,
  show: (blocks: ReadonlySet<unknown>) => boolean,
): { later(): void; destroy(): void } {
  const moved = new Set<number>();
  let frame = 0;
  let drawn = '';
  const redraw = (): void => {
    frame = 0;
    const sync = ySyncPluginKey.getState(view.state) as Binding | undefined;
    if (!sync?.binding || view.isDestroyed) return;
    const inView = blocksInView(view, sync.type);
    const mustDraw = show(inView);
    const clients = seen(awareness, sync, inView).map(([client]) => client);
    const isNews =
      (mustDraw && clients.length > 0) ||
      clients.join() !== drawn ||
      clients.some((client) => moved.has(client));
    drawn = clients.join();
    if (isNews) view.dispatch(view.state.tr.setMeta(key, true));
    elements.moved(moved);
    moved.clear();
  };
  const later = (): void => {
    if (awareness.getStates().size > 1 || drawn !== '') frame ||= requestAnimationFrame(redraw);
  };
  const onChange = ({ added, updated, removed }: Record<'added' | 'updated' | 'removed', number[]>): void => {
    for (const client of [...added, ...updated, ...removed]) moved.add(client);
    later();
  };
  const onResize = (): void => {
    elements.arrangeAll();
    later();
  };
  awareness.on('change', onChange);
  window.addEventListener('resize', onResize);
  document.addEventListener('scroll', later, { passive: true, capture: true });
  later();
  return {
    later,
    destroy() {
      awareness.off('change', onChange);
      window.removeEventListener('resize', onResize);
      document.removeEventListener('scroll', later, { capture: true });
      cancelAnimationFrame(frame);
      elements.destroy();
    },
  };
}
