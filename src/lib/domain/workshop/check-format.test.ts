import { expect, test } from 'vitest';
import { checkFormat } from './check-format.ts';
import { format, stage } from './testing/small-format.ts';

const faultsOf = (value: unknown): readonly string[] => {
  const checked = checkFormat(value);
  return checked.ok ? [] : checked.problem.faults.map(({ path, code }) => `${path}: ${code}`);
};

test('the smallest format passes', () => {
  expect(faultsOf(format())).toEqual([]);
});

test('every fault of shape is named at once', () => {
  const broken = {
    ...format(),
    names: { fr: 'Petit' },
    family: 'dance',
    colour: 'red',
    group: { min: 2, ideal: 4.5, max: 8, perTable: [2] },
    stages: [{ ...stage({}), minutes: 0, mode: 'row', edit: undefined }],
  };
  expect(faultsOf(broken)).toEqual([
    'names: no-english',
    'family: unknown-word',
    'group.ideal: bad-number',
    'group.perTable: too-few',
    'stages.0: missing',
    'stages.0.minutes: bad-number',
    'stages.0.mode: unknown-word',
    'colour: unknown-key',
  ]);
});

const add = { by: ['participant'], kinds: ['idea'] } as const;
const dots = { id: 'dots', by: ['participant'], method: 'dots', on: 'cards', zones: ['wall'] } as const;
const says = { en: 'It holds.' };

test.each([
  [
    'a kind that is not there',
    { zones: ['wall'], add: { ...add, kinds: ['thought'] } },
    'add.kinds.0: unknown-kind',
  ],
  ['a zone that is not there', { zones: ['well'] }, 'zones.0: unknown-zone'],
  [
    'a role that the format does not have',
    { zones: ['wall'], add: { ...add, by: ['juror'] } },
    'add.by.0: unknown-role',
  ],
  ['cards with nowhere to go', { zones: ['secret'], add }, 'add: no-zone'],
  [
    'a zone of another stage',
    { zones: ['notes'], add: { ...add, zones: ['wall'] } },
    'add.zones.0: unknown-zone',
  ],
  [
    'a lane that is not there',
    { zones: ['wall'], add: { ...add, lanes: ['left'] } },
    'add.lanes.0: unknown-lane',
  ],
  [
    'a card whose parent nobody can have written',
    { zones: ['wall'], add: { ...add, kinds: ['reply'] } },
    'add.kinds.0: no-parents',
  ],
  [
    'somebody silenced who adds',
    { zones: ['wall'], add, silenced: ['participant'] },
    'add.by: silenced-adds',
  ],
  ['private notes shown to all', { zones: ['notes'], see: 'all' }, 'zones.0: private-shown'],
  ['hidden cards that nothing reveals', { see: 'own' }, 'reveal: reveal-nothing'],
  ['a reveal where nothing is hidden', { reveal: 'stageEnd' }, 'reveal: reveal-nothing'],
  ['dots without a budget', { zones: ['wall'], ballots: [dots] }, 'ballots.0: budget'],
  [
    'a budget without dots',
    { zones: ['wall'], ballots: [{ ...dots, method: 'single', budget: 3 }] },
    'ballots.0: budget',
  ],
  [
    'a vote on a zone that the stage does not show',
    { zones: ['notes'], ballots: [{ ...dots, budget: 3 }] },
    'ballots.0.zones.0: unknown-zone',
  ],
  [
    'a vote on nothing',
    { zones: ['wall'], ballots: [{ ...dots, budget: 3, zones: [] }] },
    'ballots.0.zones: ballot-zones',
  ],
  [
    'a position on a wall',
    { zones: ['wall'], ballots: [{ ...dots, method: 'position', on: 'zone' }] },
    'ballots.0.zones: not-a-spectrum',
  ],
  [
    'a score sheet without criteria',
    { ballots: [{ ...dots, method: 'scoreSheet', on: 'tables', zones: [] }] },
    'ballots.0: criteria',
  ],
  [
    'a gate on a field that its kind does not have',
    { gate: [{ check: 'fields', says, kinds: ['idea'], fields: ['year'] }] },
    'gate.0.fields.0: unknown-field',
  ],
  [
    'a gate on a zone that is not there',
    { gate: [{ check: 'cards', says, kinds: ['idea'], zone: 'well', min: 1 }] },
    'gate.0.zone: unknown-zone',
  ],
  [
    'a gate of another role',
    { gate: [{ check: 'confirmed', says, by: ['juror'] }] },
    'gate.0.by.0: unknown-role',
  ],
  [
    'two confirmations',
    { gate: [1, 2].map(() => ({ check: 'confirmed', says, by: ['host'] })) },
    'gate: confirmed-twice',
  ],
  [
    'a gate on tables that nobody can open',
    { gate: [{ check: 'tables', says, peopleMin: 5, peopleMax: 4, countriesMin: 1 }] },
    'gate.0.peopleMin: group-order',
  ],
  [
    'a gate on lanes of a zone without any',
    {
      zones: ['wall'],
      gate: [{ check: 'cards', says, kinds: ['idea'], zone: 'wall', min: 1, eachLane: true }],
    },
    'gate.0.eachLane: no-lanes',
  ],
  [
    'cards counted among tables',
    { zones: ['wall'], ballots: [{ ...dots, budget: 3, notOwnTable: true }] },
    'ballots.0.notOwnTable: ballot-zones',
  ],
  ['less than nothing to extend', { minutesMax: 3 }, 'minutesMax: minutes-max'],
  ['a loop that never turns', { loop: 'tables' }, ': loop-repeat'],
] as const)('a stage with %s is refused', (_, changes, fault) => {
  const at = fault.startsWith(':') ? `stages.0${fault}` : `stages.0.${fault}`;
  const stages = [{ ...stage({}), ...changes }, stage({ id: 'after' })];
  expect(faultsOf({ ...format(), minutes: 10, stages })).toEqual([at]);
});

