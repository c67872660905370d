import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { replaceDatabase } from './replace-database.ts';

let folder: string;
let file: string;
let replacement: string;
let aside: string;
const opened: DatabaseSync[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tandem-replace-'));
  [file, replacement, aside] = [join(folder, 'tandem.db'), join(folder, 'new.db'), join(folder, 'aside')];
  write(replacement, 'new').close();
});
afterEach(() => {
  for (const db of opened.splice(0)) if (db.isOpen) db.close();
  rmSync(folder, { recursive: true, force: true });
});

function open(path: string): DatabaseSync {
  const db = new DatabaseSync(path);
  opened.push(db);
  return db;
}

function write(path: string, word: string): DatabaseSync {
  const db = open(path);
  db.exec('PRAGMA journal_mode = WAL; CREATE TABLE IF NOT EXISTS said (word TEXT)');
  db.prepare('INSERT INTO said VALUES (?)').run(word);
  return db;
}

const wordsIn = (path: string): unknown[] =>
  open(path)
    .prepare('SELECT word FROM said')
    .all()
    .map(({ word }) => word);

const replace = () => replaceDatabase(file, replacement, aside);

test('the database that was there is kept with what only its log held', () => {
  const old = write(file, 'old');
  expect(existsSync(`${file}-wal`)).toBe(true);
  replaceDatabase(file, replacement, aside);
  old.close();
  expect(readdirSync(aside)).toEqual(['tandem.db']);
  expect(wordsIn(join(aside, 'tandem.db'))).toEqual(['old']);
  expect(wordsIn(file)).toEqual(['new']);
});

test('while another program reads, nothing is replaced and nothing lost; afterwards it is', () => {
  const old = write(file, 'old');
  const reader = open(file);
  reader.exec('BEGIN');
  reader.prepare('SELECT * FROM said').all();
  old.prepare('INSERT INTO said VALUES (?)').run('newest');
  expect(replace()).toMatchObject({ ok: false, problem: { code: 'data-folder-in-use' } });
  expect(existsSync(aside)).toBe(false);
  expect(existsSync(replacement)).toBe(true);
  reader.close();
  old.close();
  expect(wordsIn(file)).toEqual(['old', 'newest']);
  for (const db of opened.splice(0)) if (db.isOpen) db.close();
  expect(replace().ok).toBe(true);
  expect(wordsIn(join(aside, 'tandem.db'))).toEqual(['old', 'newest']);
});

test('of a database too damaged to be read, its log is kept too, and is not played into the new one', () => {
  writeFileSync(file, 'this is a letter, not a database. '.repeat(100));
  writeFileSync(`${file}-wal`, 'what was written last');
  replaceDatabase(file, replacement, aside);
  expect(readFileSync(join(aside, 'tandem.db-wal'), 'utf8')).toBe('what was written last');
  expect(readFileSync(join(aside, 'tandem.db'), 'utf8')).toContain('a letter');
  expect(existsSync(`${file}-wal`)).toBe(false);
  expect(wordsIn(file)).toEqual(['new']);
});
