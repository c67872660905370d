import type { AccountStore } from '#server/ports/account-store.ts';
import type { InvitationStore } from '#server/ports/invitation-store.ts';
import type { Partnership } from '#server/ports/partnership-store.ts';
import type { Clock } from '#lib/core/clock.ts';
import type { PartnershipId, PersonId, WorkId } from '#lib/core/ids.ts';
import { ok, type Result } from '#lib/core/result.ts';
import { titleIn } from '#lib/domain/deliverable/titles.ts';
import type { Grant, Principal, Role, Scope } from '#lib/domain/partnership/member.ts';
import type { CountryCode, LanguageTag, Organisation } from '#lib/domain/partnership/organisation.ts';
import {
  grantableRoles,
  grantableScopes,
  isLastCoordinator,
  mayManage,
  reachOf,
  type Reach,
} from '#lib/domain/partnership/people-policy.ts';
import { inviterNames, viewOf, type InvitationView } from './invitation-view.ts';
import { peopleContext, type PeopleDeps } from './people-context.ts';

interface Deps extends PeopleDeps {
  readonly accounts: AccountStore;
  readonly invitations: InvitationStore;
  readonly mailer: object | null;
  readonly clock: Clock;
}

/** Who takes part, as one of them sees it. */
export interface People {
  readonly partnership: Partnership;
  readonly members: readonly PersonOfPartnership[];
  /** Only those that the reader may renew and withdraw. */
  readonly invitations: readonly InvitationView[];
  readonly organisations: readonly Organisation[];
  readonly works: readonly {
    readonly id: WorkId;
    readonly code: string | null;
    readonly title: string;
    readonly titles: Readonly<Record<LanguageTag, string>>;
    readonly ownerCountry: CountryCode | null;
  }[];
  readonly may: {
    readonly invite: boolean;
    readonly reach: Reach;
    readonly roles: readonly Role[];
    readonly scopes: readonly Scope['kind'][];
  };
  /** Whether invitations go by mail; otherwise the inviter hands the link over. */
  readonly mail: boolean;
}

export interface PersonOfPartnership {
  readonly personId: PersonId;
  readonly name: string;
  /** Shown to themselves and to those who may change their roles. */
  readonly email: string | null;
  readonly organisationId: string | null;
  readonly country: CountryCode | null;
  readonly grants: readonly Grant[];
  readonly self: boolean;
  readonly may: { readonly change: boolean; readonly remove: boolean };
  /** The one who must stay: somebody has to be able to ask people in. */
  readonly lastCoordinator: boolean;
}

export const people =
  (deps: Deps) =>
  async (principal: Principal | null, partnershipId: PartnershipId): Promise<Result<People>> => {
    const found = await peopleContext(deps, principal, partnershipId, 'partnership.read');
    if (!found.ok) return found;
    const context = found.value;
    const reach = reachOf(principal, partnershipId);
    const mayInvite = grantableRoles(reach).length > 0;
    const [members, emails, deliverables, pending] = await Promise.all([
      deps.partnerships.members(partnershipId),
      deps.partnerships.memberEmails(partnershipId),
      deps.partnerships.deliverables(partnershipId),
      mayInvite ? deps.invitations.pending(partnershipId) : [],
    ]);
    const { countryOf, countryOfWork } = context;
    const within = (of: { organisationId: string | null; grants: readonly Grant[] }) =>
      mayInvite && mayManage(reach, { ...of, country: countryOf(of.organisationId) }, countryOfWork);
    const shown = pending.filter(within);
    const names = await inviterNames(deps.accounts, shown);
    return ok({
      partnership: context.partnership,
      members: members.map((member) => {
        const self = member.personId === principal?.personId;
        const lastCoordinator = isLastCoordinator(member.personId, members);
        const change = within(member);
        return {
          ...member,
          email: change || self ? (emails.get(member.personId) ?? null) : null,
          country: countryOf(member.organisationId),
          self,
          may: { change, remove: change && !lastCoordinator },
          lastCoordinator,
        };
      }),
      invitations: shown.map((invitation) => viewOf(invitation, names, deps.clock.nowMs())),
      organisations: context.organisations,
      works: context.works.map(({ work, titles }) => ({
        id: work.id,
        code: deliverables.find(({ id }) => id === work.deliverableId)?.code ?? null,
        title: titleIn(titles, work.sourceLanguage).text,
        titles,
        ownerCountry: work.ownerCountry,
      })),
      may: { invite: mayInvite, reach, roles: grantableRoles(reach), scopes: grantableScopes(reach) },
      mail: deps.mailer !== null,
    });
  };
