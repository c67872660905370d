/**
 * What every browser test begins with: a server with the example partnership, shared by the tests of one
 * worker, and a way to be somebody. A test that changes what others read starts its own server.
 */
import { test as base, type BrowserContext, type Page } from '@playwright/test';
import { startServer, type RunningServer } from './server.ts';

/** The partnership roles, each with an account in the example. */
export type Role =
  | 'coordinator'
  | 'country-lead'
  | 'editor'
  | 'language-reviewer'
  | 'terminologist'
  | 'facilitator'
  | 'observer';

type Cookies = Awaited<ReturnType<BrowserContext['cookies']>>;
const sessions = new Map<string, Cookies>();

/**
 * Signs this page's browser in with a role's account and returns where that led to: the first time with a
 * one-time link, later with that session's cookie, because making a link takes a second. Whoever signs
 * out ends the session for the others too; the next one then gets a new link.
 */
export async function signInTo(server: RunningServer, page: Page, role: Role): Promise<string> {
  if (await hasSession(server, page, role)) {
    await page.goto(server.url);
    return page.url();
  }
  const link = new URL(await server.cli('link', '--role', role));
  await page.goto(server.url + link.pathname + link.search + link.hash);
  await page.waitForURL((url) => !isEntrance(url));
  // The session alone: what else a test chose (a language) is its own.
  const cookies = await page.context().cookies(server.url);
  sessions.set(
    `${server.url} ${role}`,
    cookies.filter(({ name }) => name.startsWith('__Host-')),
  );
  return page.url();
}

/** The same, for who opens a page of their own next: known sessions load none before it. */
export async function enterAs(server: RunningServer, page: Page, role: Role): Promise<void> {
  if (!(await hasSession(server, page, role))) await signInTo(server, page, role);
}

async function hasSession(server: RunningServer, page: Page, role: Role): Promise<boolean> {
  const known = sessions.get(`${server.url} ${role}`);
  if (!known) return false;
  await page.context().addCookies(known);
  const answer = await page.context().request.get(`${server.url}/account`, { maxRedirects: 0 });
  return answer.status() === 200;
}

const isEntrance = ({ pathname }: URL) => /^\/(sign-in|link)(\/|$)/.test(pathname);

interface PerTest {
  /** Signs the page's browser in with a role of the example. */
  readonly signIn: (page: Page, role: Role) => Promise<string>;
}

export const test = base.extend<PerTest, { readonly server: RunningServer }>({
  server: [
    // Playwright reads the dependencies of a fixture off this pattern.
    // eslint-disable-next-line no-empty-pattern
    async ({}, use) => {
      const server = await startServer();
      await use(server);
      await server.stop();
    },
    { scope: 'worker', timeout: 60_000 },
  ],
  baseURL: async ({ server }, use) => use(server.url),
  signIn: async ({ server }, use) => use((page, role) => signInTo(server, page, role)),
});

export { expect } from '@playwright/test';
