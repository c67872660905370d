import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, onTestFinished, test } from 'vitest';
import { adaptFormat, type FormatChange } from '#lib/domain/workshop/adapt-format.ts';
import { checkFormat } from '#lib/domain/workshop/check-format.ts';
import type { Format, Words } from '#lib/domain/workshop/format.ts';
import { stepsOf } from '#lib/domain/workshop/steps.ts';
import { formatProblems, formatsIn, readFormat, readFormats, readKinds } from './read-formats.ts';

const folder = new URL('../../src/lib/domain/workshop/formats/', import.meta.url);
const textOf = (file: string) => readFileSync(new URL(file, folder), 'utf8');
const { kinds } = readKinds('card-kinds.yaml', textOf('card-kinds.yaml'));

describe('the formats that come with the program', () => {
  test('are all there, by family, and none has a problem', () => {
    expect(formatProblems().map(({ sentence }) => sentence)).toEqual([]);
    expect(readFormats().map(({ id, minutes }) => `${id} ${minutes}`)).toEqual([
      'discovery-tables 110',
      'project-accelerator 60',
      'codevelopment 90',
      'world-cafe 110',
      'open-space 150',
      'co-construction-workshop 120',
      'hackathon 150',
      'ted-style-talk 60',
      'gesticulated-lecture 145',
      'moving-debate 70',
      'futures-wheel 95',
      'trend-scan 95',
      'persona-2050 105',
      'backcasting 150',
      'scenario-cross 170',
      'harvest-plenary 45',
    ]);
  });

  test.each(readFormats().map((format) => [format.id, format] as const))(
    '%s says what people read in all six languages',
    (_, format) => {
      const lacking = wordsIn(format, '').flatMap(({ path, words }) =>
        ['en', 'fr', 'it', 'fi', 'nl', 'de']
          .filter((language) => words[language] === undefined)
          .map((language) => `${path}: ${language}`),
      );
      expect(lacking).toEqual([]);
      expect(format.zones.filter(({ prompts }) => !prompts).map(({ id }) => id)).toEqual([]);
    },
  );

  test.each(readFormats().map((format) => [format.id, format] as const))(
    '%s is stepped through from its opening to its end',
    (_, format) => {
      const steps = stepsOf(format);
      const last = steps.at(-1);
      expect(steps.map(({ index }) => index)).toEqual(steps.map((_, at) => at));
      expect((last?.startsAtMinute ?? 0) + (last?.stage.minutes ?? 0)).toBe(format.minutes);
    },
  );

  test.each(readFormats().map((format) => [format.id, format] as const))(
    '%s stays valid whatever a facilitator adapts',
    (_, format) => {
      const random = seeded(format.minutes);
      const before = JSON.stringify(format);
      let kept = 0;
      for (let run = 0; run < 60; run++) {
        const changes = Array.from({ length: 1 + random(6) }, () => someChange(format, random));
        const adapted = adaptFormat(format, changes);
        if (!adapted.ok) {
          expect(['zone-needed', 'unknown-zone']).toContain(adapted.problem.code);
          continue;
        }
        kept++;
        expect(checkFormat(adapted.value)).toEqual({ ok: true, value: adapted.value });
        expect(stepsOf(adapted.value).reduce((sum, { stage }) => sum + stage.minutes, 0)).toBe(
          adapted.value.minutes,
        );
      }
      expect(kept).toBeGreaterThan(10);
      expect(JSON.stringify(format)).toBe(before);
    },
  );
});

