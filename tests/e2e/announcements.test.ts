/** What somebody who does not see the screen hears of the others, and how they choose what they hear. */
import type { Page } from '@playwright/test';
import { expect, test } from '../support/fixtures.ts';
import { editorOf, openDocument, person, savedSign } from '../support/documents.ts';
import { documentWith } from '../support/written-documents.ts';
import { doc, h, p } from '#lib/schema/text/testing/content.ts';

const heard = (page: Page) => page.getByRole('log', { name: 'What others do' });
const choose = async (page: Page, what: string) => {
  await page.getByRole('button', { name: 'More about this text' }).click();
  await page.getByRole('menuitemcheckbox', { name: what }).click();
  await page.keyboard.press('Escape');
};

test('who comes, who goes and where they write is said in words, and can be switched off', async ({
  server,
  browser,
}) => {
  const token = await server.cli('token', 'create', '--role', 'coordinator');
  const text = doc(p('a', 'Opening words'), h('b', 2, 'Method'), p('c', 'How we worked'));
  const documentId = await documentWith({ server, token }, text);
  const listener = await person(browser, server, 'editor');
  await openDocument(listener, documentId);
  await expect(heard(listener)).toBeAttached();

  const writer = await person(browser, server, 'country-lead');
  await openDocument(writer, documentId);
  await expect(heard(listener)).toContainText('Here now: Country lead');
  await editorOf(writer).getByText('How we worked').click();
  await writer.keyboard.press('End');
  await writer.keyboard.type(' together');
  await expect(heard(listener)).toContainText('Others changed: Method.', { timeout: 20_000 });
  await writer.context().close();
  await expect(heard(listener)).toContainText('No longer here: Country lead');

  await choose(listener, 'Say who comes and goes');
  const before = await heard(listener).innerText();
  const another = await person(browser, server, 'observer');
  await openDocument(another, documentId);
  await expect(savedSign(another)).toHaveAttribute('data-saved', 'readonly');
  await listener.waitForTimeout(5_000);
  expect(await heard(listener).innerText()).toBe(before);
  await listener.reload();
  await editorOf(listener).waitFor();
  await listener.getByRole('button', { name: 'More about this text' }).click();
  await expect(listener.getByRole('menuitemcheckbox', { name: 'Say who comes and goes' })).not.toBeChecked();
  for (const page of [listener, another]) await page.context().close();
});
