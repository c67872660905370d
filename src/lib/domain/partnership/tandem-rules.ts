import { explain, type Explanation } from './explanation.ts';
import {
  isConfirmed,
  isInContact,
  isPublicWithRemit,
  type CountryCode,
  type Organisation,
  type OrganisationType,
} from './organisation.ts';
import { TANDEM_SIZE } from './readiness.ts';

/**
 * The rules of a partnership of tandems, computed from its organisations and its call, each with its reason.
 * Invariant: nothing is stored; the same organisations and facts give the same results.
 * It leaves the words to the message catalogue and the readiness of one country to readiness.ts.
 *
 * R1 and R2 count confirmed organisations only. A country takes part once somebody there has been spoken with.
 */
export const ruleIds = ['R1', 'R2', 'R3', 'R4', 'R5', 'R6'] as const;
export type RuleId = (typeof ruleIds)[number];

/** `unknown`: what is needed to judge is not known or not confirmed yet. */
export const ruleStates = ['met', 'not-met', 'warning', 'info', 'unknown'] as const;
export type RuleState = (typeof ruleStates)[number];

/** What the rules read of a partnership beside its organisations. */
export interface RuleFacts {
  /** ISO year-month; where language versions differ, the earliest. */
  readonly activitiesBegin: string | null;
  /** ISO year-month; where language versions differ, the latest. */
  readonly activitiesEnd: string | null;
  /** Programme action, such as `KA204`. */
  readonly action: string | null;
}

interface Outcome<Id extends RuleId, Facts> {
  readonly rule: Id;
  readonly state: RuleState;
  readonly explanation: Explanation;
  readonly facts: Facts;
}

export type RuleResult =
  | Outcome<'R1', { readonly confirmed: readonly CountryCode[]; readonly needed: number }>
  | Outcome<'R2', { readonly complete: readonly CountryCode[]; readonly incomplete: readonly CountryCode[] }>
  | Outcome<'R3', RemitFacts>
  | Outcome<'R4', { readonly alike: readonly AlikePair[] }>
  | Outcome<'R5', { readonly begin: string | null; readonly months: number | null }>
  | Outcome<'R6', { readonly action: string | null }>;

type ResultOf<Id extends RuleId> = Extract<RuleResult, { rule: Id }>;

/** Where the public body with the legal remit for social action is. */
export interface RemitFacts {
  readonly confirmed: readonly CountryCode[];
  /** There is one, and it is not confirmed yet. */
  readonly ifConfirmed: readonly CountryCode[];
  /** Of some organisation it is not known yet. */
  readonly unknown: readonly CountryCode[];
  readonly none: readonly CountryCode[];
}

/** Organisations of one country that would make up its tandem and are all of one type. */
export interface AlikePair {
  readonly country: CountryCode;
  readonly type: OrganisationType;
  readonly names: readonly string[];
}

/** All six, in order. */
export function applyRules(organisations: readonly Organisation[], facts: RuleFacts): readonly RuleResult[] {
  const byCountry = groupByCountry(organisations.filter((it) => it.status !== 'withdrawn'));
  return [
    threeCountries(byCountry),
    tandemPerCountry(byCountry),
    publicRemit(byCountry),
    differentViews(byCountry),
    eligibleDates(facts),
    fundingOfOutputs(facts),
  ];
}

export const COUNTRIES_NEEDED = 3;

/** R1: organisations from at least three European countries. */
function threeCountries(byCountry: ByCountry): ResultOf<'R1'> {
  const confirmed = countriesWhere(byCountry, (all) => all.some(isConfirmed));
  const met = confirmed.length >= COUNTRIES_NEEDED;
  const params = { count: confirmed.length, needed: COUNTRIES_NEEDED, countries: { countries: confirmed } };
  return {
    rule: 'R1',
    state: met ? 'met' : 'not-met',
    explanation: explain(met ? 'r1-met' : 'r1-not-met', params),
    facts: { confirmed, needed: COUNTRIES_NEEDED },
  };
}

/** R2: each country that takes part has a tandem. */
function tandemPerCountry(byCountry: ByCountry): ResultOf<'R2'> {
  const hasTandem = (all: readonly Organisation[]) => all.filter(isConfirmed).length >= TANDEM_SIZE;
  const complete = countriesWhere(byCountry, hasTandem);
  const incomplete = countriesWhere(byCountry, (all) => all.some(isInContact) && !hasTandem(all));
  const met = complete.length > 0 && incomplete.length === 0;
  const params = {
    completeCount: complete.length,
    complete: { countries: complete },
    incompleteCount: incomplete.length,
    incomplete: { countries: incomplete },
  };
  return {
    rule: 'R2',
    state: met ? 'met' : 'not-met',
    explanation: met ? explain('r2-met', { complete: params.complete }) : explain('r2-not-met', params),
    facts: { complete, incomplete },
  };
}

