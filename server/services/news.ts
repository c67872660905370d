import { createHash } from 'node:crypto';
import type { Clock } from '#lib/core/clock.ts';
import type { OrganisationId, PartnershipId } from '#lib/core/ids.ts';
import { limits } from '#lib/core/limits.ts';
import { ok, problem, type Result } from '#lib/core/result.ts';
import type { FeedEntry } from '#lib/domain/home/feed.ts';
import type { Need } from '#lib/domain/home/need.ts';
import { newsOf, type Looked } from '#lib/domain/home/news.ts';
import type { Principal } from '#lib/domain/partnership/member.ts';
import type { CountryCode } from '#lib/domain/partnership/organisation.ts';
import { standingOf } from '#lib/domain/partnership/standing.ts';
import { createAttempts } from '#server/auth/attempts.ts';
import type { AccountStore } from '#server/ports/account-store.ts';
import type { ActivityStore } from '#server/ports/activity-store.ts';
import type { InvitationStore } from '#server/ports/invitation-store.ts';
import type { Partnership, PartnershipStore } from '#server/ports/partnership-store.ts';
import type { FindPartnership } from './find-partnership.ts';
import { lately, LATELY_MS, managedBy, peopleIn } from './lately.ts';
import { readableWorks } from './partnership-overview.ts';
import { inputInvalid } from './person-input.ts';
import { namedAuthors, type TextAuthors } from './text-authors.ts';

/** What stands behind the bell, for one member of a partnership. */
export interface NewsView {
  /** How many are new: needs and entries. */
  readonly count: number;
  readonly sinceMs: number;
  readonly needs: readonly (Need & { readonly isNew: boolean })[];
  /** Newest first; after the new ones some that were seen. */
  readonly entries: readonly (FeedEntry & { readonly isNew: boolean })[];
  readonly authors: TextAuthors;
  /** Those that entries name. */
  readonly organisations: Readonly<
    Record<OrganisationId, { readonly name: string; readonly country: CountryCode }>
  >;
  /** Handed back when somebody has looked at this: what came meanwhile stays new. */
  readonly look: Looked;
}

interface Deps {
  readonly partnerships: PartnershipStore;
  readonly accounts: AccountStore;
  readonly invitations: InvitationStore;
  readonly activity: ActivityStore;
  readonly findPartnership: FindPartnership;
  readonly clock: Clock;
}

