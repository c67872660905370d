import type { AccountStore, Person } from '#server/ports/account-store.ts';
import type { PartnershipStore } from '#server/ports/partnership-store.ts';
import { newId, type PartnershipId } from '#lib/core/ids.ts';
import { limits } from '#lib/core/limits.ts';
import type { Random } from '#lib/core/random.ts';
import { failed, ok, problem, type Result } from '#lib/core/result.ts';
import { isRole, type Role } from '#lib/domain/partnership/member.ts';

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
  const fields: Record<string, string> = {};
  const name = input.name.trim();
  if (!name) fields.name = 'missing';
  else if (name.length > limits.personNameLengthMax) fields.name = 'too-long';
  const email = input.email?.trim().toLowerCase() || null;
  // Whether an address receives mail is seen by sending to it: here only what could never be one.
  if (email && (!/^[^\s@]+@[^\s@]+$/.test(email) || email.length > limits.emailLengthMax))
    fields.email = 'unknown';
  if (input.role !== undefined && !isRole(input.role)) fields.role = 'unknown';
  if (Boolean(input.role) !== Boolean(input.partnershipId))
    fields[input.role ? 'partnership' : 'role'] ??= 'missing';
  if (Object.keys(fields).length > 0)
    return failed({ code: 'input-invalid', detail: `Check ${Object.keys(fields).join(', ')}.`, fields });
  const { role, partnershipId } = input;
  const membership = role && isRole(role) && partnershipId ? { role, partnershipId } : null;
  return ok({ name, email, membership });
}
