import type { PartnershipId } from '#lib/core/ids.ts';
import { limits } from '#lib/core/limits.ts';
import type { FeedEntry } from '#lib/domain/home/feed.ts';
import type { Need } from '#lib/domain/home/need.ts';
import type { Principal } from '#lib/domain/partnership/member.ts';
import type { Organisation } from '#lib/domain/partnership/organisation.ts';
import { mayManage, reachOf } from '#lib/domain/partnership/people-policy.ts';
import type { ActivityStore } from '#server/ports/activity-store.ts';
import { SERVER_AUTHOR } from '#server/ports/doc-store.ts';
import type { Invitation } from '#server/ports/invitation-store.ts';
import type { WorkWithDocuments } from '#server/ports/partnership-store.ts';

/** What is older is looked up in each text's history. */
export const LATELY_MS = 60 * 86_400_000;

export type Happened = Awaited<ReturnType<typeof lately>>;

/** What happened in these works and beside them, as rows: whose business it is, is the domain's to say. */
export async function lately(
  activity: ActivityStore,
  partnershipId: PartnershipId,
  works: readonly Pick<WorkWithDocuments, 'documents'>[],
  sinceMs: number,
) {
  const changed = works
    .flatMap(({ documents }) => documents)
    .filter(({ head, changedAtMs }) => head > 0 && changedAtMs > sinceMs)
    .sort((a, b) => b.changedAtMs - a.changedAtMs)
    .slice(0, limits.homeTextsMax)
    .map(({ id }) => id);
  const max = limits.homeEarlierMax;
  const [writing, writers, created, versions, joined, locks, roles] = await Promise.all([
    activity.writing(changed, sinceMs),
    activity.writers(changed),
    activity.created(partnershipId, sinceMs, max),
    activity.versions(partnershipId, sinceMs, max),
    activity.joined(partnershipId, sinceMs, max),
    activity.locks(partnershipId),
    activity.rolesChanged(partnershipId, sinceMs, max),
  ]);
  // What the server mends in a text is nobody's news.
  const people = new Map(
    [...writers].map(([id, who]) => [id, new Set([...who].filter((it) => it !== SERVER_AUTHOR))]),
  );
  return {
    writing: writing.filter(({ author }) => author !== SERVER_AUTHOR),
    writers: people,
    created,
    versions,
    joined,
    locks,
    roles,
  };
}

/** Invitations that this person looks after. */
export function managedBy(
  principal: Principal,
  partnershipId: PartnershipId,
  organisations: readonly Organisation[],
  works: readonly Pick<WorkWithDocuments, 'work'>[],
) {
  const reach = reachOf(principal, partnershipId);
  const countries = new Map(organisations.map(({ id, country }) => [id as string, country]));
  const owners = new Map(works.map(({ work }) => [work.id, work.ownerCountry]));
  return ({ organisationId, grants }: Invitation): boolean =>
    mayManage(reach, { country: countries.get(organisationId ?? '') ?? null, grants }, (id) =>
      owners.get(id),
    );
}

/** Whom it names. */
export function peopleIn(it: FeedEntry | Need): readonly string[] {
  if (!('by' in it) || it.by === null) return [];
  return typeof it.by === 'string' ? [it.by] : it.by;
}
