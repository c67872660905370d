import { describe, expect, test } from 'vitest';
import { roles, type Grant, type Membership, type Principal } from './member.ts';
import {
  decideChange,
  grantableRoles,
  grantableScopes,
  isLastCoordinator,
  mayGrant,
  mayManage,
  reachOf,
  type CountryOfWork,
} from './people-policy.ts';

const HERE = 'here';
const all = { kind: 'all' } as const;
const inItaly = { kind: 'country', country: 'IT' } as const;
const inFrance = { kind: 'country', country: 'FR' } as const;
const grant = (role: Grant['role'], scope: Grant['scope'] = all): Grant => ({ role, scope });

const principal = (grants: readonly Grant[], more: Partial<Membership> = {}): Principal => ({
  personId: 'ada',
  operator: true,
  memberships: [{ partnershipId: HERE, organisationId: null, country: null, grants, ...more }],
});

const owners = new Map<string, string | null>([
  ['common', null],
  ['italian', 'IT'],
  ['french', 'FR'],
]);
const countryOfWork: CountryOfWork = (workId) => owners.get(workId);

describe('whom somebody looks after', () => {
  test.each([
    ['a coordinator of all: everybody', [grant('coordinator')], {}, 'all'],
    ['a country lead: that country', [grant('country-lead', inItaly)], {}, ['IT']],
    ['a lead of two', [grant('country-lead', inItaly), grant('country-lead', inFrance)], {}, ['FR', 'IT']],
    [
      'a lead without a country: that of their organisation',
      [grant('country-lead')],
      { country: 'FI' },
      ['FI'],
    ],
    ['a lead of no country at all: nobody', [grant('country-lead')], {}, []],
    ['a coordinator of one country: that country', [grant('coordinator', inItaly)], {}, ['IT']],
    ['a coordinator of one text: nobody', [grant('coordinator', { kind: 'work', workId: 'common' })], {}, []],
    ['an editor: nobody', [grant('editor')], { country: 'FI' }, []],
    ['a coordinator elsewhere: nobody', [grant('coordinator')], { partnershipId: 'elsewhere' }, []],
  ] as const)('%s', (_name, grants, more, reach) => {
    expect(reachOf(principal(grants, more), HERE)).toEqual(reach);
  });

  test('who is not signed in, and an operator who is no member: nobody', () => {
    expect(reachOf(null, HERE)).toEqual([]);
    expect(reachOf({ personId: 'op', operator: true, memberships: [] }, HERE)).toEqual([]);
  });
});

describe('what may be given', () => {
  test('a coordinator gives every role with every scope', () => {
    expect(grantableRoles('all')).toEqual(roles);
    for (const role of roles)
      for (const scope of [
        all,
        inItaly,
        { kind: 'language', language: 'it' },
        { kind: 'work', workId: 'x' },
      ] as const)
        expect(mayGrant('all', { role, scope }, countryOfWork)).toBe(true);
    expect(grantableScopes('all')).toContain('all');
  });

  test('a lead gives every role but coordination, for their country and for texts in which they may write', () => {
    const may = (role: Grant['role'], scope: Grant['scope']) =>
      mayGrant(['IT'], grant(role, scope), countryOfWork);
    for (const role of roles) {
      expect(may(role, inItaly), role).toBe(role !== 'coordinator');
      expect(may(role, all), role).toBe(false);
      expect(may(role, inFrance), role).toBe(false);
      // A language is written in every country.
      expect(may(role, { kind: 'language', language: 'it' }), role).toBe(false);
    }
    expect(may('editor', { kind: 'work', workId: 'common' })).toBe(true);
    expect(may('editor', { kind: 'work', workId: 'italian' })).toBe(true);
    expect(may('editor', { kind: 'work', workId: 'french' })).toBe(false);
    expect(may('editor', { kind: 'work', workId: 'of another partnership' })).toBe(false);
    expect(grantableScopes(['IT'])).toEqual(['country', 'work']);
  });

  test('who looks after nobody gives nothing', () => {
    expect([grantableRoles([]), grantableScopes([])]).toEqual([[], []]);
    expect(mayGrant([], grant('observer', inItaly), countryOfWork)).toBe(false);
  });
});

describe('whose roles may be changed', () => {
  test('a lead: those of their country who hold no more than a lead may give', () => {
    const may = (country: string | null, grants: readonly Grant[]) =>
      mayManage(['IT'], { country, grants }, countryOfWork);
    expect(may('IT', [grant('editor', inItaly)])).toBe(true);
    expect(may('IT', [])).toBe(true);
    expect(may('IT', [grant('editor', inItaly), grant('coordinator')])).toBe(false);
    expect(may('IT', [grant('editor')])).toBe(false);
    expect(may('FR', [grant('editor', inItaly)])).toBe(false);
    // Of no organisation, so of no country.
    expect(may(null, [grant('editor', inItaly)])).toBe(false);
  });

  const members = [
    { personId: 'ada', country: 'FR', grants: [grant('coordinator')] },
    { personId: 'bob', country: 'IT', grants: [grant('editor', inItaly)] },
    { personId: 'cleo', country: 'IT', grants: [grant('coordinator', inItaly)] },
  ] as const;
  const [ada, bob, cleo] = members;
  const code = (result: ReturnType<typeof decideChange>) => (result.ok ? 'ok' : result.problem.code);

  test('a lead moves nobody out of their country and gives nothing beyond it', () => {
    const to = (country: string | null, grants: readonly Grant[]) =>
      code(decideChange(['IT'], bob, { to: { country, grants } }, members, countryOfWork));
    expect(to('IT', [grant('language-reviewer', inItaly)])).toBe('ok');
    expect(to('FR', [grant('editor', inItaly)])).toBe('organisation-refused');
    expect(to(null, [grant('editor', inItaly)])).toBe('organisation-refused');
    expect(to('IT', [grant('editor')])).toBe('grant-refused');
    expect(to('IT', [grant('coordinator', inItaly)])).toBe('grant-refused');
    expect(code(decideChange(['IT'], ada, { to: null }, members, countryOfWork))).toBe('not-allowed');
    expect(code(decideChange(['IT'], cleo, { to: null }, members, countryOfWork))).toBe('not-allowed');
    expect(code(decideChange(['IT'], bob, { to: null }, members, countryOfWork))).toBe('ok');
  });

  test('the last who coordinates all of it stays, by their own wish too', () => {
    const step = (
      to: Parameters<typeof decideChange>[2]['to'],
      among: readonly (typeof members)[number][] = members,
    ) => code(decideChange('all', ada, { to }, among, countryOfWork));
    expect(step(null)).toBe('last-coordinator');
    expect(step({ country: 'FR', grants: [grant('observer')] })).toBe('last-coordinator');
    // Of one country is not of all of it.
    expect(step({ country: 'FR', grants: [grant('coordinator', inFrance)] })).toBe('last-coordinator');
    expect(step({ country: null, grants: [grant('observer'), grant('coordinator')] })).toBe('ok');
    const two = [...members, { ...ada, personId: 'dora' } as unknown as typeof ada];
    expect(step(null, two)).toBe('ok');
    expect([
      isLastCoordinator('ada', members),
      isLastCoordinator('cleo', members),
      isLastCoordinator('ada', two),
    ]).toEqual([true, false, false]);
  });
});
