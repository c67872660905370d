import type { Organisation } from '#lib/domain/partnership/organisation.ts';
import type { Formats } from '#lib/i18n/formats.ts';
import type { MemberView } from './member-view.ts';

/** People as the page shows them: by organisation, organisations by country; those without one last. */
export interface PeopleGroup {
  /** `null`: people without an organisation. */
  readonly organisation: Pick<Organisation, 'id' | 'name' | 'country'> | null;
  readonly members: readonly MemberView[];
}

export function groupPeople(
  members: readonly MemberView[],
  organisations: readonly Pick<Organisation, 'id' | 'name' | 'country'>[],
  { countryName, compare }: Pick<Formats, 'countryName' | 'compare'>,
): readonly PeopleGroup[] {
  const of = (id: string | null) => organisations.find((it) => it.id === id) ?? null;
  const groups = new Map<string | null, MemberView[]>();
  for (const member of members) {
    const key = of(member.organisationId)?.id ?? null;
    groups.set(key, [...(groups.get(key) ?? []), member]);
  }
  const place = ({ organisation }: PeopleGroup): string =>
    organisation ? `${countryName(organisation.country)} ${organisation.name}` : '';
  const byPlace = (a: PeopleGroup, b: PeopleGroup): number =>
    Number(!a.organisation) - Number(!b.organisation) || compare(place(a), place(b));
  return [...groups]
    .map(([id, own]) => ({
      organisation: of(id),
      members: own.toSorted((a, b) => compare(a.name, b.name)),
    }))
    .sort(byPlace);
}
