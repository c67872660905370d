import { expect, test } from 'vitest';
import { missingBeforeReview, needsMandatoryFields } from './required-fields.ts';

const proposal = {
  title: { en: 'A title' },
  idea: { en: 'An idea' },
  lever: 'image',
  audience: ['pupils'],
  problem: { en: 'A problem' },
  evidence: ['TR1'],
  howItWorks: { en: 'So' },
  firstStep: { en: 'First' },
  carrierByCountry: [{ country: 'FR', organisationType: 'association' }],
};

test('a complete item may go to review', () => {
  expect(missingBeforeReview('proposal', proposal)).toEqual([]);
});

test('an empty list counts as missing, and a member without its field is named', () => {
  const gaps = {
    ...proposal,
    audience: [],
    carrierByCountry: [...proposal.carrierByCountry, { country: 'IT' }],
  };
  expect(missingBeforeReview('proposal', gaps)).toEqual(['audience', 'carrierByCountry.organisationType']);
});

test('a profession imagined for 2050 needs no national titles, an established one does', () => {
  const missing = (maturity: string) => missingBeforeReview('profile', { maturity, nationalTitles: [] });
  expect(missing('imagined-2050')).not.toContain('nationalTitles');
  expect(missing('established')).toContain('nationalTitles');
});

test('mandatory fields are asked for from review on', () => {
  expect(needsMandatoryFields('proposed')).toBe(false);
  expect(needsMandatoryFields('in-review')).toBe(true);
  expect(needsMandatoryFields('agreed')).toBe(true);
});
