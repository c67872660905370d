import type { Clock } from '#lib/core/clock.ts';
import type { PartnershipId } from '#lib/core/ids.ts';
import { limits } from '#lib/core/limits.ts';
import { ok, problem, type Result } from '#lib/core/result.ts';
import { feedOf, type FeedEntry } from '#lib/domain/home/feed.ts';
import { stepsOf, type Step } from '#lib/domain/home/first-steps.ts';
import type { Need } from '#lib/domain/home/need.ts';
import { needsOf } from '#lib/domain/home/needs.ts';
import { progressOf, type Progress } from '#lib/domain/home/progress.ts';
import { isWorthKeeping, visitNow, type Visit } from '#lib/domain/home/visit.ts';
import type { Principal } from '#lib/domain/partnership/member.ts';
import { standingOf, type Standing } from '#lib/domain/partnership/standing.ts';
import type { AccountStore } from '#server/ports/account-store.ts';
import type { ActivityStore } from '#server/ports/activity-store.ts';
import type { InvitationStore } from '#server/ports/invitation-store.ts';
import type { PartnershipStore } from '#server/ports/partnership-store.ts';
import type { FindPartnership } from './find-partnership.ts';
import { LATELY_MS, lately, managedBy, peopleIn, type Happened } from './lately.ts';
import type { PartnershipOverview } from './partnership-overview.ts';
import { namedAuthors, type TextAuthors } from './text-authors.ts';

/** What a member finds when they come. */
export interface HomeView {
  readonly needs: readonly Need[];
  readonly feed: {
    /** From when on things are new; `null`: the first visit, and everything lately is. */
    readonly sinceMs: number | null;
    readonly fresh: readonly FeedEntry[];
    /** Only when they were asked for. */
    readonly earlier: readonly FeedEntry[] | null;
    readonly hasEarlier: boolean;
  };
  readonly progress: readonly Progress[];
  /** Of a new partnership; `null`: it is not new. */
  readonly steps: readonly Step[] | null;
  readonly standing: Standing;
  readonly authors: TextAuthors;
}

interface Deps {
  readonly partnerships: PartnershipStore;
  readonly accounts: AccountStore;
  readonly invitations: InvitationStore;
  readonly activity: ActivityStore;
  readonly findPartnership: FindPartnership;
  readonly clock: Clock;
}

/**
 * The overview is the reader's own, as `partnershipOverview` gave it: it holds only what they may read.
 * `visit` is kept by `keepVisit`, because a page may be asked for and never looked at.
 */
export const homeView =
  (deps: Deps) =>
  async (
    principal: Principal | null,
    overview: PartnershipOverview,
    { earlier }: { readonly earlier: boolean },
  ): Promise<Result<HomeView>> => {
    if (!principal) return problem('not-signed-in');
    const { partnership, organisations, members, deliverables, works } = overview;
    const nowMs = deps.clock.nowMs();
    const visit = visitNow(await deps.activity.visit(partnership.id, principal.personId), nowMs);
    const latelyMs = nowMs - LATELY_MS;
    const happened = await lately(deps.activity, partnership.id, works, latelyMs);
    const standing = standingOf(organisations, partnership.facts);
    const invitations = (await deps.invitations.pending(partnership.id)).filter(
      managedBy(principal, partnership.id, organisations, works),
    );
    const entries = feedOf(principal.personId, { ...happened, works });
    const isFresh = ({ atMs }: FeedEntry) => visit.sinceMs === null || atMs > visit.sinceMs;
    const fresh = entries.filter(isFresh).slice(0, limits.homeEntriesMax);
    const older = entries.filter((it) => !fresh.includes(it)).slice(0, limits.homeEarlierMax);
    const needs = needsOf(principal, {
      ...happened,
      nowMs,
      partnershipId: partnership.id,
      languages: partnership.languages,
      standing,
      organisations,
      members,
      invitations,
      works,
    });
    const shown = [...fresh, ...(earlier ? older : []), ...needs];
    return ok({
      needs,
      feed: {
        sinceMs: visit.sinceMs,
        fresh,
        earlier: earlier ? older : null,
        hasEarlier: older.length > 0,
      },
      progress: progressOf(deliverables, works),
      steps: partnership.example ? null : stepsFor(overview, happened, invitations.length),
      standing,
      authors: await namedAuthors(deps, partnership.id, new Set(shown.flatMap(peopleIn))),
    });
  };

/** Notes that somebody is looking at the page now. Errors: those of `findPartnership`. */
export const keepVisit =
  ({ activity, clock, findPartnership }: Deps) =>
  async (principal: Principal | null, partnershipId: PartnershipId): Promise<Result<void>> => {
    const found = await findPartnership(principal, partnershipId, 'partnership.read');
    if (!found.ok) return found;
    if (!principal) return problem('not-signed-in');
    const kept: Visit | null = await activity.visit(partnershipId, principal.personId);
    const visit = visitNow(kept, clock.nowMs());
    if (isWorthKeeping(kept, visit)) await activity.keepVisit(partnershipId, principal.personId, visit);
    return ok(undefined);
  };

function stepsFor(
  { organisations, members, works }: PartnershipOverview,
  { writers, versions }: Happened,
  invitations: number,
) {
  return stepsOf({
    organisations: organisations.length,
    members: members.length,
    invitations,
    works: works.length,
    writersOfOneText: Math.max(0, ...[...writers.values()].map(({ size }) => size)),
    versions: versions.length,
  });
}
