import { limits } from '#lib/core/limits.ts';
import { failed, ok, type Result } from '#lib/core/result.ts';
import { readLine } from './text-input.ts';
import { isRole, type Grant, type Scope } from '#lib/domain/partnership/member.ts';

/** What people type about people, checked once for every use case. A fault is a field's name with its code. */
export type Faults = Record<string, string>;

export const inputInvalid = (fields: Faults) =>
  failed({ code: 'input-invalid', detail: `Check ${Object.keys(fields).join(', ')}.`, fields });

export const readName = (
  value: unknown,
  faults: Faults,
  lengthMax: number = limits.personNameLengthMax,
): string => readLine(value, 'name', faults, lengthMax);

/**
 * An address in lower case, as accounts are told apart. Whether it receives mail is seen by sending to it:
 * here only what could never be one, or would be several.
 */
export function readEmail(value: unknown, faults: Faults): string {
  const email = typeof value === 'string' ? value.trim().toLowerCase() : '';
  if (!email) faults.email = 'missing';
  else if (
    email.length > limits.emailLengthMax ||
    !/^[^\s@,;:<>()[\]"\\\p{Cc}]+@[^\s@,;:<>()[\]"\\\p{Cc}]+$/u.test(email)
  )
    faults.email = 'no-address';
  return email;
}

/** A language of the interface, or `null`: the browser's. Any language may be wished for; what is spoken is i18n's matter. */
export function readLocale(value: unknown, faults: Faults): string | null {
  if (value === null || value === undefined || value === '') return null;
  const locale = canonicalLanguage(value);
  if (locale === null) faults.locale = 'unknown';
  return locale;
}

/** BCP 47, stored canonical; `null` when it is not a language tag. */
export function canonicalLanguage(value: unknown): string | null {
  if (typeof value !== 'string' || value.length > 35) return null;
  try {
    return Intl.getCanonicalLocales(value)[0] ?? null;
  } catch {
    return null;
  }
}

/** Roles with their scopes, each once. At least one: a member without a role is none. */
export function readGrants(
  value: unknown,
  isWork: (workId: string) => boolean,
  faults: Faults,
): readonly Grant[] {
  if (!Array.isArray(value) || value.length === 0) {
    faults.grants = 'missing';
    return [];
  }
  const grants = new Map<string, Grant>();
  for (const item of value.slice(0, limits.grantsPerMemberMax + 1)) {
    const grant = readGrant(item, isWork);
    if (!grant) faults.grants = 'unknown';
    else grants.set(JSON.stringify(grant), grant);
  }
  if (grants.size > limits.grantsPerMemberMax) faults.grants = 'too-long';
  return [...grants.values()];
}

function readGrant(value: unknown, isWork: (workId: string) => boolean): Grant | null {
  const { role, scope } = (value ?? {}) as { role?: unknown; scope?: unknown };
  const read = readScope(scope, isWork);
  return isRole(role) && read ? { role, scope: read } : null;
}

function readScope(value: unknown, isWork: (workId: string) => boolean): Scope | null {
  const scope = (value ?? {}) as Readonly<Record<string, unknown>>;
  switch (scope.kind) {
    case 'all':
      return { kind: 'all' };
    case 'country':
      return typeof scope.country === 'string' && /^[A-Z]{2}$/.test(scope.country)
        ? { kind: 'country', country: scope.country }
        : null;
    case 'language': {
      const language = canonicalLanguage(scope.language);
      return language ? { kind: 'language', language } : null;
    }
    case 'work':
      return typeof scope.workId === 'string' && isWork(scope.workId)
        ? { kind: 'work', workId: scope.workId }
        : null;
    default:
      return null;
  }
}

export const checked = <T>(value: T, faults: Faults): Result<T> =>
  Object.keys(faults).length > 0 ? inputInvalid(faults) : ok(value);
