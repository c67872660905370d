import type { Browser, Page } from '@playwright/test';
import { enterAs, type Role } from './fixtures.ts';
import type { RunningServer } from './server.ts';

/** A blank document made over the API, so that a test's text is its own. */
export async function blankDocument(server: RunningServer, title = 'Draft'): Promise<string> {
  const token = await server.cli('token', 'create', '--role', 'coordinator');
  const response = await fetch(`${server.url}/api/v1/partnerships/msf-2050/documents`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ title, kind: 'free', language: 'en' }),
  });
  if (response.status !== 201) throw new Error(`no document: ${response.status} ${await response.text()}`);
  return ((await response.json()) as { id: string }).id;
}

/** Somebody in a browser of their own. */
export async function person(browser: Browser, server: RunningServer, role: Role): Promise<Page> {
  const context = await browser.newContext({ baseURL: server.url, locale: 'en-GB' });
  const page = await context.newPage();
  await enterAs(server, page, role);
  return page;
}

export const editorOf = (page: Page) => page.locator('.ProseMirror');

/** Opens the document and waits until its text is there. */
export async function openDocument(page: Page, documentId: string): Promise<void> {
  await page.goto(`/d/${documentId}`);
  await editorOf(page).waitFor();
}

/** The sign, by what it says. */
export const savedSign = (page: Page) => page.locator('[data-saved]');
