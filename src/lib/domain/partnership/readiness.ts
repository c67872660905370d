import { explain, type Explanation } from './explanation.ts';
import {
  isConfirmed,
  isInContact,
  isPublicWithRemit,
  type CountryCode,
  type Organisation,
} from './organisation.ts';

/**
 * How far a country is from its tandem (French « binôme »): two confirmed organisations, one of them a
 * public body with the legal remit for social action. In order:
 *
 * - `missing`: nobody there has been spoken with;
 * - `partial`: somebody has, but fewer than two organisations are confirmed;
 * - `tandem-incomplete`: two are confirmed, the public body with the remit is not among them;
 * - `ready`: the tandem stands.
 */
export const readinesses = ['missing', 'partial', 'tandem-incomplete', 'ready'] as const;
export type Readiness = (typeof readinesses)[number];

/** A tandem is two (French « binôme »). */
export const TANDEM_SIZE = 2;

export interface CountryReadiness {
  readonly country: CountryCode;
  readonly readiness: Readiness;
  readonly reason: Explanation;
  /** Those who have not withdrawn. */
  readonly organisations: readonly Organisation[];
  readonly confirmed: readonly Organisation[];
}

/** Every country with an organisation or a wish: the coordinator's first, then the readiest, then by code. */
export function countryReadiness(
  organisations: readonly Organisation[],
  wishedCountries: readonly CountryCode[],
): readonly CountryReadiness[] {
  const countries = new Set([...organisations.map((it) => it.country), ...wishedCountries]);
  const coordinating = organisations.find((it) => it.part === 'coordinator')?.country;
  const rank = (it: CountryReadiness) => (it.country === coordinating ? 1 : 0);
  return [...countries]
    .map((country) =>
      readinessOf(
        country,
        organisations.filter((it) => it.country === country),
      ),
    )
    .sort(
      (a, b) =>
        rank(b) - rank(a) ||
        readinesses.indexOf(b.readiness) - readinesses.indexOf(a.readiness) ||
        (a.country < b.country ? -1 : 1),
    );
}

/** The readiness of one country, from its own organisations. */
export function readinessOf(country: CountryCode, everyone: readonly Organisation[]): CountryReadiness {
  const organisations = everyone.filter((it) => it.status !== 'withdrawn');
  const confirmed = organisations.filter(isConfirmed);
  const contacts = organisations.filter(isInContact);
  const names = { names: confirmed.map((it) => it.name) };
  const result = (readiness: Readiness, reason: Explanation): CountryReadiness => ({
    country,
    readiness,
    reason,
    organisations,
    confirmed,
  });

  if (contacts.length === 0) {
    const why =
      organisations.length > 0
        ? explain('organisations-wished', { count: organisations.length })
        : everyone.length > 0
          ? explain('organisations-withdrawn')
          : explain('country-wished');
    return result('missing', why);
  }
  if (confirmed.length === 0) return result('partial', explain('none-confirmed', { count: contacts.length }));
  if (confirmed.length < TANDEM_SIZE) return result('partial', explain('one-confirmed', { names }));
  if (!confirmed.some(isPublicWithRemit)) {
    return result('tandem-incomplete', explain('no-public-remit', { names }));
  }
  return result('ready', explain('tandem-ready', { names }));
}
