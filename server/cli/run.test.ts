import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, describe, expect, test } from 'vitest';
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
  for (const name of [
    'migrate',
    'example',
    'user create',
    'token create',
    'link',
    'verify',
    'backup',
    'restore',
  ])
    expect(out).toContain(`  ${name} `);
});

test('each command explains its options', async () => {
  const { code, out } = await tandem('link', '--help');
  expect(code).toBe(0);
  expect(out).toContain('link [--role ROLE] [--email ADDRESS] [--password] [--partnership ID]');
  expect(out).toContain('language-reviewer');
  expect((await tandem('restore', '--help')).out).toContain('restore FILE [--replace]');
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
  [['backup'], 'backup needs FILE'],
  [['backup', 'one', 'two'], 'backup takes no "two"'],
  [['backup', 'one', '--force', 'two'], 'backup takes no "two"'],
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

test('from an empty folder to somebody who can sign in', { timeout: 60_000 }, async () => {
  expect((await tandem('migrate')).code).toBe(0);
  expect((await tandem('example')).out).toContain('38 documents');
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

  expect(await tandem('verify')).toMatchObject({
    code: 0,
    out: 'Everything fits: 38 documents, 38 updates, 0 pictures, 0 published files.',
  });
});

describe('a backup', () => {
  const file = join(dataDir, 'backup.tar.gz');
  const database = () =>
    createHash('sha256')
      .update(readFileSync(join(dataDir, 'tandem.db')))
      .digest('hex');
  const restore = (...more: string[]) => tandem('restore', ...more);

  test('is one file, which is not written over unless asked', async () => {
    expect(await tandem('backup', file)).toMatchObject({
      code: 0,
      out: expect.stringContaining('38 documents'),
    });
    expect(await tandem('backup', file)).toMatchObject({ code: 1, err: expect.stringContaining('--force') });
    expect((await tandem('backup', '--force', file)).code).toBe(0);
    expect(await tandem('backup', join(dataDir, 'no', 'where'))).toMatchObject({
      code: 1,
      err: expect.stringContaining('does not exist'),
    });
    expect(readdirSync(dataDir).filter((name) => name.startsWith('.'))).toEqual([]);
  });

  test('that is damaged, cut short, or no backup, changes nothing and leaves nothing behind', async () => {
    const before = database();
    const whole = readFileSync(file);
    const spoilt = join(dataDir, 'spoilt.tar.gz');
    const inside = gunzipSync(whole);
    const changed = Buffer.from(inside);
    changed[inside.indexOf('SQLite format 3') + 5_000]! ^= 1;
    const renamed = Buffer.from(inside.toString('latin1').replaceAll('tandem.db', '../evil.d'), 'latin1');
    const cases: readonly (readonly [Buffer, string])[] = [
      [whole.subarray(0, whole.length / 2), 'cut short'],
      [Buffer.from('some text'), 'no backup'],
      [gzipSync(inside.subarray(0, 3_000)), 'cut short'],
      [gzipSync(changed), 'differs from what its manifest says'],
      [gzipSync(renamed), 'it is damaged'],
    ];
    for (const [bytes, why] of cases) {
      writeFileSync(spoilt, bytes);
      expect(await restore(spoilt, '--replace')).toMatchObject({
        code: 1,
        err: expect.stringContaining(why),
      });
    }
    expect((await restore(join(dataDir, 'nowhere'), '--replace')).err).toContain('there is no such file');
    expect(database()).toBe(before);
    expect(readdirSync(dataDir).filter((name) => name.startsWith('.'))).toEqual([]);
  });

  test('comes back into a folder with data only when asked, as a new life that ends every session', async () => {
    const open = () => new DatabaseSync(join(dataDir, 'tandem.db'));
    const user = ['user', 'create', '--name', 'Written later'];
    expect((await tandem(...user)).code).toBe(0);
    expect(await restore(file)).toMatchObject({ code: 1, err: expect.stringContaining('add --replace') });
    expect(await restore(file, '--replace')).toMatchObject({
      code: 0,
      out: expect.stringContaining('38 documents'),
    });
    const db = open();
    const lives = db.prepare('SELECT DISTINCT incarnation FROM document').all();
    expect(db.prepare("SELECT count(*) AS n FROM person WHERE name = 'Written later'").get()?.n).toBe(0);
    expect(db.prepare('SELECT count(*) AS n FROM sign_in_link').get()?.n).toBe(0);
    db.close();
    expect(lives).toHaveLength(1);
    expect(Number(lives[0]?.incarnation)).toBeGreaterThan(200_000_000);
    await restore(file, '--replace');
    const again = open();
    const later = Number(again.prepare('SELECT max(incarnation) AS n FROM document').get()?.n);
    again.close();
    expect(later).toBeGreaterThan(Number(lives[0]?.incarnation));
    const kept = readdirSync(dataDir).filter((name) => name.startsWith('replaced-'));
    expect(kept).toHaveLength(2);
    const aside = new DatabaseSync(join(dataDir, kept.toSorted()[0]!, 'tandem.db'), { readOnly: true });
    expect(aside.prepare("SELECT count(*) AS n FROM person WHERE name = 'Written later'").get()?.n).toBe(1);
    aside.close();
  });
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