/** R3: one organisation of each tandem is a public body whose legal remit covers social action. */
function publicRemit(byCountry: ByCountry): ResultOf<'R3'> {
  const facts = remitFacts(byCountry);
  const { confirmed, ifConfirmed, unknown, none } = facts;
  const open = [...ifConfirmed, ...unknown];
  const state = none.length > 0 ? 'not-met' : open.length > 0 || confirmed.length === 0 ? 'unknown' : 'met';
  return {
    rule: 'R3',
    state,
    explanation: explain(`r3-${state}`, {
      confirmedCount: confirmed.length,
      confirmed: { countries: confirmed },
      openCount: open.length,
      open: { countries: open },
      noneCount: none.length,
      none: { countries: none },
    }),
    facts,
  };
}

function remitFacts(byCountry: ByCountry): RemitFacts {
  const facts = { confirmed: [], ifConfirmed: [], unknown: [], none: [] } as Record<
    keyof RemitFacts,
    CountryCode[]
  >;
  const mayBe = (it: Organisation) => it.public !== false && it.remit !== false;
  for (const [country, all] of byCountry) {
    if (!all.some(isInContact)) continue;
    const having = all.filter(isPublicWithRemit);
    if (having.some(isConfirmed)) facts.confirmed.push(country);
    else if (having.length > 0) facts.ifConfirmed.push(country);
    else facts[all.some(mayBe) ? 'unknown' : 'none'].push(country);
  }
  return facts;
}

/** R4, soft: a tandem crosses views; two organisations of one type see alike. */
function differentViews(byCountry: ByCountry): ResultOf<'R4'> {
  const alike: AlikePair[] = [];
  let compared = 0;
  for (const [country, all] of byCountry) {
    const members = all.filter(
      (it) => (it.status === 'confirmed' || it.status === 'to-be-confirmed') && it.type !== 'to-be-defined',
    );
    const [first, ...others] = members;
    if (!first || others.length === 0) continue;
    compared++;
    if (others.every((it) => it.type === first.type)) {
      alike.push({ country, type: first.type, names: members.map((it) => it.name) });
    }
  }
  const state = alike.length > 0 ? 'warning' : compared > 0 ? 'met' : 'unknown';
  return {
    rule: 'R4',
    state,
    explanation: explain(`r4-${state}`, {
      countries: { countries: alike.map((it) => it.country) },
      names: { names: alike.flatMap((it) => it.names) },
    }),
    facts: { alike },
  };
}

/**
 * R5: what the 2020 call of Erasmus+ KA204 allows. General knowledge of the programme, not checked again in
 * its guide: the sentence says so.
 */
const KA204 = { action: 'KA204', firstBegin: '2020-09', lastBegin: '2020-12', monthsMin: 12, monthsMax: 36 };

function eligibleDates({ action, activitiesBegin: begin, activitiesEnd: end }: RuleFacts): ResultOf<'R5'> {
  const months = begin !== null && end !== null ? monthsFromTo(begin, end) : null;
  const result = (state: RuleState, explanation: Explanation): ResultOf<'R5'> => ({
    rule: 'R5',
    state,
    explanation,
    facts: { begin, months },
  });
  if (action !== KA204.action || begin === null || months === null)
    return result('unknown', explain('r5-unknown'));

  const window = { first: { month: KA204.firstBegin }, last: { month: KA204.lastBegin } };
  const length = { months, monthsMin: KA204.monthsMin, monthsMax: KA204.monthsMax };
  // ISO year-months sort as text.
  if (begin < KA204.firstBegin || begin > KA204.lastBegin) {
    return result('warning', explain('r5-begin', { begin: { month: begin }, ...window }));
  }
  if (months < KA204.monthsMin || months > KA204.monthsMax)
    return result('warning', explain('r5-length', length));
  return result('met', explain('r5-met', { begin: { month: begin }, months }));
}

/** R6: partnerships that exchange good practices have no budget of their own for outputs. */
function fundingOfOutputs({ action }: RuleFacts): ResultOf<'R6'> {
  const known = action === KA204.action;
  return {
    rule: 'R6',
    state: known ? 'info' : 'unknown',
    explanation: explain(known ? 'r6-info' : 'r6-unknown'),
    facts: { action },
  };
}

/** Both months included. */
function monthsFromTo(begin: string, end: string): number {
  const index = (month: string) => Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7));
  return index(end) - index(begin) + 1;
}

type ByCountry = ReadonlyMap<CountryCode, readonly Organisation[]>;

function groupByCountry(organisations: readonly Organisation[]): ByCountry {
  const groups = new Map<CountryCode, Organisation[]>();
  for (const it of organisations) groups.set(it.country, [...(groups.get(it.country) ?? []), it]);
  return groups;
}

const countriesWhere = (
  byCountry: ByCountry,
  holds: (all: readonly Organisation[]) => boolean,
): readonly CountryCode[] => [...byCountry].filter(([, all]) => holds(all)).map(([country]) => country);
