import { describe, expect, test } from 'vitest';
import { allowedOrigins, publicOrigin, readConfig, type Config } from './config.ts';

const configOf = (env: Record<string, string>): Config => {
  const read = readConfig(env);
  if (!read.ok) throw new Error(read.problem.detail);
  return read.value;
};
const refusal = (env: Record<string, string>): string => {
  const read = readConfig(env);
  return read.ok ? 'accepted' : (read.problem.detail ?? '');
};

test('without any setting it serves this machine on port 3000 with the example', () => {
  expect(configOf({})).toMatchObject({
    host: '127.0.0.1',
    port: 3000,
    example: true,
    origin: null,
    logLevel: 'info',
  });
});

test('on loopback the three names of this machine are allowed origins, and nothing else', () => {
  expect([...allowedOrigins(configOf({}), 4000)]).toEqual([
    'http://127.0.0.1:4000',
    'http://localhost:4000',
    'http://[::1]:4000',
  ]);
  expect(publicOrigin(configOf({ HOST: '::1' }), 4000)).toBe('http://[::1]:4000');
});

test('behind a proxy on this machine the public address is allowed as well, and stands in links', () => {
  const config = configOf({ ORIGIN: 'https://tandem.example' });
  expect(allowedOrigins(config, 4000).has('https://tandem.example')).toBe(true);
  expect(publicOrigin(config, 4000)).toBe('https://tandem.example');
});

describe('a start that would only half work is refused in one sentence that says what to do', () => {
  test.each([
    [
      'plain http away from this machine',
      { ORIGIN: 'http://tandem.example' },
      /TLS_CERT and TLS_KEY .* ADDRESS_HEADER/,
    ],
    ['an address for everybody without a public name', { HOST: '0.0.0.0' }, /set ORIGIN/],
    ['the same with a certificate', { HOST: '0.0.0.0', TLS_CERT: 'a', TLS_KEY: 'b' }, /set ORIGIN/],
    ['half a certificate', { TLS_CERT: 'a' }, /go together/],
    ['an origin with a path', { ORIGIN: 'https://tandem.example/app' }, /scheme and host only/],
    ['no address at all', { ORIGIN: 'tandem' }, /must be an address/],
    ['a port that is none', { PORT: 'http' }, /PORT must be a number/],
    ['a port out of range', { PORT: '70000' }, /PORT must be a number/],
    ['an unknown log level', { LOG_LEVEL: 'loud' }, /LOG_LEVEL must be one of/],
    ['a database of a later version', { DATABASE_URL: 'postgres://x' }, /not supported by this version/],
  ])('%s', (_name, env, sentence) => {
    expect(refusal(env as Record<string, string>)).toMatch(sentence);
    expect(refusal(env as Record<string, string>).split('. ')).toHaveLength(1);
  });
});

describe('the mail server', () => {
  test('is none unless it is named; then its parts are read, and the sender follows the public address', () => {
    expect(configOf({}).smtp).toBeNull();
    expect(
      configOf({ SMTP_URL: 'smtps://tandem:p%40ss@mail.example.org', ORIGIN: 'https://t.example' }).smtp,
    ).toEqual({
      host: 'mail.example.org',
      port: 465,
      tls: true,
      login: { user: 'tandem', password: 'p@ss' },
      from: 'tandem@t.example',
    });
    expect(configOf({ SMTP_URL: 'smtp://[::1]:2525', SMTP_FROM: 'us@example.org' }).smtp).toEqual({
      host: '::1',
      port: 2525,
      tls: false,
      login: null,
      from: 'us@example.org',
    });
    expect(configOf({ SMTP_URL: 'smtp://mail.example.org' }).smtp).toMatchObject({
      port: 587,
      from: 'tandem@localhost',
    });
  });

  test.each(['mail.example.org', 'https://mail.example.org', 'smtp://', 'smtp://mail.example.org/box', ' '])(
    '"%s" is refused',
    (address) => expect(refusal({ SMTP_URL: address })).toMatch(/^SMTP_URL must be an address such as/),
  );

  test('a refusal does not repeat the password', () => {
    expect(refusal({ SMTP_URL: 'http://tandem:hidden@mail.example.org' })).not.toContain('hidden');
  });

  test('a sender that is no address is refused', () => {
    expect(refusal({ SMTP_URL: 'smtp://mail.example.org', SMTP_FROM: 'Tandem' })).toMatch(
      /^SMTP_FROM must be/,
    );
  });
});