export function newsServices(deps: Deps) {
  const rowsOf = createRows(deps);
  const attempts = createAttempts(deps.clock, {
    burst: limits.newsBurst,
    perMinute: limits.newsPerMinute,
    keysMax: limits.newsReadersRememberedMax,
  });

  async function read(principal: Principal | null, id: PartnershipId) {
    // Who may not see the partnership is refused before anything is read for them.
    const found = await deps.findPartnership(principal, id, 'partnership.read');
    if (!found.ok) return found;
    if (!principal) return problem('not-signed-in');
    if (!attempts(principal.personId)) return problem('too-many-attempts');
    const [looked, rows] = await Promise.all([deps.activity.looked(id, principal.personId), rowsOf(id)]);
    const { happened, organisations, members, pending, atMs } = rows;
    const works = readableWorks(principal, rows.works);
    const facts = {
      ...happened,
      nowMs: deps.clock.nowMs(),
      partnershipId: id,
      languages: found.value.languages,
      standing: standingOf(organisations, found.value.facts),
      invitations: pending.filter(managedBy(principal, id, organisations, works)),
      organisations,
      members,
      works,
    };
    const news = newsOf(principal, facts, looked, digest);
    return ok({ partnership: found.value, organisations, atMs, news });
  }

  /** An account of a role of the example bears its place in its name already. */
  async function authorsOf({ id, example }: Partnership, ids: ReadonlySet<string>): Promise<TextAuthors> {
    const named = await namedAuthors(deps, id, ids);
    if (!example) return named;
    return Object.fromEntries(Object.entries(named).map(([key, it]) => [key, { ...it, organisation: null }]));
  }

  return {
    /** How many things are new. Errors: those of `findPartnership`, `too-many-attempts`. */
    async newsCount(
      principal: Principal | null,
      id: PartnershipId,
    ): Promise<Result<{ readonly count: number }>> {
      const found = await read(principal, id);
      return found.ok ? ok({ count: found.value.news.newCount }) : found;
    },

    /** Errors: as above. */
    async news(principal: Principal | null, id: PartnershipId): Promise<Result<NewsView>> {
      const found = await read(principal, id);
      if (!found.ok) return found;
      const { partnership, organisations, atMs, news } = found.value;
      const entries = news.entries
        .slice(0, limits.newsEntriesMax)
        .map(({ entry, isNew }) => ({ ...entry, isNew }));
      const needs = news.needs.map(({ need, isNew }) => ({ ...need, isNew }));
      // Committed while the rows were read: what is shown is seen.
      const lookedAtMs = Math.max(atMs, entries[0]?.atMs ?? 0);
      const named = new Set([...entries, ...needs].flatMap(peopleIn));
      const joinedFrom = new Set(entries.flatMap((it) => (it.kind === 'joined' ? it.organisationId : [])));
      return ok({
        count: news.newCount,
        sinceMs: news.sinceMs,
        needs,
        entries,
        authors: await authorsOf(partnership, named),
        organisations: Object.fromEntries(
          organisations
            .filter((it) => joinedFrom.has(it.id))
            .map(({ id: organisation, name, country }) => [organisation, { name, country }]),
        ),
        look: { atMs: lookedAtMs, needs: news.needs.map(({ key }) => key).slice(0, limits.newsSeenMax) },
      });
    },

    /** Keeps what somebody had before them. Errors: those of `findPartnership`, `input-invalid`, `too-many-attempts`. */
    async keepLook(
      principal: Principal | null,
      id: PartnershipId,
      input: { readonly atMs: unknown; readonly needs: unknown },
    ): Promise<Result<void>> {
      const found = await deps.findPartnership(principal, id, 'partnership.read');
      if (!found.ok) return found;
      if (!principal) return problem('not-signed-in');
      if (!attempts(principal.personId)) return problem('too-many-attempts');
      const { atMs, needs } = input;
      if (!Number.isSafeInteger(atMs) || (atMs as number) < 0 || (atMs as number) > deps.clock.nowMs())
        return inputInvalid({ atMs: 'unknown' });
      if (!Array.isArray(needs) || needs.length > limits.newsSeenMax || !needs.every(isKey))
        return inputInvalid({ needs: 'unknown' });
      await deps.activity.keepLook(id, principal.personId, { atMs: atMs as number, needs });
      return ok(undefined);
    },
  };
}

const isKey = (it: unknown): it is string => typeof it === 'string' && it.length <= limits.newsKeyLengthMax;

/** Some of what it stands for names people: that is not kept. */
const digest = (identity: string): string =>
  createHash('sha256').update(identity).digest('base64url').slice(0, 12);

/**
 * The rows from which everybody's news is made, read once for all who ask within a few seconds: reading the
 * logs of 60 texts is what costs, and 200 people come to a seminar at once. They hold what not everybody may
 * see; each reader's rights are looked up and applied anew each time.
 */
function createRows({ partnerships, activity, invitations, clock }: Deps) {
  const held = new Map<PartnershipId, { readonly atMs: number; readonly rows: ReturnType<typeof readNow> }>();

  /** What was committed after `atMs` may be missing. */
  async function readNow(id: PartnershipId, atMs: number) {
    const [works, organisations, members, pending] = await Promise.all([
      partnerships.works(id),
      partnerships.organisations(id),
      partnerships.members(id),
      invitations.pending(id),
    ]);
    const happened = await lately(activity, id, works, atMs - LATELY_MS);
    return { happened, works, organisations, members, pending, atMs };
  }

  return (id: PartnershipId): ReturnType<typeof readNow> => {
    const nowMs = clock.nowMs();
    const known = held.get(id);
    if (known && nowMs - known.atMs < limits.newsReadEveryMs) return known.rows;
    const rows = readNow(id, nowMs);
    held.delete(id);
    held.set(id, { atMs: nowMs, rows });
    // What failed is asked anew.
    rows.catch(() => held.get(id)?.rows === rows && held.delete(id));
    const [oldest] = held.keys();
    if (held.size > limits.newsPartnershipsMax && oldest !== undefined) held.delete(oldest);
    return rows;
  };
}
