import type { Principal } from '../partnership/member.ts';
import { includes, memberOf, rightOn } from '../partnership/policy.ts';
import { reachesCountry, reachOf } from '../partnership/people-policy.ts';
import { feedOf, type FeedEntry, type FeedFacts } from './feed.ts';
import type { Need, NeedFacts } from './need.ts';
import { needsOf } from './needs.ts';

/**
 * What stands behind the bell of every page: what needs somebody, as their home says it, and of what happened
 * only what concerns them. New is what came after they last looked there.
 */
export interface News {
  /** From when on things are new. */
  readonly sinceMs: number;
  readonly needs: readonly { readonly need: Need; readonly key: string; readonly isNew: boolean }[];
  /** Newest first. */
  readonly entries: readonly { readonly entry: FeedEntry; readonly isNew: boolean }[];
  readonly newCount: number;
}

/** What somebody had before them when they last looked. A need has no time of its own: it is told by its key. */
export interface Looked {
  readonly atMs: number;
  readonly needs: readonly string[];
}

export type NewsFacts = NeedFacts & FeedFacts;

/** Who never looked is told of a week, not of all that they missed. */
const FIRST_LOOK_MS = 7 * 86_400_000;

/** `digest` makes short keys that are kept: what names people goes through it. */
export function newsOf(
  principal: Principal,
  facts: NewsFacts,
  looked: Looked | null,
  digest: (identity: string) => string,
): News {
  const sinceMs = looked?.atMs ?? facts.nowMs - FIRST_LOOK_MS;
  const known = new Set(looked?.needs);
  const needs = needsOf(principal, facts).map((need) => {
    const key = digest(identityOf(need));
    // One's own draft is no news to its writer.
    return { need, key, isNew: need.kind !== 'own-draft' && !known.has(key) };
  });
  const entries = feedOf(principal.personId, concerning(principal, facts))
    .filter((entry) => !isSaidBy(needs, entry))
    .map((entry) => ({ entry, isNew: entry.atMs > sinceMs }));
  const isNew = (it: { readonly isNew: boolean }) => it.isNew;
  return { sinceMs, needs, entries, newCount: needs.filter(isNew).length + entries.filter(isNew).length };
}

/** What makes it another need than the one before. A colleague who goes on writing rings once a day. */
function identityOf(need: Need): string {
  const of = (...parts: unknown[]) => JSON.stringify([need.kind, ...parts]);
  switch (need.kind) {
    case 'text-changed':
      return of(need.text.documentId, Math.floor(need.atMs / 86_400_000), [...need.by].sort());
    case 'text-locked':
      return of(need.text.documentId, need.by);
    case 'own-draft':
      return of(need.text.documentId);
    case 'to-read':
      return of(need.text.documentId, need.version);
    case 'rule':
      return of(need.rule, need.explanation.key);
    case 'country':
      return of(need.country, need.explanation.key);
    case 'versions-behind':
    case 'versions-empty':
    case 'versions-missing':
      return of(
        need.language,
        need.count,
        need.texts.map((it) => it.documentId),
      );
    default:
      return of(need.count, need.names);
  }
}

/** Texts that they write in, people whom they look after or work with. */
function concerning(principal: Principal, facts: NewsFacts): FeedFacts {
  const { personId } = principal;
  const works = facts.works.flatMap(({ work, documents }) => {
    const own = documents.filter((it) =>
      includes(rightOn(principal, work, { ...it, locked: false })?.right ?? null, 'suggest'),
    );
    return own.length > 0 ? [{ work, documents: own }] : [];
  });
  const reach = reachOf(principal, facts.partnershipId);
  const organisationId = memberOf(principal, facts.partnershipId)?.organisationId ?? null;
  const countryOf = new Map(facts.organisations.map(({ id, country }) => [id as string, country]));
  const ownName = facts.members.find((it) => it.personId === personId)?.name;
  return {
    ...facts,
    works,
    // Others' words are news where one wrote oneself.
    writing: facts.writing.filter(({ documentId }) => facts.writers.get(documentId)?.has(personId)),
    joined: facts.joined.filter(
      (it) =>
        it.name !== ownName &&
        (reachesCountry(reach, countryOf.get(it.organisationId ?? '') ?? null) ||
          (organisationId !== null && it.organisationId === organisationId)),
    ),
  };
}

/** The same matter is not told twice. */
const isSaidBy = (needs: News['needs'], entry: FeedEntry): boolean =>
  needs.some(
    ({ need }) =>
      (need.kind === 'text-changed' &&
        entry.kind === 'wrote' &&
        need.text.documentId === entry.text.documentId) ||
      (need.kind === 'text-locked' &&
        entry.kind === 'locked' &&
        need.text.documentId === entry.text.documentId),
  );
