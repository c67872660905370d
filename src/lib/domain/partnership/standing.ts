import type { CountryCode, Organisation } from './organisation.ts';
import { countryReadiness, type CountryReadiness } from './readiness.ts';
import { applyRules, type RuleFacts, type RuleResult } from './tandem-rules.ts';

/** How far a partnership is: each country's tandem, and each rule of the call. */
export interface Standing {
  readonly readiness: readonly CountryReadiness[];
  readonly rules: readonly RuleResult[];
}

export const standingOf = (
  organisations: readonly Organisation[],
  facts: RuleFacts & { readonly wishedCountries: readonly CountryCode[] },
): Standing => ({
  readiness: countryReadiness(organisations, facts.wishedCountries),
  rules: applyRules(organisations, facts),
});
