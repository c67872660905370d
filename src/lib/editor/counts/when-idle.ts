/** After a quiet moment, in portions that leave the screen to whoever types. */
const QUIET_MS = 300;
const PORTION_MS = 6;

/** `work` is asked again until it says that it is done. Returns how to stop. */
export function whenIdle(work: (isOver: () => boolean) => boolean): () => void {
  let isStopped = false;
  let timer = setTimeout(go, QUIET_MS);
  function go(): void {
    if (isStopped) return;
    const until = performance.now() + PORTION_MS;
    if (!work(() => performance.now() > until)) timer = setTimeout(go, PORTION_MS);
  }
  return () => {
    isStopped = true;
    clearTimeout(timer);
  };
}