describe('a broken file', () => {
  const good = textOf('discovery-tables.yaml');

  test.each([
    ['minutes: 8\n', 'minutes: eight\n', 'stages.2.minutes must be a whole number from 1 to 480'],
    ['family: share', 'family: dance', 'family must be one of share, think'],
    ['speak: hostOnly', 'speak: everybody', 'stages.2.speak must be one of open, roundRobin'],
    ['zones: [told]', 'zones: [tale]', 'stages.2.zones.0 is “tale”, which is no zone; there are told'],
    [
      'kinds: [fact, practice] }',
      'kinds: [fact, tale] }',
      'stages.2.add.kinds.1 is “tale”, which is no kind',
    ],
    ['roles: [facilitator,', 'roles: [king,', 'roles.0 must be one of facilitator'],
    ['perTable: [5, 8]', 'perTable: [8, 5]', 'group.perTable must be [least, most]'],
    ['names:\n  en: Discovery tables\n', 'names:\n', 'names must have English words (en)'],
    ['budget: 5', 'budget: 0', 'stages.6.ballots.0.budget must be a whole number from 1 to 100'],
    ['minutes: 110', 'minutes: 100', 'minutes is 100, but the stages with their rounds take 110'],
    ['confidence: low', 'certainty: low', 'certainty is not known'],
    ['privateTo: author', 'privateTo: juror', 'zones.3.privateTo is “juror”, which is no role of the format'],
  ])('says on which line “%s” became “%s”', (right, wrong, says) => {
    const line = good.slice(0, good.indexOf(right)).split('\n').length;
    expect(good).toContain(right);
    const { format, problems } = readFormat('discovery-tables.yaml', good.replace(right, wrong), kinds);
    expect(format).toBeUndefined();
    const beginning = `discovery-tables.yaml, line ${line}: ${says}`;
    expect(problems.map(({ sentence }) => sentence.slice(0, beginning.length))).toContain(beginning);
  });

  test('that is no YAML says where', () => {
    const { problems } = readFormat('x.yaml', 'names:\n  en: A\n  fr: "B\nfamily: x\n', kinds);
    expect(problems.length).toBeGreaterThan(0);
    expect(problems[0]?.sentence).toMatch(/^x\.yaml, line [345]: /);
  });

  test('that lacks something is named at what should have it', () => {
    const lacking = good.replace(/ {4}prompts:\n( {6}.*\n)+ {4}minutes: 5\n/, '    minutes: 5\n');
    expect(lacking).not.toBe(good);
    const { problems } = readFormat('x.yaml', lacking, kinds);
    const line = lacking.slice(0, lacking.indexOf('- id: choose')).split('\n').length;
    expect(problems.map(({ sentence }) => sentence)).toEqual([
      `x.yaml, line ${line}: stages.1 needs “prompts”`,
    ]);
  });

  test('hides no other', () => {
    const own = mkdtempSync(join(tmpdir(), 'tandem-formats-'));
    onTestFinished(() => rmSync(own, { recursive: true }));
    const put = (file: string, text: string) => writeFileSync(join(own, file), text);
    put('card-kinds.yaml', `${textOf('card-kinds.yaml')}- id: Wrong\n`);
    put('discovery-tables.yaml', good);
    put('broken.yaml', '- not a format\n');
    put('unreadable.yaml', 'a: [\n');
    const { formats, problems } = formatsIn(pathToFileURL(`${own}/`));
    expect(formats.map(({ id }) => id)).toEqual(['discovery-tables']);
    expect(new Set(problems.map(({ file }) => file))).toEqual(
      new Set(['card-kinds.yaml', 'broken.yaml', 'unreadable.yaml']),
    );
  });
});

describe('a format that somebody adds', () => {
  const guide = readFileSync(new URL('../../CONTRIBUTING.md', import.meta.url), 'utf8');
  const example = /```yaml\n# ([a-z-]+\.yaml)\n([\s\S]*?)```/.exec(guide);

  test('needs no code: the one in the guide is read and run', () => {
    const [, file = '', text = ''] = example ?? [];
    const { format, problems } = readFormat(file, text, kinds);
    expect(problems).toEqual([]);
    expect(format?.id).toBe(file.replace('.yaml', ''));
    const steps = stepsOf(format as Format);
    expect(steps.length).toBeGreaterThan((format as Format).stages.length);
    expect(steps.at(-1)?.stageId).toBe((format as Format).stages.at(-1)?.id);
  });
});

/** Every set of words that people read while it runs, the year of a timeline and what is for organisers left out. */
function wordsIn(value: unknown, path: string): { path: string; words: Words }[] {
  if (typeof value !== 'object' || value === null) return [];
  const own = value as Record<string, unknown>;
  if (typeof own.en === 'string') return /^[\d:]+$/.test(own.en) ? [] : [{ path, words: own as Words }];
  return Object.entries(own)
    .filter(([key]) => key !== 'variants' && key !== 'pitfalls')
    .flatMap(([key, each]) => wordsIn(each, `${path}.${key}`));
}

function someChange(format: Format, random: (below: number) => number): FormatChange {
  const pick = <T>(items: readonly T[]): T => items[random(items.length)] as T;
  const { id: stage } = pick(format.stages);
  const { id: zone } = pick(format.zones);
  const loop = pick(format.stages).loop;
  const changes: FormatChange[] = [
    { change: 'minutes', stage, minutes: 1 + random(60) },
    { change: 'prompt', stage, prompts: { fr: `Consigne ${random(100)}` } },
    { change: 'zone', zone, names: { en: `Zone ${random(100)}` }, prompts: { en: 'Write here.' } },
    { change: 'withoutZone', zone },
    ...(random(8) === 0 ? [{ change: 'interpreted' } as const] : []),
    ...(loop === undefined ? [] : [{ change: 'repeat', loop, times: 1 + random(4) } as const]),
  ];
  return pick(changes);
}

/** Mulberry32: the same run every time. */
function seeded(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}
