import { describe, expect, test } from 'vitest';
import { workStates, type DocumentMeta, type Work, type WorkState } from '../deliverable/work.ts';
import { roles, type Grant, type Principal, type Role, type Scope } from './member.ts';
import {
  can,
  includes,
  mayLock,
  memberOf,
  partnershipActions,
  rightOn,
  rights,
  type PartnershipAction,
  type Right,
} from './policy.ts';

const HERE = 'partnership-here';
const ELSEWHERE = 'partnership-elsewhere';

const work = (changes: Partial<Work> = {}): Work => ({
  id: 'work-1',
  partnershipId: HERE,
  deliverableId: null,
  type: 'prose',
  kind: 'free',
  sourceLanguage: 'fr',
  state: 'draft',
  ownerOrganisationId: null,
  ownerCountry: 'IT',
  ...changes,
});

const text = (changes: Partial<DocumentMeta> = {}): DocumentMeta => ({
  id: 'doc-1',
  workId: 'work-1',
  role: 'text',
  language: 'it',
  title: 'Profilo',
  minSchema: 1,
  head: 0,
  policyEpoch: 0,
  locked: false,
  incarnation: 1,
  changedAtMs: 0,
  ...changes,
});

const member = (grants: readonly Grant[], partnershipId = HERE): Principal => ({
  personId: 'person-1',
  operator: false,
  memberships: [{ partnershipId, organisationId: null, country: 'FR', grants }],
});

const holder = (role: Role, scope: Scope = { kind: 'all' }, partnershipId = HERE) =>
  member([{ role, scope }], partnershipId);

/** Written out by hand, so that a change of the policy has to be written down twice. */
const table: Readonly<Record<Role, { inScope: Right; outOfScope: Right; final: Right; locked: Right }>> = {
  coordinator: { inScope: 'manage', outOfScope: 'comment', final: 'comment', locked: 'comment' },
  'country-lead': { inScope: 'write', outOfScope: 'comment', final: 'comment', locked: 'comment' },
  editor: { inScope: 'write', outOfScope: 'comment', final: 'comment', locked: 'comment' },
  'language-reviewer': { inScope: 'write', outOfScope: 'comment', final: 'comment', locked: 'comment' },
  terminologist: { inScope: 'suggest', outOfScope: 'comment', final: 'comment', locked: 'comment' },
  facilitator: { inScope: 'comment', outOfScope: 'comment', final: 'comment', locked: 'comment' },
  observer: { inScope: 'read', outOfScope: 'read', final: 'read', locked: 'read' },
};

const scopesOverTheText: readonly Scope[] = [
  { kind: 'all' },
  { kind: 'country', country: 'IT' },
  { kind: 'language', language: 'it' },
  { kind: 'work', workId: 'work-1' },
];
const scopesBesideIt: readonly Scope[] = [
  { kind: 'country', country: 'FI' },
  { kind: 'language', language: 'fi' },
  { kind: 'work', workId: 'work-2' },
];
const openStates: readonly WorkState[] = [
  'draft',
  'proposed',
  'in-review',
  'agreed',
  'agreed-with-divergence',
];
const finalStates: readonly WorkState[] = ['published', 'superseded'];

test('every state is either open or final in these tests', () => {
  expect([...openStates, ...finalStates]).toEqual(workStates);
});

describe.each(roles)('%s', (role) => {
  const { inScope, outOfScope, final, locked } = table[role];
  const cells = [
    ...scopesOverTheText.map((scope) => ({ scope, over: inScope })),
    ...scopesBesideIt.map((scope) => ({ scope, over: outOfScope })),
  ];
  for (const { scope, over } of cells)
    for (const state of workStates)
      for (const isLocked of [false, true]) {
        const lowest = [
          over,
          finalStates.includes(state) ? final : 'manage',
          isLocked ? locked : 'manage',
        ] as Right[];
        const expected = lowest.reduce((a, b) => (rights.indexOf(a) < rights.indexOf(b) ? a : b));
        test(`${JSON.stringify(scope)}, ${state}${isLocked ? ', locked' : ''}: ${expected}`, () => {
          const reason = rightOn(holder(role, scope), work({ state }), text({ locked: isLocked }));
          expect(reason?.right).toBe(expected);
          expect(reason?.role).toBe(role);
          expect(reason?.scope).toEqual(scope);
          expect(reason?.ofRole).toBe(inScope);
          expect(reason?.loweredBy === undefined).toBe(expected === inScope);
        });
      }

  test('has no right in another partnership', () => {
    expect(rightOn(holder(role, { kind: 'all' }, ELSEWHERE), work(), text())).toBeNull();
  });
});

describe('who has no right at all', () => {
  test.each([
    ['somebody who is not signed in', null],
    ['a stranger', { personId: 'x', operator: false, memberships: [] }],
    [
      'an operator, who may create partnerships but not read them',
      { personId: 'x', operator: true, memberships: [] },
    ],
    ['a member without a role', member([])],
  ] as const)('%s', (_, principal) => {
    expect(rightOn(principal, work(), text())).toBeNull();
    for (const action of Object.keys(partnershipActions))
      expect(can(principal, action as PartnershipAction, HERE)).toBe(false);
  });
});

