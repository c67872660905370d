import type { DocumentId, PersonId } from '#lib/core/ids.ts';
import { refOf, type NeedFacts, type TextRef } from './need.ts';

/** What happened, grouped so that a day's writing in a text is one line, not one per key press. */
export type FeedEntry = { readonly atMs: number } & (
  | { readonly kind: 'wrote'; readonly text: TextRef; readonly by: readonly PersonId[] }
  | { readonly kind: 'created'; readonly texts: readonly TextRef[]; readonly count: number }
  | { readonly kind: 'named'; readonly text: TextRef; readonly name: string; readonly by: PersonId | null }
  | { readonly kind: 'restored'; readonly text: TextRef; readonly by: PersonId | null }
  | { readonly kind: 'joined'; readonly name: string; readonly organisationId: string | null }
  | { readonly kind: 'locked'; readonly text: TextRef; readonly by: PersonId | null }
  /** The reader's own: what others may do is told on the page of people. */
  | { readonly kind: 'roles-changed'; readonly by: PersonId | null }
);

export interface FeedFacts extends Pick<NeedFacts, 'writing' | 'works'> {
  readonly created: readonly { readonly documentId: DocumentId; readonly atMs: number }[];
  readonly versions: readonly (NeedFacts['versions'][number] & { readonly personId: PersonId | null })[];
  readonly joined: readonly {
    readonly name: string;
    readonly organisationId: string | null;
    readonly atMs: number;
  }[];
  readonly locks: readonly (NeedFacts['locks'][number] & { readonly atMs: number | null })[];
  readonly roles: readonly {
    readonly personId: PersonId;
    readonly by: PersonId | null;
    readonly atMs: number;
  }[];
}

/** In the address: asks for what was before the last visit too. */
export const EARLIER = 'earlier';

const DAY_MS = 86_400_000;
const dayOf = (atMs: number) => Math.floor(atMs / DAY_MS);
const TEXTS_NAMED_MAX = 3;

/** Newest first. What the reader did themselves, and what they may not read, is not among it. */
export function feedOf(readerId: PersonId, facts: FeedFacts): readonly FeedEntry[] {
  const texts = new Map<DocumentId, TextRef>(
    facts.works.flatMap(({ documents }) => documents.map((it) => [it.id, refOf(it)] as const)),
  );
  const entries: FeedEntry[] = [
    ...wrote(readerId, facts, texts),
    ...created(facts, texts),
    ...facts.joined.map((it) => ({ kind: 'joined', ...it }) as const),
  ];
  for (const { kind, name, heads, personId: by, atMs } of facts.versions) {
    const text = Object.keys(heads).flatMap((id) => texts.get(id) ?? [])[0];
    if (!text || by === readerId) continue;
    entries.push(kind === 'named' ? { kind, text, name, by, atMs } : { kind, text, by, atMs });
  }
  for (const { documentId, personId: by, atMs } of facts.locks) {
    const text = texts.get(documentId);
    if (text && atMs !== null && by !== readerId) entries.push({ kind: 'locked', text, by, atMs });
  }
  for (const { personId, by, atMs } of facts.roles)
    if (personId === readerId && by !== readerId) entries.push({ kind: 'roles-changed', by, atMs });
  return entries.sort((a, b) => b.atMs - a.atMs);
}

function wrote(
  readerId: PersonId,
  { writing }: FeedFacts,
  texts: ReadonlyMap<DocumentId, TextRef>,
): readonly FeedEntry[] {
  const groups = new Map<string, { text: TextRef; by: PersonId[]; atMs: number }>();
  for (const { documentId, author, atMs } of [...writing].sort((a, b) => b.atMs - a.atMs)) {
    const text = texts.get(documentId);
    // The program's own repairs are nobody's news.
    if (!text || author === readerId) continue;
    const key = `${documentId} ${dayOf(atMs)}`;
    const group = groups.get(key) ?? { text, by: [], atMs };
    if (!group.by.includes(author)) group.by.push(author);
    groups.set(key, group);
  }
  return [...groups.values()].map((group) => ({ kind: 'wrote', ...group }));
}

function created(facts: FeedFacts, texts: ReadonlyMap<DocumentId, TextRef>): readonly FeedEntry[] {
  const workOf = new Map(
    facts.works.flatMap(({ work, documents }) => documents.map((it) => [it.id, work.id] as const)),
  );
  const days = new Map<number, { works: Map<string, TextRef>; atMs: number }>();
  for (const { documentId, atMs } of facts.created) {
    const [text, workId] = [texts.get(documentId), workOf.get(documentId)];
    if (!text || workId === undefined) continue;
    const day = days.get(dayOf(atMs)) ?? { works: new Map<string, TextRef>(), atMs };
    // One text in several languages is one text.
    if (!day.works.has(workId)) day.works.set(workId, text);
    days.set(dayOf(atMs), { ...day, atMs: Math.max(day.atMs, atMs) });
  }
  return [...days.values()].map(({ works, atMs }) => ({
    kind: 'created',
    count: works.size,
    texts: [...works.values()].slice(0, TEXTS_NAMED_MAX),
    atMs,
  }));
}
