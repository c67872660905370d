import { expect, test } from 'vitest';
import { nextPage } from './next-page.ts';

test.each(['/', '/p/msf-2050', '/d/call-fr?block=abc', '/p/a/deliverables?x=1&y=%2F'])(
  '%s is where one goes on',
  (wanted) => expect(nextPage(wanted)).toBe(wanted),
);

test.each([
  'https://evil.example/',
  '//evil.example',
  '/\\evil.example',
  '\\\\evil.example',
  '/\t/evil.example',
  '/\n/evil.example',
  '/x/..//evil.example',
  ' //evil.example',
  'javascript:alert(1)',
  'd/call-fr',
  '/sign-in?next=/sign-in',
  '/link#secret',
  '/sign-out',
  '',
  null,
  undefined,
  ['/d/call-fr'],
  `/${'a'.repeat(500)}`,
])('%j leads to the start page', (wanted) => expect(nextPage(wanted)).toBe('/'));
