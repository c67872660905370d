import type { Clock } from '#lib/core/clock.ts';
import { limits } from '#lib/core/limits.ts';
import type { AccountStore } from '#server/ports/account-store.ts';
import type { InvitationStore } from '#server/ports/invitation-store.ts';
import type { Log } from '#server/ports/log.ts';
import { isStorageTrouble } from '#server/ports/storage-trouble.ts';

interface Deps {
  readonly accounts: AccountStore;
  readonly invitations: InvitationStore;
  /** Resolves to how many files went. */
  readonly sweepFiles: () => Promise<number>;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * Deletes what has ended: sessions, links, invitations, files that nothing has any more. At the start, then
 * regularly; the returned function ends it, once the pass under way is over. A disk that refuses is asked
 * again the next time.
 */
export function startHousekeeping(deps: Deps): () => Promise<void> {
  const { clock, log } = deps;
  let cancel = () => {};
  let ended = false;
  const run = async () => {
    try {
      await deleteEnded(deps);
    } catch (cause) {
      const facts = { cause: cause instanceof Error ? cause.message : String(cause) };
      if (isStorageTrouble(cause)) log.warn(facts, 'housekeeping put off');
      else log.error(facts, 'housekeeping failed');
    }
    if (!ended) cancel = clock.after(limits.housekeepingEveryMs, begin);
  };
  let running = run();
  function begin(): void {
    running = run();
  }
  return async () => {
    ended = true;
    cancel();
    await running;
  };
}

async function deleteEnded({ accounts, invitations, sweepFiles, clock, log }: Deps): Promise<void> {
  const nowMs = clock.nowMs();
  await accounts.deleteSessionsExpiredBefore(nowMs);
  await accounts.deleteSignInLinksExpiredBefore(nowMs - limits.linkKeptMs);
  await invitations.deleteEndedBefore(nowMs - limits.invitationKeptMs);
  const files = await sweepFiles();
  if (files > 0) log.info({ files }, 'files that nothing has any more deleted');
}
