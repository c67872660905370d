import type { Page } from '@playwright/test';
import { expect, test } from '../support/fixtures.ts';
import { blankDocument, editorOf, openDocument, person, savedSign } from '../support/documents.ts';

const saved = (page: Page) => expect(savedSign(page)).toHaveAttribute('data-saved', 'saved');

async function openHistory(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'More about this text' }).click();
  await page.getByRole('menuitem', { name: 'History of this text' }).click();
}

test('an earlier version is put back while somebody else goes on typing', async ({ server, browser }) => {
  const documentId = await blankDocument(server);
  const author = await person(browser, server, 'editor');
  const other = await person(browser, server, 'coordinator');
  await openDocument(author, documentId);
  await editorOf(author).click();
  await author.keyboard.type('The social worker listens.');
  await author.keyboard.press('Enter');
  await author.keyboard.type('Second paragraph.');
  await saved(author);

  // A moment gets a name.
  await openHistory(author);
  await author.getByRole('button', { name: 'Name this moment' }).click();
  await author.getByRole('textbox', { name: /^Name/ }).fill('Sent to the partners');
  await author.getByRole('button', { name: 'Save the name' }).click();
  await expect(author.getByRole('button', { name: /Sent to the partners/ }).first()).toBeVisible();

  // Then the text changes.
  await openDocument(author, documentId);
  await editorOf(author).press('ControlOrMeta+Home');
  for (const _ of 'The ') await author.keyboard.press('ArrowRight');
  for (const _ of 'social') await author.keyboard.press('Shift+ArrowRight');
  await author.keyboard.type('youth');
  await saved(author);

  // Somebody else is writing in another paragraph while the version is put back.
  await openDocument(other, documentId);
  await editorOf(other).press('ControlOrMeta+End');
  await other.keyboard.type(' Written by');
  await author.goto(`${server.url}/d/${documentId}/history`);
  await author
    .getByRole('button', { name: /Sent to the partners/ })
    .first()
    .click();
  await author.getByLabel('What is shown').selectOption({ label: 'What has changed since' });
  const compared = author.getByRole('article');
  await expect(compared.locator('del')).toHaveText('social');
  await expect(compared.locator('ins').first()).toHaveText('youth');
  await author.getByRole('button', { name: 'Put this state back' }).click();
  let isTyping = true;
  const typing = (async () => {
    while (isTyping) await other.keyboard.type('x', { delay: 25 });
    await other.keyboard.type(' Written meanwhile.');
  })();
  await author.getByRole('dialog').getByRole('button', { name: 'Put this state back' }).click();
  await expect(author.getByText('The state was put back. Everybody sees it now.')).toBeVisible();
  isTyping = false;
  await typing;

  await expect(editorOf(other)).toContainText('The social worker listens.');
  await expect(editorOf(other)).toContainText('Written meanwhile.');
  await saved(other);
  await openDocument(author, documentId);
  await expect(editorOf(author)).toContainText('The social worker listens.');
  await expect(editorOf(author)).toContainText('Written meanwhile.');

  // The state before is still in the history, and the restoration says who did it.
  await openHistory(author);
  await expect(
    author.getByRole('button', { name: /An earlier state was put back.*Editor/ }).first(),
  ).toBeVisible();
  for (const page of [author, other]) await page.context().close();
});

test('whoever only reads looks at the history and is offered no change of it', async ({
  server,
  browser,
}) => {
  const reader = await person(browser, server, 'observer');
  await reader.goto(`${server.url}/d/call-fr/history`);
  await expect(reader.getByRole('article')).toContainText('métiers du social');
  await expect(reader.getByRole('button', { name: 'Name this moment' })).toHaveCount(0);
  await expect(reader.getByRole('button', { name: 'Put this state back' })).toHaveCount(0);
  await reader.context().close();
});

test('who wrote a passage, with their organisation, is told by pointing at it and by the cursor', async ({
  server,
  browser,
}) => {
  const documentId = await blankDocument(server);
  const aosta = await person(browser, server, 'country-lead');
  await openDocument(aosta, documentId);
  await editorOf(aosta).click();
  await aosta.keyboard.type('Scritto ad Aosta. ');
  await saved(aosta);
  const isere = await person(browser, server, 'editor');
  await openDocument(isere, documentId);
  await editorOf(isere).press('ControlOrMeta+End');
  await isere.keyboard.type('Écrit en Isère.');
  await isere.getByRole('button', { name: 'More about this text' }).click();
  await isere.getByRole('menuitemcheckbox', { name: 'Who wrote this?' }).click();
  const line = isere.getByRole('complementary', { name: 'Who wrote this?' });
  // At once for the cursor, which stands behind one's own words.
  await expect(line).toContainText('You wrote this.');
  // Pointed at, and by the cursor wherever the keys take it. The menu had the focus: the text takes it first.
  await editorOf(isere).focus();
  // The first key after that is the person’s too: the text must not take its cursor back.
  await isere.keyboard.press('Home');
  await expect(line).toContainText('Country lead');
  await isere.keyboard.press('End');
  await expect(line).toContainText('You wrote this.');
  await isere.keyboard.press('Home');
  await expect(line).toContainText('Country lead');
  await isere.keyboard.press('End');
  await expect(line).toContainText('You wrote this.');
  const words = editorOf(isere).getByText('Scritto');
  await words.hover({ position: { x: 30, y: 12 } });
  await expect(line).toContainText('Country lead');
  await expect(line).toContainText('Italy');
  await expect(isere.locator('.author-run')).toHaveText('Scritto ad Aosta. ');
  await isere.keyboard.press('ArrowLeft');
  await expect(line).toContainText('You wrote this.');
  for (let steps = 0; steps < 20; steps += 1) await isere.keyboard.press('ArrowLeft');
  await expect(line).toContainText('Country lead');
  await line.getByRole('button', { name: 'Close' }).click();
  await expect(isere.locator('.author-run')).toHaveCount(0);
  for (const page of [aosta, isere]) await page.context().close();
});
