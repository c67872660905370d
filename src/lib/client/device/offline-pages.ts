/**
 * What pages tell the service worker (src/service-worker.ts). The worker keeps pages for one person at a
 * time; who that is, only a page that came from the server can say.
 */
export type WorkerMessage =
  /** Who is signed in here, `null`: nobody. Pages of anybody else are forgotten. */
  | { readonly kind: 'person'; readonly personId: string | null; readonly locale: string }
  /** A document opens without the server from now on: keep its page as well. */
  | { readonly kind: 'keep-page'; readonly path: string; readonly personId: string }
  /** The pictures of a document, by their ids: these are kept with it, and no others. */
  | {
      readonly kind: 'keep-pictures';
      readonly documentId: string;
      readonly pictures: readonly string[];
      readonly personId: string;
    }
  /** One may no longer read it: nothing of it stays. */
  | { readonly kind: 'forget-document'; readonly documentId: string };

export function keepPage(path: string, personId: string): void {
  tellWorker({ kind: 'keep-page', path, personId });
}

/** At the first visit the worker is still being installed; without workers there are no offline pages. */
export function tellWorker(message: WorkerMessage): void {
  if (typeof navigator === 'undefined' || !('serviceWorker' in navigator)) return;
  void navigator.serviceWorker.ready.then(({ active }) => active?.postMessage(message));
}

/** Installing fetches the whole program: on a slow device that is felt by whoever wants to write at once. */
const FIRST_MOMENTS_MS = 4_000;

/** Registers the worker when the page has had its first moments. Returns how to give that up. */
export function registerWorker(): () => void {
  if (!('serviceWorker' in navigator)) return () => undefined;
  const { serviceWorker } = navigator;
  const register = () =>
    // A browser that forbids it has no offline pages: /offline and the sign tell what it keeps.
    void serviceWorker
      .register('/service-worker.js', { type: import.meta.env.DEV ? 'module' : 'classic' })
      .catch(() => undefined);
  const later = setTimeout(register, serviceWorker.controller ? 0 : FIRST_MOMENTS_MS);
  return () => clearTimeout(later);
}
