import type { AccountStore, Person } from '#server/ports/account-store.ts';
import type { PartnershipId } from '#lib/core/ids.ts';
import { ok, problem, type Result } from '#lib/core/result.ts';
import { isRole, roles } from '#lib/domain/partnership/member.ts';

export interface AccountByRole {
  readonly role: string;
  readonly partnershipId?: PartnershipId;
}

/**
 * The first person who holds a role: how commands name an account of the example.
 * Errors: `role-unknown`, `role-unheld`, each with a sentence for the terminal.
 */
export const findAccountByRole =
  ({ accounts }: { readonly accounts: AccountStore }) =>
  async ({ role, partnershipId }: AccountByRole): Promise<Result<Person>> => {
    if (!isRole(role))
      return problem('role-unknown', `There is no role "${role}": the roles are ${roles.join(', ')}.`);
    const [person] = await accounts.peopleWithRole(role, partnershipId);
    if (person) return ok(person);
    const where = partnershipId ? ` in the partnership "${partnershipId}"` : '';
    return problem(
      'role-unheld',
      `Nobody holds the role ${role}${where}: load the example with "example", or add somebody with "user create".`,
    );
  };

/** For commands. Error: `account-unknown`, with a sentence for the terminal. */
export const findAccountByEmail =
  ({ accounts }: { readonly accounts: AccountStore }) =>
  async (email: string): Promise<Result<Person>> => {
    const person = await accounts.personByEmail(email.trim());
    return person ? ok(person) : problem('account-unknown', `Nobody has the e-mail address "${email}".`);
  };
