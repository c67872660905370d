import type { PartnershipStore } from '#server/ports/partnership-store.ts';
import type { PartnershipId, WorkId } from '#lib/core/ids.ts';
import type { Grant } from '#lib/domain/partnership/member.ts';
import type { LanguageTag } from '#lib/domain/partnership/organisation.ts';

export interface GrantedWork {
  readonly id: WorkId;
  readonly titles: Readonly<Record<LanguageTag, string>>;
}

/** What the single texts are called that roles hold for; of others, nothing: the reader may be no member yet. */
export async function grantedWorks(
  partnerships: PartnershipStore,
  partnershipId: PartnershipId,
  grants: readonly Grant[],
): Promise<readonly GrantedWork[]> {
  const ids = new Set(grants.flatMap(({ scope }) => (scope.kind === 'work' ? [scope.workId] : [])));
  if (ids.size === 0) return [];
  const works = await partnerships.works(partnershipId);
  return works.filter(({ work }) => ids.has(work.id)).map(({ work, titles }) => ({ id: work.id, titles }));
}
