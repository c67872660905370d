import { countryReadiness } from '#lib/domain/partnership/readiness.ts';
import { applyRules } from '#lib/domain/partnership/tandem-rules.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ parent }) => {
  const { partnership, organisations } = await parent();
  return {
    readiness: countryReadiness(organisations, partnership.facts.wishedCountries),
    rules: applyRules(organisations, partnership.facts),
  };
};
