import type { DocumentId } from '#lib/core/ids.ts';
import { ok, type Result } from '#lib/core/result.ts';
import type { EditingPeriod } from '#lib/domain/history/editing-periods.ts';
import { includes } from '#lib/domain/partnership/policy.ts';
import type { Principal } from '#lib/domain/partnership/member.ts';
import type { AccountStore } from '#server/ports/account-store.ts';
import type { PartnershipStore } from '#server/ports/partnership-store.ts';
import type { Version, VersionStore } from '#server/ports/version-store.ts';
import type { FindDocument } from './find-document.ts';
import { mayChange } from './name-version.ts';
import { namedAuthors, type TextAuthors } from './text-authors.ts';
import type { TextPeriods } from './text-periods.ts';

/** A text's past: what people named, what they put back, and when they wrote. */
export interface TextHistory {
  /** Sequence number of the present state. */
  readonly head: number;
  /** Newest first; `seq` is this document's state at that moment. */
  readonly versions: readonly VersionView[];
  /** Newest first. */
  readonly periods: readonly EditingPeriod[];
  readonly authors: TextAuthors;
  readonly mayWrite: boolean;
}

export interface VersionView extends Omit<Version, 'heads' | 'workId'> {
  readonly seq: number;
  /** Whether the reader may give it another name, or take its name away. */
  readonly mayChange: boolean;
}

interface Deps {
  readonly versions: VersionStore;
  readonly partnerships: PartnershipStore;
  readonly accounts: AccountStore;
  readonly periodsOf: TextPeriods;
  readonly findDocument: FindDocument;
}

/** Errors: those of `findDocument`. */
export const listVersions =
  (deps: Deps) =>
  async (principal: Principal | null, documentId: DocumentId): Promise<Result<TextHistory>> => {
    const found = await deps.findDocument(principal, documentId, 'read');
    if (!found.ok) return found;
    const { entry, meta, reason } = found.value;
    const [versions, periods] = await Promise.all([
      deps.versions.versionsOf(entry.work.id),
      deps.periodsOf(documentId),
    ]);
    const own = versions.flatMap((version): VersionView[] => {
      const { heads, workId: _, ...view } = version;
      const seq = heads[documentId];
      if (seq === undefined) return [];
      return [{ ...view, seq, mayChange: mayChange(version, principal, reason.right) }];
    });
    const ids = [
      ...own.flatMap(({ personId }) => (personId === null ? [] : [personId])),
      ...periods.flatMap(({ authors }) => authors),
    ];
    return ok({
      head: meta.head,
      versions: own,
      periods: [...periods].reverse(),
      authors: await namedAuthors(deps, entry.work.partnershipId, new Set(ids)),
      mayWrite: includes(reason.right, 'write'),
    });
  };
