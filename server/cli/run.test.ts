import { mkdtempSync, rmSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { run } from './run.ts';

const dataDir = mkdtempSync(join(tmpdir(), 'tandem-cli-'));
afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

async function tandem(...args: string[]) {
  const printed = { out: '', err: '' };
  const env = { TANDEM_DATA: dataDir, PORT: '4000' };
  const code = await run(args, env, {
    out: (text) => (printed.out += text),
    err: (text) => (printed.err += text),
  });
  return { code, ...printed };
}

const PASSWORD_LINK = /^http:\/\/127\.0\.0\.1:4000\/reset-password#[\w-]{43}$/;
const LINK = /^http:\/\/127\.0\.0\.1:4000\/link#[\w-]{43}$/;

test.each([[[]], [['help']], [['--help']]])('%j lists every command', async (args) => {
  const { code, out } = await tandem(...args);
  expect(code).toBe(0);
  for (const name of ['migrate', 'example', 'user create', 'token create', 'link', 'verify'])
    expect(out).toContain(`  ${name} `);
});

test('each command explains its options', async () => {
  const { code, out } = await tandem('link', '--help');
  expect(code).toBe(0);
  expect(out).toContain('link [--role ROLE] [--email ADDRESS] [--password] [--partnership ID]');
  expect(out).toContain('language-reviewer');
});

test.each([
  [['fly'], 'There is no command "fly"'],
  [['user'], 'There is no command "user"'],
  [['migrate', 'now'], 'There is no command "migrate now"'],
  [['--role', 'editor'], 'Name a command before --role'],
  [['link'], 'link needs either --role ROLE or --email ADDRESS'],
  [['link', '--role', 'editor', '--email', 'a@example.org'], 'link needs either --role ROLE or --email'],
  [['user', 'create', '--name', 'Ada', '--password'], '--password needs --email'],
  [['link', '--role'], '--role needs a value'],
  [['link', '--role', '--partnership'], '--role needs a value'],
  [['link', '--role='], '--role needs a value'],
  [['link', '--role', 'editor', '--role', 'editor'], '--role is given twice'],
  [['link', '--role', 'editor', 'now'], 'link takes no "now"'],
  [['token', 'create', '--role', 'editor', '--for', 'ever'], 'token create has no option --for'],
  [['example', '--wipe=yes'], '--wipe takes no value'],
  [['link', '--constructor', 'x'], 'link has no option --constructor'],
])('%j is refused in one sentence', async (args, sentence) => {
  const { code, out, err } = await tandem(...args);
  expect(code).toBe(2);
  expect(out).toBe('');
  expect(err).toContain(sentence);
  expect(err).not.toContain('\n');
});

test.each([
  [['link', '--role', 'king'], 'There is no role "king"'],
  [['link', '--email', 'nobody@example.org'], 'Nobody has the e-mail address "nobody@example.org"'],
  [['link', '--role', 'editor'], 'Nobody holds the role editor'],
  [['token', 'create', '--role', 'editor', '--days', '0'], '--days must be a whole number'],
  [['user', 'create', '--name', 'Ada', '--role', 'editor'], '--partnership is missing'],
  [['user', 'create', '--name', ' '], '--name is missing'],
  [['user', 'create', '--name', 'Ada', '--email', 'ada'], '--email is not one that can be used'],
  [
    ['user', 'create', '--name', 'Ada', '--role', 'editor', '--partnership', 'nowhere'],
    'There is no partnership "nowhere"',
  ],
])('%j cannot be done, and says why', async (args, sentence) => {
  const { code, out, err } = await tandem(...args);
  expect(code).toBe(1);
  expect(out).toBe('');
  expect(err).toContain(sentence);
});

test('from an empty folder to somebody who can sign in', async () => {
  expect((await tandem('migrate')).code).toBe(0);
  expect((await tandem('example')).out).toContain('8 documents');
  expect((await tandem('example')).out).toContain('already');

  const link = await tandem('link', '--role', 'editor');
  expect(link.code).toBe(0);
  expect(link.out).toMatch(LINK);

  const token = await tandem('token', 'create', '--role', 'observer');
  expect(token.out).toMatch(/^tdm_[\w-]{43}$/);

  const user = [
    'user',
    'create',
    '--name',
    'Ada',
    '--email',
    'Ada@Tandem.example',
    '--role',
    'terminologist',
  ];
  expect((await tandem(...user, '--partnership', 'msf-2050')).out).toMatch(LINK);
  const again = await tandem('user', 'create', '--name', 'Ada', '--email', 'ada@tandem.example');
  const choose = ['--email', 'ada@Tandem.example', '--password'];
  expect((await tandem('link', ...choose)).out).toMatch(PASSWORD_LINK);
  const operator = [
    'user',
    'create',
    '--name',
    'Olga',
    '--operator',
    '--email',
    'olga@tandem.example',
    '--password',
  ];
  expect((await tandem(...operator)).out).toMatch(PASSWORD_LINK);
  expect(again).toMatchObject({ code: 1, err: 'Somebody has this e-mail already.' });

  expect(await tandem('verify')).toMatchObject({ code: 0, out: 'Everything fits: 8 documents.' });
});

test('verify names the document whose log was changed behind the program’s back', async () => {
  const db = new DatabaseSync(join(dataDir, 'tandem.db'));
  db.exec("UPDATE doc_update SET at_ms = at_ms + 1 WHERE document = 'call-fr' AND seq = 1");
  db.close();
  const { code, err } = await tandem('verify');
  expect(code).toBe(1);
  expect(err).toContain('call-fr');
  expect(err).toContain('update 1');
});

test('the example goes with its accounts', async () => {
  expect((await tandem('example', '--wipe')).code).toBe(0);
  expect((await tandem('link', '--role', 'editor')).err).toContain('Nobody holds the role editor');
});

test('a configuration that cannot work is said in a sentence', async () => {
  const printed: string[] = [];
  const code = await run(
    ['migrate'],
    { PORT: 'many' },
    { out: (t) => printed.push(t), err: (t) => printed.push(t) },
  );
  expect([code, printed]).toEqual([1, ['PORT must be a number from 0 to 65535, not "many".']]);
});
