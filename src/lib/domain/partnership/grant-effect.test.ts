import { describe, expect, test } from 'vitest';
import { effectOf } from './grant-effect.ts';

const italy = { kind: 'country', country: 'IT' } as const;
const italian = { kind: 'language', language: 'it' } as const;
const everything = { kind: 'all' } as const;

describe('what a grant does, as told to who gives it', () => {
  test('an observer reads, and nothing beyond', () =>
    expect(effectOf({ role: 'observer', scope: italy })).toEqual({
      right: 'read',
      elsewhere: null,
      actions: [],
    }));
  test('an editor for a country writes there, creates texts there, and comments elsewhere', () =>
    expect(effectOf({ role: 'editor', scope: italy })).toEqual({
      right: 'write',
      elsewhere: 'comment',
      actions: ['work.create', 'glossary.propose'],
    }));
  test('an editor for one language creates no texts beside it, and proposes words', () =>
    expect(effectOf({ role: 'editor', scope: italian }).actions).toEqual(['glossary.propose']));
  test('for everything there is no elsewhere', () =>
    expect(effectOf({ role: 'editor', scope: everything }).elsewhere).toBeNull());
  test('a coordinator also has the people in hand', () =>
    expect(effectOf({ role: 'coordinator', scope: everything }).actions).toContain('people.manage'));
});
