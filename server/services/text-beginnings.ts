import type { Clock } from '#lib/core/clock.ts';
import type { DocumentId } from '#lib/core/ids.ts';
import { limits } from '#lib/core/limits.ts';
import type { DocumentMeta } from '#lib/domain/deliverable/work.ts';
import type { Beginning } from '#lib/domain/deliverable/beginning.ts';
import type { DocStore } from '#server/ports/doc-store.ts';
import type { TextWork } from '#server/ports/text-work.ts';

/** A page does not wait longer for it: it comes without, or with the one before. */
const PATIENCE_MS = 250;

interface Kept extends Beginning {
  readonly head: number;
  readonly incarnation: number;
}

interface Deps {
  readonly docs: Pick<DocStore, 'read'>;
  readonly text: Pick<TextWork, 'beginning'>;
  readonly clock: Clock;
}

/**
 * What the page of a text shows before its editor is there. Made once for each state of a text, however many
 * open it at once; while it is made anew, a slightly older one serves, for the editor shows what is current.
 * `null`: none could be had in time. It asks nobody's rights: whoever calls it has.
 */
export function createTextBeginnings({ docs, text, clock }: Deps) {
  const remembered = new Map<DocumentId, Kept>();
  const making = new Map<DocumentId, Promise<Kept | null>>();

  const make = async ({ id, head, incarnation }: DocumentMeta): Promise<Kept | null> => {
    try {
      const { snapshot, updates } = await docs.read(id, 0);
      const rows = [...(snapshot ? [snapshot.bytes] : []), ...updates.map(({ bytes }) => bytes)];
      if (rows.reduce((sum, { byteLength }) => sum + byteLength, 0) > limits.documentSizeBytesMax)
        return null;
      const made = { ...(await text.beginning(rows)), head, incarnation };
      remembered.delete(id);
      remembered.set(id, made);
      const [oldest] = remembered.keys();
      if (oldest !== undefined && remembered.size > limits.textBeginningsRememberedMax)
        remembered.delete(oldest);
      return made;
    } catch {
      // The worker had too much to do. Nothing is lost by it: the text comes over the live connection.
      return null;
    } finally {
      making.delete(id);
    }
  };

  return async (meta: DocumentMeta): Promise<Beginning | null> => {
    const known = remembered.get(meta.id);
    const older = known?.incarnation === meta.incarnation ? known : undefined;
    if (older?.head === meta.head) return older;
    const made = making.get(meta.id) ?? make(meta);
    making.set(meta.id, made);
    return (await inTime(made, clock)) ?? older ?? null;
  };
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
