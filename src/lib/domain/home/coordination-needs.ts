import type { Principal } from '../partnership/member.ts';
import { reachOf } from '../partnership/people-policy.ts';
import { named, type Need, type NeedFacts } from './need.ts';

const SOON_MS = 2 * 86_400_000;

/** What waits for who looks after people and partners: a coordinator for all of it, a lead for their countries. */
export function coordinationNeeds(principal: Principal, facts: NeedFacts): Need[] {
  const reach = reachOf(principal, facts.partnershipId);
  if (reach !== 'all' && reach.length === 0) return [];
  const within = (country: string | null) => reach === 'all' || (country !== null && reach.includes(country));
  const countryOf = new Map(facts.organisations.map(({ id, country }) => [id as string, country]));
  return [
    ...invitationNeeds(facts),
    ...peopleNeeds(facts, (organisationId) => within(countryOf.get(organisationId ?? '') ?? null)),
    ...(reach === 'all' ? ruleNeeds(facts) : countryNeeds(facts, reach)),
    ...unconfirmed(facts, within),
  ];
}

function invitationNeeds({ invitations, nowMs }: NeedFacts): Need[] {
  const expired = invitations.filter(({ expiresAtMs }) => expiresAtMs <= nowMs);
  const expiring = invitations.filter(({ expiresAtMs: at }) => at > nowMs && at - nowMs <= SOON_MS);
  const namesOf = (all: typeof invitations) => named(all.map(({ name }) => name));
  return [
    ...(expired.length > 0 ? [{ kind: 'invitations-expired', ...namesOf(expired) } as const] : []),
    ...(expiring.length > 0
      ? [
          {
            kind: 'invitations-expiring',
            atMs: Math.min(...expiring.map(({ expiresAtMs }) => expiresAtMs)),
            ...namesOf(expiring),
          } as const,
        ]
      : []),
  ];
}

function peopleNeeds({ members }: NeedFacts, within: (organisationId: string | null) => boolean): Need[] {
  const own = members.filter(({ organisationId }) => within(organisationId));
  const namesOf = (all: typeof members) => named(all.map(({ name }) => name));
  const roleless = own.filter(({ grants }) => grants.length === 0);
  // Alone, or with nobody placed yet, one has other worries.
  const unplaced = own.filter(({ organisationId }) => organisationId === null);
  return [
    ...(roleless.length > 0 ? [{ kind: 'people-roleless', ...namesOf(roleless) } as const] : []),
    ...(unplaced.length > 0 && members.length > 1
      ? [{ kind: 'people-unplaced', ...namesOf(unplaced) } as const]
      : []),
  ];
}

const ruleNeeds = ({ standing, organisations }: NeedFacts): Need[] =>
  // Without organisations the first steps say what to do; six broken rules would only frighten.
  organisations.length === 0
    ? []
    : standing.rules
        .filter(({ state }) => state === 'not-met' || state === 'warning')
        .sort((a, b) => Number(a.state === 'warning') - Number(b.state === 'warning'))
        .map(({ rule, explanation }) => ({ kind: 'rule', rule, explanation }));

const countryNeeds = ({ standing }: NeedFacts, countries: readonly string[]): Need[] =>
  standing.readiness
    .filter(({ country, readiness }) => countries.includes(country) && readiness !== 'ready')
    .map(({ country, reason }) => ({ kind: 'country', country, explanation: reason }));

function unconfirmed({ organisations }: NeedFacts, within: (country: string) => boolean): Need[] {
  const waiting = organisations.filter(
    ({ status, country }) => status === 'to-be-confirmed' && within(country),
  );
  if (waiting.length === 0) return [];
  return [{ kind: 'organisations-unconfirmed', ...named(waiting.map(({ name }) => name)) }];
}
