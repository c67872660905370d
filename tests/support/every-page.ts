/**
 * Every page of the program with an address at which it can be looked at, and who looks: what holds for all
 * pages is tested on all of them. A page that is missing here fails every-page.test.ts.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { editorOf } from './documents.ts';
import { enterAs } from './fixtures.ts';
import { startServer, type RunningServer } from './server.ts';

export interface PageToSee {
  /** As the framework names it. */
  readonly route: string;
  readonly path: string;
  readonly signedIn: boolean;
}

const page = (route: string, path: string = route): PageToSee => ({ route, path, signedIn: true });
const publicPage = (route: string, path: string = route): PageToSee => ({ route, path, signedIn: false });

export const everyPage: readonly PageToSee[] = [
  publicPage('/'),
  page('/'),
  publicPage('/sign-in'),
  publicPage('/forgot'),
  publicPage('/reset-password'),
  publicPage('/invitation'),
  publicPage('/join'),
  publicPage('/link'),
  publicPage('/offline'),
  publicPage('/accessibility'),
  page('/account'),
  page('/new'),
  page('/p/[partnership]', '/p/msf-2050'),
  page('/p/[partnership]/partners', '/p/msf-2050/partners'),
  page('/p/[partnership]/people', '/p/msf-2050/people'),
  page('/p/[partnership]/deliverables', '/p/msf-2050/deliverables'),
  page('/p/[partnership]/evidence', '/p/msf-2050/evidence'),
  page('/p/[partnership]/activities', '/p/msf-2050/activities'),
  page('/p/[partnership]/glossary', '/p/msf-2050/glossary'),
  page('/p/[partnership]/publications', '/p/msf-2050/publications?new'),
  page('/p/[partnership]/workshops', '/p/msf-2050/workshops?format=discovery-tables'),
  page('/w/[workshop]', '/w/msf-discovery'),
  page('/w/[workshop]/steer', '/w/msf-discovery/steer'),
  page('/w/[workshop]/screen', '/w/msf-discovery/screen'),
  page('/d/[document]', '/d/d1-en'),
  page('/d/[document]/history', '/d/d1-en/history'),
  publicPage('/(dev)/gallery', '/gallery'),
];

/** The editors' laboratory answers in development alone. */
export const unseen = ['/(dev)/editor-lab'];

/** A server that shows the gallery too, and whose coordinator may create partnerships. */
export async function serverOfEveryPage(): Promise<RunningServer> {
  const server = await startServer({ env: { TANDEM_GALLERY: '1' } });
  const database = new DatabaseSync(join(server.dataDir, 'tandem.db'));
  database.exec('PRAGMA busy_timeout = 5000');
  database.exec(
    `UPDATE person SET operator = 1 WHERE id IN (SELECT person FROM member_grant WHERE role = 'coordinator')`,
  );
  database.close();
  return server;
}

/** Opens the page and waits until it shows what it is about. */
export async function see(server: RunningServer, on: Page, { path, signedIn }: PageToSee): Promise<void> {
  if (signedIn) await enterAs(server, on, 'coordinator');
  else await on.context().clearCookies({ name: /^__Host-/ });
  await on.goto(server.url + path, { waitUntil: 'load' });
  await on.getByRole('heading', { level: 1 }).first().waitFor();
  if (path.startsWith('/d/') && !path.endsWith('/history')) await editorOf(on).waitFor();
}

/** The words of what people wrote: names, titles, codes. They are nobody's to translate. */
export function writtenWords(server: RunningServer): ReadonlySet<string> {
  const database = new DatabaseSync(join(server.dataDir, 'tandem.db'), { readOnly: true });
  const columns = [
    ['person', 'name'],
    ['person', 'email'],
    ['organisation', 'name'],
    ['document', 'title'],
    ['workshop', 'titles'],
    ['workshop', 'questions'],
    ['workshop_command', 'command'],
    ['participant', 'name'],
    ['deliverable', 'titles'],
    ['deliverable', 'code'],
    ['partnership', 'titles'],
    ['activity', 'titles'],
    ['activity', 'place'],
    ['programme_item', 'titles'],
    ['term', 'text'],
  ];
  const texts = columns.flatMap(([table, column]) =>
    database
      .prepare(`SELECT ${column} AS text FROM ${table} WHERE ${column} IS NOT NULL`)
      .all()
      .map(({ text }) => String(text)),
  );
  database.close();
  return new Set([...texts, ...templateTexts()].flatMap(wordsOf));
}

/** The names and descriptions of templates and formats are data, in the languages of whoever wrote them. */
const templateTexts = (): string[] =>
  ['server/templates/', 'src/lib/domain/workshop/formats/']
    .map((folder) => new URL(`../../${folder}`, import.meta.url))
    .flatMap((folder) =>
      readdirSync(folder)
        .filter((file) => file.endsWith('.yaml'))
        .map((file) => readFileSync(new URL(file, folder), 'utf8')),
    );

/** Three letters or more: what is shorter may be a code. */
export const wordsOf = (text: string): string[] => text.match(/\p{L}{3,}/gu) ?? [];