describe('why', () => {
  const editor = holder('editor');
  test('a lock is named', () =>
    expect(rightOn(editor, work(), text({ locked: true }))?.loweredBy).toBe('lock'));
  test('a final state is named', () =>
    expect(rightOn(editor, work({ state: 'published' }), text())?.loweredBy).toBe('state'));
  test('a scope is named', () =>
    expect(rightOn(holder('editor', { kind: 'language', language: 'fi' }), work(), text())?.loweredBy).toBe(
      'scope',
    ));
  test('nothing is named when nothing was lowered', () =>
    expect(rightOn(editor, work(), text())?.loweredBy).toBeUndefined());
});

describe('locking', () => {
  const coordinator = holder('coordinator');
  test('who manages a text locks it, and unlocks it although the lock lowered everybody', () => {
    for (const locked of [false, true])
      for (const state of workStates)
        expect(mayLock(coordinator, work({ state }), text({ locked }))).toBe(true);
    expect(rightOn(coordinator, work(), text({ locked: true }))?.right).toBe('comment');
  });
  test.each(roles.filter((role) => role !== 'coordinator'))('%s does not', (role) => {
    expect(mayLock(holder(role), work(), text())).toBe(false);
  });
  test('nor a coordinator of other texts, or of another partnership', () => {
    for (const scope of scopesBesideIt)
      expect(mayLock(holder('coordinator', scope), work(), text())).toBe(false);
    expect(mayLock(holder('coordinator', { kind: 'all' }, ELSEWHERE), work(), text())).toBe(false);
    expect(mayLock(null, work(), text())).toBe(false);
  });
});

describe('scopes', () => {
  const language = (range: string, tag: string | null) =>
    rightOn(
      holder('language-reviewer', { kind: 'language', language: range }),
      work(),
      text({ language: tag }),
    )?.right;

  test('a language covers its regional forms, not the other way round', () => {
    expect(language('nl', 'nl-BE')).toBe('write');
    expect(language('nl-BE', 'nl')).toBe('comment');
    expect(language('nl-BE', 'nl-NL')).toBe('comment');
    expect(language('fi', 'fil')).toBe('comment');
  });
  test('what has no language is nobody’s language version', () =>
    expect(language('fr', null)).toBe('comment'));
  test('a common text belongs to every country, another country’s does not', () => {
    const lead = holder('country-lead', { kind: 'country', country: 'FR' });
    expect(rightOn(lead, work({ ownerCountry: null }), text())?.right).toBe('write');
    expect(rightOn(lead, work({ ownerCountry: 'FR' }), text())?.right).toBe('write');
    // The member of these tests belongs to a French organisation: that alone opens nothing Italian.
    expect(rightOn(lead, work({ ownerCountry: 'IT' }), text())?.right).toBe('comment');
  });
});

test('of several grants the best one counts, whichever organisation it came with', () => {
  const observer: Grant = { role: 'observer', scope: { kind: 'all' } };
  const reviewer: Grant = { role: 'language-reviewer', scope: { kind: 'language', language: 'it' } };
  for (const grants of [
    [observer, reviewer],
    [reviewer, observer],
  ])
    expect(rightOn(member(grants), work(), text())).toMatchObject({
      right: 'write',
      role: 'language-reviewer',
    });
  const twoOrganisations: Principal = {
    personId: 'x',
    operator: false,
    memberships: [...member([observer]).memberships, ...member([reviewer]).memberships],
  };
  expect(rightOn(twoOrganisations, work(), text())?.right).toBe('write');
  expect(memberOf(twoOrganisations, HERE)).not.toBeNull();
});

test('each right includes those below it and none above', () => {
  rights.forEach((held, height) => {
    rights.forEach((needed, wanted) => expect(includes(held, needed)).toBe(wanted <= height));
    expect(includes(null, held)).toBe(false);
  });
});

describe('actions in a partnership', () => {
  const expected: Readonly<Record<PartnershipAction, readonly Role[]>> = {
    'partnership.read': roles,
    'export.create': roles,
    'work.create': ['coordinator', 'country-lead', 'editor'],
    'organisations.manage': ['coordinator'],
    'programme.manage': ['coordinator'],
    'glossary.propose': ['coordinator', 'country-lead', 'editor', 'language-reviewer', 'terminologist'],
    'glossary.manage': ['coordinator', 'terminologist'],
    'publication.manage': ['coordinator'],
    'workshop.manage': ['coordinator', 'facilitator'],
    'people.manage': ['coordinator', 'country-lead'],
  };
  for (const action of Object.keys(partnershipActions) as PartnershipAction[])
    for (const role of roles)
      test(`${action} by ${role}`, () => {
        expect(can(holder(role), action, HERE)).toBe(expected[action].includes(role));
        expect(can(holder(role), action, ELSEWHERE)).toBe(false);
      });

  test('somebody asked in for one text or one language adds no works', () => {
    expect(can(holder('editor', { kind: 'work', workId: 'work-1' }), 'work.create', HERE)).toBe(false);
    expect(can(holder('editor', { kind: 'language', language: 'it' }), 'work.create', HERE)).toBe(false);
    expect(can(holder('country-lead', { kind: 'country', country: 'IT' }), 'work.create', HERE)).toBe(true);
    expect(can(holder('country-lead', { kind: 'work', workId: 'work-1' }), 'people.manage', HERE)).toBe(
      false,
    );
  });
});
