import { describe, expect, test } from 'vitest';
import { originAllowed, originFacts, type OriginFacts } from './origin.ts';

const ours = new Set(['http://127.0.0.1:3000', 'http://localhost:3000', 'http://[::1]:3000']);

const post = (changes: Partial<OriginFacts> = {}): OriginFacts => ({
  method: 'POST',
  upgrade: false,
  origin: 'http://localhost:3000',
  secFetchSite: 'same-origin',
  authorization: false,
  cookie: true,
  ...changes,
});
const allowed = (changes: Partial<OriginFacts>) => originAllowed(post(changes), ours);

describe('a page of ours may act', () => {
  test.each([...ours])('from %s', (origin) => expect(allowed({ origin })).toBe(true));
  test('in a browser without Sec-Fetch-Site', () => expect(allowed({ secFetchSite: null })).toBe(true));
  test('through a plain form, whose origin no-referrer hides', () =>
    expect(allowed({ origin: 'null' })).toBe(true));
  test('over the live connection', () => expect(allowed({ method: 'GET', upgrade: true })).toBe(true));
});

describe('another site’s page may not', () => {
  test.each([
    ['another host', { origin: 'https://evil.example', secFetchSite: 'cross-site' }],
    ['another host, without Sec-Fetch-Site', { origin: 'https://evil.example', secFetchSite: null }],
    ['another port', { origin: 'http://localhost:4000', secFetchSite: 'same-site' }],
    ['another scheme', { origin: 'https://localhost:3000', secFetchSite: 'cross-site' }],
    ['a longer name', { origin: 'http://localhost:3000.evil.example', secFetchSite: null }],
    ['an origin of ours from a foreign page', { secFetchSite: 'cross-site' }],
    ['a sandboxed frame', { origin: 'null', secFetchSite: 'cross-site' }],
    ['a hidden origin without Sec-Fetch-Site', { origin: 'null', secFetchSite: null }],
    ['a cookie without any sign of where it comes from', { origin: null, secFetchSite: null }],
    [
      'a cookie beside a token',
      { origin: 'https://evil.example', secFetchSite: 'cross-site', authorization: true },
    ],
  ])('%s', (_, changes) => {
    expect(allowed(changes)).toBe(false);
    expect(allowed({ ...changes, method: 'GET', upgrade: true })).toBe(false);
    for (const method of ['PUT', 'PATCH', 'DELETE', 'TRACE', 'post'])
      expect(allowed({ ...changes, method })).toBe(false);
  });
  test('but may link to us', () =>
    expect(allowed({ method: 'GET', origin: null, secFetchSite: 'cross-site' })).toBe(true));
});

describe('a program', () => {
  test('acts with its token', () =>
    expect(allowed({ origin: null, secFetchSite: null, cookie: false, authorization: true })).toBe(true));
  test('may try to sign in without a cookie', () =>
    expect(allowed({ origin: null, secFetchSite: null, cookie: false })).toBe(true));
});

test('reads the facts from a request’s headers', () => {
  const headers = new Headers({ origin: 'http://x', 'sec-fetch-site': 'none', authorization: 'Bearer t' });
  expect(originFacts({ method: 'post', header: (name) => headers.get(name) }, true)).toEqual({
    method: 'POST',
    upgrade: true,
    origin: 'http://x',
    secFetchSite: 'none',
    authorization: true,
    cookie: false,
  });
});
