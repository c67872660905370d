import type { Clock } from '#lib/core/clock.ts';
import type { DocumentId } from '#lib/core/ids.ts';
import { limits } from '#lib/core/limits.ts';
import type { DocumentMeta } from '#lib/domain/deliverable/work.ts';
import type { Beginning } from '#lib/domain/deliverable/beginning.ts';
import type { DocStore } from '#server/ports/doc-store.ts';
import type { Log } from '#server/ports/log.ts';
import type { TextWork } from '#server/ports/text-work.ts';

/** A page does not wait longer for it: it comes without. The worker takes 300 ms to start. */
const PATIENCE_MS = 500;

interface Kept extends Beginning {
  readonly head: number;
  readonly incarnation: number;
}

interface Deps {
  readonly docs: Pick<DocStore, 'read'>;
  readonly text: Pick<TextWork, 'beginning'>;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * What the page of a text shows before its editor is there. Made once for each state of a text, however many
 * open it at once. Invariant: it is never older than the text was when its page was asked for, so that nobody
 * misses what they have just saved. `null`: none could be had in time. It asks nobody's rights: whoever calls
 * it has.
 */
export function createTextBeginnings({ docs, text, clock, log }: Deps) {
  const remembered = new Map<DocumentId, Kept>();
  const making = new Map<DocumentId, Promise<Kept | null>>();

  const make = async ({ id, incarnation }: DocumentMeta): Promise<Kept | null> => {
    try {
      const { snapshot, updates } = await docs.read(id, 0);
      const rows = [...(snapshot ? [snapshot.bytes] : []), ...updates.map(({ bytes }) => bytes)];
      if (
        rows.reduce((sum, { byteLength }) => sum + byteLength, 0) >
        limits.documentSizeBytesMax + limits.documentSlackBytes
      )
        return null;
      const head = updates.at(-1)?.seq ?? snapshot?.seq ?? 0;
      const made = { ...(await text.beginning(rows)), head, incarnation };
      remembered.delete(id);
      remembered.set(id, made);
      const [oldest] = remembered.keys();
      if (oldest !== undefined && remembered.size > limits.textBeginningsRememberedMax)
        remembered.delete(oldest);
      return made;
    } catch (error) {
      // Nothing is lost by it: the text comes over the live connection.
      log.warn({ documentId: id, error: String(error) }, 'no beginning of the text for its page');
      return null;
    } finally {
      making.delete(id);
    }
  };

  const begin = (meta: DocumentMeta): Promise<Kept | null> => {
    const made = making.get(meta.id) ?? make(meta);
    making.set(meta.id, made);
    return made;
  };

  const current = async (meta: DocumentMeta): Promise<Kept | null> => {
    const isCurrent = (it: Kept | null | undefined): it is Kept =>
      it?.incarnation === meta.incarnation && it.head >= meta.head;
    const known = remembered.get(meta.id);
    if (isCurrent(known)) return known;
    // What is being made may have been begun before; what is begun after it was not.
    const made = await begin(meta);
    if (!made || isCurrent(made)) return made;
    const again = await begin(meta);
    return isCurrent(again) ? again : null;
  };

  return (meta: DocumentMeta): Promise<Beginning | null> => inTime(current(meta), clock);
}

export type TextBeginnings = ReturnType<typeof createTextBeginnings>;

const inTime = <T>(made: Promise<T>, clock: Clock): Promise<T | null> =>
  new Promise((resolve) => {
    const stop = clock.after(PATIENCE_MS, () => resolve(null));
    void made.then((value) => {
      stop();
      resolve(value);
    });
  });
