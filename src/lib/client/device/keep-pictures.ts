import * as Y from 'yjs';
import { BODY } from '#lib/schema/text/convert.ts';
import { tellWorker } from './offline-pages.ts';

/** Pictures are added seldom, and a text is looked through as a whole. */
const LOOK_EVERY_MS = 5_000;

/** While a document is open, its pictures are kept for a time without a network. Returns how to stop. */
export function keepPictures(doc: Y.Doc, documentId: string, personId: string): () => void {
  let told = '';
  let timer: ReturnType<typeof setTimeout> | undefined;
  const look = (): void => {
    timer = undefined;
    const pictures = picturesIn(doc);
    if (pictures.join() === told) return;
    told = pictures.join();
    tellWorker({ kind: 'keep-pictures', documentId, pictures, personId });
  };
  const later = (): void => {
    timer ??= setTimeout(look, LOOK_EVERY_MS);
  };
  look();
  doc.on('update', later);
  return () => {
    doc.off('update', later);
    clearTimeout(timer);
  };
}

/** Their ids, in the order of the text. */
export function picturesIn(doc: Y.Doc): readonly string[] {
  const ids = new Set<string>();
  for (const element of doc.getXmlFragment(BODY).querySelectorAll('image')) {
    const src: unknown = element instanceof Y.XmlElement ? element.getAttribute('src') : null;
    if (typeof src === 'string') ids.add(src);
  }
  return [...ids];
}
