import type { AccountStore, Person } from '#server/ports/account-store.ts';
import type { Identity } from '#server/ports/identity.ts';
import type { PartnershipStore } from '#server/ports/partnership-store.ts';
import type { PartnershipId } from '#lib/core/ids.ts';
import { ok, type Result } from '#lib/core/result.ts';
import type { Grant } from '#lib/domain/partnership/member.ts';
import type { LanguageTag } from '#lib/domain/partnership/organisation.ts';
import { grantedWorks, type GrantedWork } from './granted-works.ts';
import { inBrowser } from './in-browser.ts';
import { checked, readLocale, readName, type Faults } from './person-input.ts';

interface Deps {
  readonly accounts: AccountStore;
  readonly partnerships: PartnershipStore;
}

export interface OwnAccount {
  readonly person: Person;
  readonly hasPassword: boolean;
  readonly memberships: readonly {
    readonly partnershipId: PartnershipId;
    readonly titles: Readonly<Record<LanguageTag, string>>;
    readonly organisation: string | null;
    readonly grants: readonly Grant[];
    /** Those that the roles name. */
    readonly works: readonly GrantedWork[];
  }[];
}

/** A person's own page. */
export const account =
  ({ accounts, partnerships }: Deps) =>
  async (identity: Identity | null): Promise<Result<OwnAccount>> => {
    const person = inBrowser(identity);
    if (!person.ok) return person;
    const [credential, mine] = await Promise.all([
      accounts.credential(person.value.id),
      partnerships.partnershipsOf(person.value.id),
    ]);
    const memberships = await Promise.all(
      mine.map(async ({ id, titles }) => {
        const own = identity?.principal.memberships.find((it) => it.partnershipId === id);
        const grants = own?.grants ?? [];
        const [organisations, works] = await Promise.all([
          partnerships.organisations(id),
          grantedWorks(partnerships, id, grants),
        ]);
        const organisation = organisations.find((it) => it.id === own?.organisationId)?.name ?? null;
        return { partnershipId: id, titles, organisation, grants, works };
      }),
    );
    return ok({ person: person.value, hasPassword: credential !== null, memberships });
  };

/** Name and interface language. Errors: `input-invalid` and those of `inBrowser`. */
export const updateProfile =
  ({ accounts }: Deps) =>
  async (
    identity: Identity | null,
    input: { readonly name: unknown; readonly locale: unknown },
  ): Promise<Result<Person>> => {
    const person = inBrowser(identity);
    if (!person.ok) return person;
    const faults: Faults = {};
    const profile = { name: readName(input.name, faults), locale: readLocale(input.locale, faults) };
    const valid = checked(profile, faults);
    if (!valid.ok) return valid;
    await accounts.updateProfile(person.value.id, valid.value);
    return ok({ ...person.value, ...valid.value });
  };
