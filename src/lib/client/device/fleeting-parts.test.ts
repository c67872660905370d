import { expect, test } from 'vitest';
import { fleetingPart, withoutFleetingParts } from './fleeting-parts.ts';

test('a page is kept without its fleeting parts, and whole around them', () => {
  const page = `<article>${fleetingPart('<p>Hours</p>')}</article> and <b>${fleetingPart('now')}</b> here`;
  expect(withoutFleetingParts(page)).toBe('<article></article> and <b></b> here');
  expect(withoutFleetingParts('<p>as it is</p>')).toBe('<p>as it is</p>');
});
