import type { Browser, Page } from '@playwright/test';
import type { RunningServer } from './server.ts';

export interface Newcomer {
  readonly name: string;
  readonly email: string;
  readonly password: string;
}

/** Somebody nobody knows yet, in a browser of their own. */
export async function stranger(browser: Browser, server: RunningServer): Promise<Page> {
  const context = await browser.newContext({ baseURL: server.url, locale: 'en-GB' });
  return context.newPage();
}

/** Fills in the invite dialog of an open people page, and sends it. */
export async function invite(
  page: Page,
  { name, email }: Pick<Newcomer, 'name' | 'email'>,
  more: { readonly role?: string; readonly organisation?: string } = {},
): Promise<void> {
  await page.getByRole('link', { name: 'Invite a person' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name').fill(name);
  await dialog.getByLabel('E-mail address').fill(email);
  if (more.organisation) await dialog.getByLabel('Organisation').selectOption({ label: more.organisation });
  if (more.role) await dialog.getByLabel('Role', { exact: true }).selectOption({ label: more.role });
  await dialog.getByRole('button', { name: /^(Send|Make) the invitation$/ }).click();
}

/** Opens an invitation's link and comes in as a new person. */
export async function accept(page: Page, link: string, { password }: Newcomer): Promise<void> {
  await page.goto(link);
  await page.getByLabel('Password', { exact: false }).first().fill(password);
  await page.getByRole('button', { name: 'Join the partnership' }).click();
  await page.waitForURL('**/p/*');
}

export async function signInByPassword(page: Page, { email, password }: Newcomer): Promise<void> {
  await page.goto('/sign-in');
  await page.getByLabel('E-mail address').fill(email);
  await page.getByLabel(/^Password/).fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
}
