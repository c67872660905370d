import { limits } from '#lib/core/limits.ts';
import { failed, ok, type Problem, type Result } from '#lib/core/result.ts';
import {
  families,
  harvestTargets,
  layouts,
  modes,
  reaches,
  reveals,
  rotations,
  sessionRoles,
  sights,
  speakings,
  voteMethods,
  type CardKind,
  type Format,
} from './format.ts';
import { referenceFaults } from './format-references.ts';
import {
  choiceBy,
  flag,
  id,
  listOf,
  oneOf,
  record,
  text,
  whole,
  words,
  type Fault,
  type Shape,
} from './shape.ts';

/** Everything that is wrong with one, so that it is mended in one go. */
export interface FormatProblem extends Problem {
  readonly code: 'bad-format';
  readonly faults: readonly Fault[];
}

const name = words(limits.formatNameLengthMax);
const sentence = words(limits.formatSentenceLengthMax);
const some = (item: Shape): Shape => listOf(item, { min: 1, max: limits.formatListMax });
const any = (item: Shape): Shape => listOf(item, { max: limits.formatListMax });
const ids = some(id);
const roles = some(oneOf(sessionRoles));
const named = some(record({ id, names: name }));

const cardField = record(
  { id, names: name, type: oneOf(['text', 'date', 'year', 'url', 'choice']) },
  { options: named, required: flag },
);

const cardKind = record(
  { id, names: name },
  { fields: some(cardField), sensitive: flag, private: flag, needsParent: flag },
);

const zone = record(
  { id, names: name, layout: oneOf(layouts) },
  {
    prompts: sentence,
    of: oneOf(['table', 'room']),
    privateTo: oneOf(['author', ...sessionRoles]),
    sensitive: flag,
    lanes: named,
    axes: record({ x: name, y: name }),
    middleClosed: flag,
    fields: some(cardField),
  },
);

const addRight = record(
  { by: roles, kinds: ids },
  { zones: ids, lanes: ids, maxEach: whole(1, 100), anonymous: flag },
);

const ballot = record(
  {
    id,
    by: roles,
    method: oneOf(voteMethods),
    on: oneOf(['cards', 'tables', 'zone']),
    zones: any(id),
  },
  {
    budget: whole(1, 100),
    kinds: ids,
    tables: oneOf(['own', 'visited', 'all']),
    criteria: named,
    weight: oneOf(['person', 'country']),
    notOwnTable: flag,
  },
);

const check = (value: string): Shape => oneOf([value]);
const gate = choiceBy('check', {
  confirmed: record({ check: check('confirmed'), says: sentence, by: roles }),
  cards: record(
    { check: check('cards'), says: sentence, kinds: ids, zone: id, min: whole(1, 100) },
    { eachLane: flag },
  ),
  fields: record({ check: check('fields'), says: sentence, kinds: ids, fields: ids }, { any: flag }),
  tables: record({
    check: check('tables'),
    says: sentence,
    peopleMin: whole(1, limits.formatPeopleMax),
    peopleMax: whole(1, limits.formatPeopleMax),
    countriesMin: whole(1, 100),
  }),
});

const stage = record(
  {
    id,
    names: name,
    prompts: sentence,
    minutes: whole(1, limits.stageMinutesMax),
    mode: oneOf(modes),
    speak: oneOf(speakings),
    rotation: oneOf(rotations),
    zones: any(id),
    edit: oneOf(reaches),
    move: oneOf(reaches),
    see: oneOf(sights),
    reveal: oneOf(reveals),
  },
  {
    minutesMax: whole(1, limits.stageMinutesMax),
    loop: id,
    repeat: whole(1, limits.loopRepeatMax),
    add: addRight,
    ballots: some(ballot),
    gate: some(gate),
    privateNotes: flag,
    comment: roles,
    silenced: roles,
  },
);

const harvest = record(
  {
    id,
    names: name,
    shape: oneOf(['list', 'table', 'matrix', 'tree', 'timeline', 'form', 'narrative', 'canvas']),
    to: some(oneOf(harvestTargets)),
  },
  { kinds: ids, zone: id, fields: ids, consent: oneOf(['author', ...sessionRoles]) },
);

const format = record(
  {
    id,
    names: name,
    intents: sentence,
    family: oneOf(families),
    group: record({
      min: whole(1, limits.formatPeopleMax),
      ideal: whole(1, limits.formatPeopleMax),
      max: whole(1, limits.formatPeopleMax),
      perTable: listOf(whole(0, limits.formatPeopleMax), { min: 2, max: 2 }),
    }),
    minutes: whole(1, limits.formatMinutesMax),
    roles,
    kinds: any(cardKind),
    zones: listOf(zone, { max: limits.formatZonesMax }),
    stages: listOf(stage, { min: 1, max: limits.formatStagesMax }),
    rules: any(sentence),
    harvest: any(harvest),
    variants: any(sentence),
    pitfalls: any(sentence),
    sources: any(text(limits.formatSentenceLengthMax)),
    confidence: oneOf(['low', 'medium', 'high']),
  },
  { confidential: flag },
);

/**
 * Is it a format that the engine can run? First the shape of everything; what refers to what is only looked at
 * when the shapes hold.
 */
export function checkFormat(value: unknown): Result<Format, FormatProblem> {
  const shapes = faultsOf(format, value);
  const faults = shapes.length > 0 ? shapes : referenceFaults(value as Format);
  const [first] = faults;
  if (!first) return ok(value as Format);
  return failed({ code: 'bad-format', detail: inWords(first), faults });
}

export const cardKindFaults = (value: unknown): readonly Fault[] => faultsOf(cardKind, value);

export const isCardKind = (value: unknown): value is CardKind => cardKindFaults(value).length === 0;

export const inWords = ({ path, detail }: Fault): string => (path === '' ? detail : `${path} ${detail}`);

function faultsOf(shape: Shape, value: unknown): readonly Fault[] {
  const faults: Fault[] = [];
  shape(value, '', (path, code, detail) => faults.push({ path, code, detail }));
  return faults;
}
