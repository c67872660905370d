import { describe, expect, test } from 'vitest';
import type { Organisation } from './organisation.ts';
import { countryReadiness, readinessOf } from './readiness.ts';
import { applyRules, type RuleFacts, type RuleId } from './tandem-rules.ts';

let made = 0;
const organisation = (given: Partial<Organisation>): Organisation => ({
  id: `org-${++made}`,
  partnershipId: 'p',
  name: `Organisation ${made}`,
  country: 'FR',
  type: 'local-authority',
  public: true,
  remit: true,
  languages: [],
  status: 'confirmed',
  part: 'partner',
  ...given,
});
const association = (given: Partial<Organisation> = {}) =>
  organisation({ type: 'association', public: false, remit: false, ...given });

const ka204: RuleFacts = { action: 'KA204', activitiesBegin: '2020-10', activitiesEnd: '2021-12' };
const rule = (id: RuleId, organisations: readonly Organisation[], facts: RuleFacts = ka204) => {
  const found = applyRules(organisations, facts).find((it) => it.rule === id);
  if (!found) throw new Error(`no result for ${id}`);
  return found;
};
const tandemIn = (country: string) => [organisation({ country }), association({ country })];

describe('R1: three European countries', () => {
  test('two organisations of one country count once; unconfirmed ones do not count', () => {
    const all = [
      ...tandemIn('FR'),
      organisation({ country: 'IT' }),
      organisation({ country: 'FI', status: 'contacted' }),
    ];
    expect(rule('R1', all)).toMatchObject({
      state: 'not-met',
      facts: { confirmed: ['FR', 'IT'], needed: 3 },
    });
    expect(rule('R1', [...all, organisation({ country: 'BE' })]).state).toBe('met');
  });
});

describe('R2: a tandem in each country that takes part', () => {
  test('needs two confirmed organisations, also when others are on their way', () => {
    const oneConfirmed = [organisation({}), organisation({ status: 'to-be-confirmed' })];
    expect(rule('R2', oneConfirmed)).toMatchObject({ state: 'not-met', facts: { incomplete: ['FR'] } });
  });

  test('a country that is only wished for does not hold the others back', () => {
    const all = [...tandemIn('FR'), organisation({ country: 'BE', status: 'wished' })];
    expect(rule('R2', all)).toMatchObject({ state: 'met', facts: { complete: ['FR'], incomplete: [] } });
  });

  test('nobody at all is no tandem', () => {
    expect(rule('R2', []).state).toBe('not-met');
  });
});

describe('R3: a public body with the legal remit', () => {
  test('public without the remit, or the remit without being public, is not enough', () => {
    expect(rule('R3', [organisation({ remit: false }), association()]).state).toBe('not-met');
    expect(rule('R3', [organisation({ public: false }), association()]).state).toBe('not-met');
  });

  test('what is not confirmed or not known leaves the rule open', () => {
    const pending = [association(), organisation({ status: 'to-be-confirmed' })];
    expect(rule('R3', pending)).toMatchObject({ state: 'unknown', facts: { ifConfirmed: ['FR'] } });
    expect(rule('R3', [organisation({ remit: null })])).toMatchObject({
      state: 'unknown',
      facts: { unknown: ['FR'] },
    });
  });

  test('is met when each country has one confirmed', () => {
    expect(rule('R3', [...tandemIn('FR'), ...tandemIn('IT')])).toMatchObject({ state: 'met' });
  });
});

describe('R4: two different views', () => {
  test('warns of a tandem of one type, names it, and is quiet about two types', () => {
    const alike = [organisation({ name: 'A' }), organisation({ name: 'B', status: 'to-be-confirmed' })];
    expect(rule('R4', alike)).toMatchObject({
      state: 'warning',
      facts: { alike: [{ country: 'FR', type: 'local-authority', names: ['A', 'B'] }] },
    });
    expect(rule('R4', tandemIn('FR')).state).toBe('met');
  });

  test('does not compare with what is still to be defined', () => {
    expect(rule('R4', [organisation({}), organisation({ type: 'to-be-defined' })]).state).toBe('unknown');
  });
});

describe('R5: dates of the 2020 call', () => {
  test.each([
    ['2020-08', '2021-12', 'warning'],
    ['2020-09', '2021-12', 'met'],
    ['2020-12', '2023-11', 'met'],
    ['2020-12', '2023-12', 'warning'],
    ['2020-12', '2021-10', 'warning'],
    ['2020-12', '2021-11', 'met'],
    ['2021-01', '2022-12', 'warning'],
  ])('from %s to %s: %s', (activitiesBegin, activitiesEnd, state) => {
    expect(rule('R5', [], { action: 'KA204', activitiesBegin, activitiesEnd }).state).toBe(state);
  });

  test('says nothing of a programme it does not know, or without dates', () => {
    expect(rule('R5', [], { ...ka204, action: 'KA220-ADU' }).state).toBe('unknown');
    expect(rule('R5', [], { ...ka204, activitiesEnd: null }).state).toBe('unknown');
  });
});

test('R6: the funding of outputs is told, not judged', () => {
  expect(rule('R6', []).state).toBe('info');
  expect(rule('R6', [], { ...ka204, action: null }).state).toBe('unknown');
});

describe('readiness of a country', () => {
  const of = (...all: Organisation[]) => readinessOf('FR', all);

  test('goes from missing over partial and tandem-incomplete to ready', () => {
    expect(of().readiness).toBe('missing');
    expect(of(organisation({ status: 'wished' })).readiness).toBe('missing');
    expect(of(organisation({ status: 'contacted' })).readiness).toBe('partial');
    expect(of(organisation({})).readiness).toBe('partial');
    expect(of(association(), association()).readiness).toBe('tandem-incomplete');
    expect(of(organisation({}), association()).readiness).toBe('ready');
  });

  test('who withdrew no longer counts', () => {
    const left = of(organisation({ status: 'withdrawn' }));
    expect(left.readiness).toBe('missing');
    expect(left.reason.key).toBe('partnership.why.organisations-withdrawn');
    expect(of(organisation({}), association({ status: 'withdrawn' })).readiness).toBe('partial');
  });

  test('lists wished countries without an organisation too, the coordinator’s country first', () => {
    const all = [...tandemIn('IT'), organisation({ part: 'coordinator' })];
    expect(countryReadiness(all, ['BE', 'IT']).map((it) => `${it.country} ${it.readiness}`)).toEqual([
      'FR partial',
      'IT ready',
      'BE missing',
    ]);
  });
});
