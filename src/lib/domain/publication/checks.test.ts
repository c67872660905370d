import { describe, expect, test } from 'vitest';
import {
  blocking,
  checkKinds,
  findingsOf,
  keyOf,
  notAccepted,
  type CheckKind,
  type FactsToCheck,
  type VersionToCheck,
} from './checks.ts';
import type { TextSpot } from './text-facts.ts';

const HOUR_MS = 3_600_000;

const version = (language: string, more: Partial<VersionToCheck> = {}): VersionToCheck => ({
  language,
  documentId: `d-${language}`,
  head: 5,
  changedAtMs: 10 * HOUR_MS,
  text: { hasWords: true, spots: [] },
  ...more,
});

const fine: FactsToCheck = {
  fundingProfile: 'none',
  licence: 'CC-BY-4.0',
  formats: ['pdf', 'docx'],
  versions: [version('en'), version('fr')],
  source: { language: 'en', changedAtMs: 10 * HOUR_MS },
  rulesNotMet: [],
};

const found = (more: Partial<FactsToCheck>) =>
  findingsOf({ ...fine, ...more }).map((finding) => `${finding.level} ${keyOf(finding)}`);
const withSpot = (spot: TextSpot) => ({
  versions: [version('en'), version('fr', { text: { hasWords: true, spots: [spot, spot] } })],
});

test('a text to which nothing is to be said has no findings', () => expect(findingsOf(fine)).toEqual([]));

describe('each check', () => {
  const cases: Readonly<Record<CheckKind, [Partial<FactsToCheck>, string[]]>> = {
    'funding-unproven': [
      { fundingProfile: 'E+2021-2027' },
      ['block funding-unproven', 'block statement-missing en', 'block statement-missing fr'],
    ],
    'statement-missing': [
      { fundingProfile: 'E+2014-2020', versions: [version('it')] },
      ['block funding-unproven', 'block statement-missing it'],
    ],
    'licence-missing': [{ licence: null }, ['block licence-missing']],
    'version-missing': [
      { versions: [version('fi', { documentId: null, head: 0, text: null })] },
      ['block version-missing fi'],
    ],
    'version-empty': [
      { versions: [version('en', { text: { hasWords: false, spots: [] } }), version('fr', { text: null })] },
      ['block version-empty en', 'block version-empty fr'],
    ],
    'alt-missing': [withSpot({ kind: 'alt-missing', block: 'b' }), ['block alt-missing fr']],
    'esco-unlinked': [withSpot({ kind: 'esco-unlinked', block: 'b' }), ['block esco-unlinked fr']],
    email: [withSpot({ kind: 'email', block: 'b', detail: 'a@example.org' }), ['block email fr']],
    'editable-missing': [{ formats: ['pdf', 'html'] }, ['warn editable-missing']],
    'may-be-behind': [{ source: { language: 'en', changedAtMs: 11 * HOUR_MS } }, ['warn may-be-behind fr']],
    'suggestions-open': [withSpot({ kind: 'suggestion', block: 'b' }), ['warn suggestions-open fr']],
    'headings-skip': [withSpot({ kind: 'heading-skipped', block: 'b' }), ['warn headings-skip fr']],
    'table-headers': [withSpot({ kind: 'table-without-header', block: 'b' }), ['warn table-headers fr']],
    'rules-open': [{ rulesNotMet: ['R1', 'R3'] }, ['warn rules-open']],
  };
  test.each(checkKinds)('%s', (kind) => {
    const [facts, expected] = cases[kind];
    expect(found(facts)).toEqual(expected);
  });
});

test('a finding says where, how often, and what stands there', () => {
  expect(
    findingsOf({ ...fine, ...withSpot({ kind: 'email', block: 'b7', detail: 'a@example.org' }) }),
  ).toEqual([
    {
      ...{ kind: 'email', rule: 'P14', level: 'block', language: 'fr', documentId: 'd-fr' },
      ...{ block: 'b7', count: 2, detail: 'a@example.org' },
    },
  ]);
});

test('Word or Markdown beside the PDF can be worked on; without a PDF nothing is asked', () => {
  for (const formats of [['pdf', 'md'], ['html']] as const) expect(found({ formats })).toEqual([]);
});

test('the source is never behind itself, and an hour’s work side by side is no delay', () => {
  const source = { language: 'en', changedAtMs: 11 * HOUR_MS };
  expect(found({ source, versions: [version('en')] })).toEqual([]);
  expect(found({ source: { ...source, changedAtMs: source.changedAtMs - 1 } })).toEqual([]);
});

test('a warning is accepted for its own language alone; what blocks is never accepted', () => {
  const findings = findingsOf({
    ...fine,
    formats: ['pdf'],
    source: { language: 'en', changedAtMs: 99 * HOUR_MS },
  });
  expect(notAccepted(findings, [])).toHaveLength(2);
  expect(notAccepted(findings, ['editable-missing', 'may-be-behind it']).map(keyOf)).toEqual([
    'may-be-behind fr',
  ]);
  expect(notAccepted(findings, findings.map(keyOf))).toEqual([]);
  expect(blocking(findingsOf({ ...fine, licence: null }))).toHaveLength(1);
});
