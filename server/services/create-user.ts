import type { AccountStore, Person } from '#server/ports/account-store.ts';
import type { PartnershipStore } from '#server/ports/partnership-store.ts';
import { newId, type PartnershipId } from '#lib/core/ids.ts';
import type { Random } from '#lib/core/random.ts';
import { ok, problem, type Result } from '#lib/core/result.ts';
import { isRole, type Role } from '#lib/domain/partnership/member.ts';
import { checked, readEmail, readName, type Faults } from './person-input.ts';

interface Deps {
  readonly accounts: AccountStore;
  readonly partnerships: PartnershipStore;
  readonly random: Random;
}

export interface NewUser {
  readonly name: string;
  readonly email?: string | null;
  readonly operator?: boolean;
  /** A role in a partnership, over all of it; both or neither. */
  readonly role?: string;
  readonly partnershipId?: PartnershipId;
}

/**
 * A person, and with a role their membership, in one step.
 * Errors: `input-invalid` with its fields, `email-taken`, `partnership-unknown`.
 */
export const createUser =
  ({ accounts, partnerships, random }: Deps) =>
  async (input: NewUser): Promise<Result<Person>> => {
    const valid = validate(input);
    if (!valid.ok) return valid;
    const { name, email, membership } = valid.value;
    if (email && (await accounts.personByEmail(email)))
      return problem('email-taken', 'Somebody has this e-mail already.');
    if (membership && !(await partnerships.partnership(membership.partnershipId)))
      return problem('partnership-unknown', `There is no partnership "${membership.partnershipId}".`);
    const person: Person = {
      id: newId(random),
      name,
      email,
      locale: null,
      operator: input.operator ?? false,
    };
    if (!membership) await accounts.createPerson(person);
    else
      await partnerships.insert({
        people: [person],
        members: [
          {
            personId: person.id,
            partnershipId: membership.partnershipId,
            organisationId: null,
            grants: [{ role: membership.role, scope: { kind: 'all' } }],
          },
        ],
      });
    return ok(person);
  };

interface ValidUser {
  readonly name: string;
  readonly email: string | null;
  readonly membership: { readonly role: Role; readonly partnershipId: PartnershipId } | null;
}

function validate(input: NewUser): Result<ValidUser> {
  const faults: Faults = {};
  const name = readName(input.name, faults);
  const email = input.email?.trim() ? readEmail(input.email, faults) : null;
  if (input.role !== undefined && !isRole(input.role)) faults.role = 'unknown';
  if (Boolean(input.role) !== Boolean(input.partnershipId))
    faults[input.role ? 'partnership' : 'role'] ??= 'missing';
  const { role, partnershipId } = input;
  const membership = role && isRole(role) && partnershipId ? { role, partnershipId } : null;
  return checked({ name, email, membership }, faults);
}
