import { expect, test } from 'vitest';
import { comings } from './comings.ts';

const person = (id: string, isSelf = false) => ({ id, name: id.toUpperCase(), isSelf });

test('who came and who left is told by name, and oneself never', () =>
  expect(comings([person('me', true), person('ann')], [person('me', true), person('ben')])).toEqual({
    came: ['BEN'],
    left: ['ANN'],
  }));

test('somebody who was there before and after did neither', () =>
  expect(comings([person('ann')], [person('ann')])).toEqual({ came: [], left: [] }));