test.each([
  ['minutes that do not add up', { minutes: 6 }, ['minutes: minutes-differ']],
  ['a zone twice', { zones: [...format().zones, ...format().zones.slice(0, 1)] }, ['zones.3.id: twice']],
  [
    'a sensitive card harvested without consent',
    { harvest: [{ id: 'all', names: says, shape: 'list', kinds: ['story'], to: ['D1.profile'] }] },
    ['harvest.0: consent'],
  ],
  [
    'a confidential harvest without consent',
    {
      confidential: true,
      harvest: [{ id: 'all', names: says, shape: 'list', kinds: ['idea'], to: ['D1.profile'] }],
    },
    ['harvest.0: consent'],
  ],
  [
    'a harvest of nothing',
    { harvest: [{ id: 'all', names: says, shape: 'list', to: ['D1.profile'] }] },
    ['harvest.0: harvest-of'],
  ],
  [
    'tables in a room without tables',
    { zones: format().zones.slice(0, 1), group: { ...format().group, perTable: [0, 0] } },
    ['zones.0: zone-of-no-table'],
  ],
  [
    'what only its author sees harvested for others',
    {
      kinds: [{ id: 'idea', names: says, private: true }],
      harvest: [{ id: 'all', names: says, shape: 'list', kinds: ['idea'], to: ['D1.profile'] }],
    },
    ['harvest.0.to: consent'],
  ],
  [
    'one ballot in two stages',
    {
      minutes: 10,
      stages: ['a', 'b'].map((id) => stage({ id, zones: ['wall'], ballots: [{ ...dots, budget: 3 }] })),
    },
    ['stages.1.ballots.0.id: twice'],
  ],
  [
    'parts of one layout in another',
    {
      zones: [
        { id: 'a', names: says, layout: 'spectrum' },
        { id: 'b', names: says, layout: 'grid', middleClosed: true },
        { id: 'c', names: says, layout: 'grid', fields: [{ id: 'x', names: says, type: 'choice' }] },
        { id: 'd', names: says, layout: 'grid', privateTo: 'juror' },
      ],
    },
    [
      'zones.0: spectrum-ends',
      'zones.1.middleClosed: not-a-spectrum',
      'zones.2.fields.0: choice-options',
      'zones.2.fields: not-a-form',
      'zones.3.privateTo: unknown-role',
    ],
  ],
  [
    'a loop that was left and comes again',
    {
      minutes: 15,
      stages: ['a', 'b', 'c'].map((id) => ({
        ...stage({ id }),
        ...(id === 'b' ? {} : { loop: 'x', repeat: 1 }),
      })),
    },
    ['stages.2.loop: loop-apart'],
  ],
  [
    'a loop of which one stage comes more often',
    { minutes: 15, stages: [1, 2].map((repeat) => stage({ id: `s${repeat}`, loop: 'x', repeat })) },
    ['stages.1.repeat: loop-repeat'],
  ],
])('a format with %s is refused', (_, changes, faults) => {
  expect(faultsOf({ ...format(), ...changes })).toEqual(faults);
});

test('whatever is handed in, the check answers', () => {
  for (const value of [null, undefined, 3, 'x', [], {}, { stages: [null], kinds: 'x', zones: [[]] }])
    expect(faultsOf(value).length).toBeGreaterThan(0);
});
