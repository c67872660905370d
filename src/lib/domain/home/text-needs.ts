import { isEvidenceKind, type DocumentMeta, type Work } from '../deliverable/work.ts';
import type { Grant, Principal } from '../partnership/member.ts';
import type { LanguageTag } from '../partnership/organisation.ts';
import { includes, memberOf, rightOn } from '../partnership/policy.ts';
import { firstTexts, refOf, type Need, type NeedFacts, type TextRef } from './need.ts';

const DAY_MS = 86_400_000;
/** Two languages worked on side by side are no stale pair. */
export const BEHIND_MS = 3_600_000;
const OF_A_KIND_MAX = 5;

interface Text {
  readonly work: Work;
  readonly document: DocumentMeta;
}

/** What waits in texts: for who writes in them, who keeps a language, who only reads. */
export function textNeeds(principal: Principal, facts: NeedFacts): Need[] {
  const grants = principal.memberships
    .filter(({ partnershipId }) => partnershipId === facts.partnershipId)
    .flatMap((membership) => membership.grants);
  const texts = facts.works.flatMap(({ work, documents }) =>
    documents.filter(({ role }) => role === 'text').map((document) => ({ work, document })),
  );
  const writes = ({ work, document }: Text) =>
    includes(rightOn(principal, work, { ...document, locked: false })?.right ?? null, 'suggest');
  const readsOnly = grants.length > 0 && grants.every(({ role }) => role === 'observer');
  return [
    ...changedSinceOwn(principal.personId, facts, texts),
    ...locked(principal.personId, facts, texts.filter(writes)),
    ...ownDrafts(principal.personId, facts, texts),
    ...languageNeeds(principal, grants, facts),
    ...(readsOnly ? toRead(facts, texts) : []),
  ];
}

/** Texts in which one wrote, and in which others went on after that. */
function changedSinceOwn(personId: string, { writing, writers }: NeedFacts, texts: readonly Text[]): Need[] {
  return texts
    .flatMap(({ document }): Extract<Need, { kind: 'text-changed' }>[] => {
      if (!writers.get(document.id)?.has(personId)) return [];
      const here = writing.filter(({ documentId }) => documentId === document.id);
      const own = Math.max(0, ...here.filter(({ author }) => author === personId).map(({ atMs }) => atMs));
      const later = here.filter(({ author, atMs }) => author !== personId && atMs > own);
      if (later.length === 0) return [];
      const by = [...new Set(later.map(({ author }) => author))];
      return [{ kind: 'text-changed', text: refOf(document), by, atMs: latest(later) }];
    })
    .sort((a, b) => b.atMs - a.atMs)
    .slice(0, OF_A_KIND_MAX);
}

/** Texts in which one wrote and cannot write now. */
const locked = (personId: string, { locks, writers }: NeedFacts, texts: readonly Text[]): Need[] =>
  texts
    .flatMap(({ document }): Need[] => {
      const lock = locks.find(({ documentId }) => documentId === document.id);
      if (!document.locked || lock?.personId === personId || !writers.get(document.id)?.has(personId))
        return [];
      return [{ kind: 'text-locked', text: refOf(document), by: lock?.personId ?? null }];
    })
    .slice(0, OF_A_KIND_MAX);

/** Drafts in which nobody else has written: they were begun, and may be waiting. */
const ownDrafts = (personId: string, { writers }: NeedFacts, texts: readonly Text[]): Need[] =>
  texts
    .filter(({ work, document }) => {
      const who = writers.get(document.id);
      return work.state === 'draft' && who?.size === 1 && who.has(personId);
    })
    .map(
      ({ document }) => ({ kind: 'own-draft', text: refOf(document), atMs: document.changedAtMs }) as const,
    )
    .sort((a, b) => b.atMs - a.atMs)
    .slice(0, OF_A_KIND_MAX);

/** Of the languages that somebody reviews: what is behind its source, empty, or not there. */
function languageNeeds(principal: Principal, grants: readonly Grant[], facts: NeedFacts): Need[] {
  const kept = grants.filter(({ role }) => role === 'language-reviewer');
  const organisationId = memberOf(principal, facts.partnershipId)?.organisationId;
  const spoken = facts.organisations.find(({ id }) => id === organisationId)?.languages ?? facts.languages;
  const coordinates = grants.some(({ role, scope }) => role === 'coordinator' && scope.kind === 'all');
  const own = new Set(
    kept.flatMap(({ scope }) =>
      scope.kind === 'language' ? [scope.language] : scope.kind === 'all' ? facts.languages : spoken,
    ),
  );
  const reached = (work: Work, document: DocumentMeta) =>
    kept.length > 0 && rightOn(principal, work, document) !== null;
  return [...new Set([...own, ...(coordinates ? facts.languages : [])])].flatMap((language) => {
    const all = languageStanding(language, facts, reached, coordinates);
    // A coordinator hears what grows stale; what is still to be translated is its reviewers' list.
    return own.has(language) ? all : all.filter(({ kind }) => kind === 'versions-behind');
  });
}

function languageStanding(
  language: LanguageTag,
  { works }: NeedFacts,
  reached: (work: Work, document: DocumentMeta) => boolean,
  everywhere: boolean,
): Need[] {
  const behind: { text: TextRef; laterMs: number }[] = [];
  const empty: TextRef[] = [];
  const missing: TextRef[] = [];
  for (const { work, documents } of works) {
    const source = documents.find((it) => it.role === 'text' && it.language === work.sourceLanguage);
    if (!source || source.head === 0 || source.language === language) continue;
    const own = documents.find((it) => it.role === 'text' && it.language === language);
    if (!own) {
      // What somebody saw is not owed in every language.
      if (!isEvidenceKind(work.kind)) missing.push(refOf(source));
      continue;
    }
    if (!everywhere && !reached(work, own)) continue;
    const laterMs = source.changedAtMs - own.changedAtMs;
    if (own.head === 0) empty.push(refOf(own));
    else if (laterMs >= BEHIND_MS) behind.push({ text: refOf(own), laterMs });
  }
  behind.sort((a, b) => b.laterMs - a.laterMs);
  const days = Math.floor((behind[0]?.laterMs ?? 0) / DAY_MS);
  return [
    ...(behind.length > 0
      ? [{ kind: 'versions-behind', language, days, ...firstTexts(behind.map(({ text }) => text)) } as const]
      : []),
    ...(empty.length > 0 ? [{ kind: 'versions-empty', language, ...firstTexts(empty) } as const] : []),
    ...(missing.length > 0 ? [{ kind: 'versions-missing', language, ...firstTexts(missing) } as const] : []),
  ];
}

/** What was finished enough to get a name. */
function toRead({ versions }: NeedFacts, texts: readonly Text[]): Need[] {
  return versions
    .filter(({ kind }) => kind === 'named')
    .flatMap(({ name, heads, atMs }): Need[] => {
      const text = texts.find(({ document }) => document.id in heads);
      return text ? [{ kind: 'to-read', text: refOf(text.document), version: name, atMs }] : [];
    })
    .slice(0, OF_A_KIND_MAX);
}

const latest = (all: readonly { readonly atMs: number }[]): number =>
  Math.max(...all.map(({ atMs }) => atMs));
