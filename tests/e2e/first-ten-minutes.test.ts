import { readFileSync } from 'node:fs';
import { expect, test as base, type Browser, type Page } from '@playwright/test';
import { editorOf, savedSign } from '../support/documents.ts';
import { startServer } from '../support/server.ts';

const test = base;

/** What somebody does who has just started Tandem: they follow the links that it printed. */
async function follow(browser: Browser, printed: string, role: string): Promise<Page> {
  const link = new RegExp(`^\\s+${role}\\s+(\\S+)$`, 'm').exec(printed)?.[1];
  expect(link, `a link for ${role} is printed`).toBeDefined();
  const page = await (await browser.newContext({ locale: 'en-GB' })).newPage();
  await page.goto(link!);
  await page.waitForURL((url) => url.pathname.startsWith('/p/'));
  return page;
}

test('the first ten minutes: two follow the printed links, write in the same deliverable, and export it', async ({
  browser,
}) => {
  const server = await startServer();
  await expect.poll(() => /^\s+observer\s/m.test(server.log())).toBe(true);
  const isere = await follow(browser, server.log(), 'editor');
  const aosta = await follow(browser, server.log(), 'country-lead');

  // Both find the same deliverable from the page on which they landed.
  for (const page of [isere, aosta]) {
    await page.getByRole('link', { name: 'Deliverables' }).first().click();
    await page.getByRole('heading', { name: 'Deliverables', level: 1 }).waitFor();
    await page
      .getByRole('main')
      .getByRole('link', { name: /English/ })
      .first()
      .click();
    await page.waitForURL((url) => url.pathname.startsWith('/d/'));
    await editorOf(page).waitFor();
  }
  expect(new URL(isere.url()).pathname).toBe(new URL(aosta.url()).pathname);

  await editorOf(isere).press('ControlOrMeta+End');
  await isere.keyboard.press('Enter');
  await isere.keyboard.type('Written in Grenoble.');
  await expect(editorOf(aosta)).toContainText('Written in Grenoble.');
  await editorOf(aosta).press('ControlOrMeta+End');
  await aosta.keyboard.type(' And in Aosta.');
  await expect(editorOf(isere)).toContainText('Written in Grenoble. And in Aosta.');
  for (const page of [isere, aosta]) await expect(savedSign(page)).toHaveAttribute('data-saved', 'saved');

  const downloading = isere.waitForEvent('download');
  await isere.getByRole('button', { name: 'Export' }).click();
  await isere.getByRole('menuitem', { name: /PDF/ }).click();
  const file = readFileSync(await (await downloading).path());
  expect(file.subarray(0, 5).toString('latin1')).toBe('%PDF-');

  for (const page of [isere, aosta]) await page.context().close();
  await server.stop();
});
