import type { Page } from '@playwright/test';
import { expect, test } from '../support/fixtures.ts';
import { blankDocument, editorOf, openDocument, person, savedSign } from '../support/documents.ts';

const PRESENCE = 1;

/** How often the page has told where its person is. */
function presenceSentBy(page: Page): () => number {
  let sent = 0;
  page.on('websocket', (socket) =>
    socket.on('framesent', ({ payload }) => {
      if (typeof payload !== 'string' && payload[0] === PRESENCE) sent += 1;
    }),
  );
  return () => sent;
}

const saved = (page: Page) => expect(savedSign(page)).toHaveAttribute('data-saved', 'saved');

test('two people in two browsers write in the same document and both read saved', async ({
  server,
  browser,
}) => {
  const documentId = await blankDocument(server);
  const isere = await person(browser, server, 'editor');
  const aosta = await person(browser, server, 'country-lead');
  const told = presenceSentBy(aosta);
  await openDocument(isere, documentId);
  await openDocument(aosta, documentId);

  await editorOf(isere).click();
  await isere.keyboard.type('Un métier se décrit à plusieurs.');
  await expect(editorOf(aosta)).toContainText('Un métier se décrit à plusieurs.');
  await editorOf(aosta).press('ControlOrMeta+End');
  await aosta.keyboard.press('Enter');
  await aosta.keyboard.type('Un mestiere si descrive insieme.');
  await expect(editorOf(isere)).toContainText('Un mestiere si descrive insieme.');
  await saved(isere);
  await saved(aosta);
  // Where one is, is not told anew for each letter of another: in a hall everybody would answer everybody.
  const before = told();
  await isere.keyboard.type(' Encore.');
  await expect(editorOf(aosta)).toContainText('Encore.');
  expect(told()).toBe(before);

  // Each sees the other's name at the caret, and who is here.
  await expect(isere.locator('.person-name').first()).toContainText('Country lead');
  await expect(isere.getByRole('list', { name: 'Here now' }).or(isere.getByLabel('Here now'))).toBeVisible();

  // What was called saved is there for somebody who comes afterwards.
  const later = await person(browser, server, 'observer');
  await openDocument(later, documentId);
  await expect(editorOf(later)).toContainText('Un métier se décrit à plusieurs.');
  await expect(editorOf(later)).toContainText('Un mestiere si descrive insieme.');
  for (const page of [isere, aosta, later]) await page.context().close();
});

test('undo takes back one’s own words and leaves the other’s', async ({ server, browser }) => {
  const documentId = await blankDocument(server);
  const first = await person(browser, server, 'editor');
  const second = await person(browser, server, 'coordinator');
  await openDocument(first, documentId);
  await openDocument(second, documentId);
  await editorOf(first).click();
  await first.keyboard.type('mine ');
  await expect(editorOf(second)).toContainText('mine');
  await editorOf(second).press('ControlOrMeta+End');
  await second.keyboard.type('theirs');
  await expect(editorOf(first)).toContainText('mine theirs');
  await first.keyboard.press('ControlOrMeta+z');
  await expect(editorOf(first)).not.toContainText('mine');
  await expect(editorOf(first)).toContainText('theirs');
  await expect(editorOf(second)).not.toContainText('mine');
  for (const page of [first, second]) await page.context().close();
});

test('headings, lists, tasks, quotes and tables are written by keyboard and reach the other screen', async ({
  server,
  browser,
}) => {
  const documentId = await blankDocument(server);
  const writer = await person(browser, server, 'editor');
  const reader = await person(browser, server, 'observer');
  await openDocument(writer, documentId);
  await openDocument(reader, documentId);
  await editorOf(writer).click();
  const type = (text: string) => writer.keyboard.type(text, { delay: 5 });
  await type('## Missions');
  await writer.keyboard.press('Enter');
  await type('- Accueillir');
  await writer.keyboard.press('Enter');
  await writer.keyboard.press('Enter');
  await type('> Une citation');
  await writer.keyboard.press('Enter');
  await writer.keyboard.press('Enter');
  await type('[ ] À vérifier');
  const text = editorOf(reader);
  await expect(
    text.getByRole('heading', { level: 2, name: 'Missions' }).or(text.locator('h2')),
  ).toContainText('Missions');
  await expect(text.locator('ul li').first()).toContainText('Accueillir');
  await expect(text.locator('blockquote')).toContainText('Une citation');
  await expect(text.locator('input[type=checkbox]')).toHaveCount(1);
  // The observer reads: the page says so, and nothing they press changes the text.
  await expect(savedSign(reader)).toHaveAttribute('data-saved', 'readonly');
  await editorOf(reader).click();
  await reader.keyboard.type('intrusion');
  await expect(editorOf(writer)).not.toContainText('intrusion');
  for (const page of [writer, reader]) await page.context().close();
});

test('the contents list the headings and lead to them', async ({ server, signIn, page }) => {
  await page.setViewportSize({ width: 1400, height: 900 });
  await signIn(page, 'editor');
  await openDocument(page, 'call-fr');
  const outline = page.getByRole('navigation', { name: 'Contents' });
  const last = outline.getByRole('link').last();
  const name = (await last.textContent())?.trim() ?? '';
  await last.click();
  await expect(editorOf(page).locator('h1,h2,h3,h4', { hasText: name }).last()).toBeInViewport();
  await server.cli('verify');
});

test('who clicks while another writes and moves about has the cursor where the click was, and the next key acts where the last one led', async ({
  server,
  browser,
}) => {
  const documentId = await blankDocument(server);
  const [reader, other] = [
    await person(browser, server, 'editor'),
    await person(browser, server, 'coordinator'),
  ];
  // The browser is so busy that it tells of a click after what came meanwhile.
  await reader.addInitScript(() => {
    const late = (event: Event) => document.body.dataset['busy'] && event.stopImmediatePropagation();
    window.addEventListener('selectionchange', late, true);
  });
  const busy = (page: Page, isBusy: boolean) =>
    page.evaluate((it) => (document.body.dataset['busy'] = it ? 'yes' : ''), isBusy);
  await openDocument(reader, documentId);
  await editorOf(reader).click();
  for (const word of ['one', 'two', 'three', 'four']) {
    await reader.keyboard.type(word);
    await reader.keyboard.press('Enter');
  }
  await openDocument(other, documentId);
  await editorOf(other).locator('p', { hasText: 'four' }).click();
  await expect(reader.locator('.person-name')).toHaveCount(1);

  await busy(reader, true);
  await editorOf(reader).locator('p', { hasText: 'one' }).click();
  await other.keyboard.press('End');
  await other.keyboard.type(' more');
  await expect(editorOf(reader)).toContainText('four more');
  await busy(reader, false);
  await reader.keyboard.press('End');
  await reader.keyboard.type(' here');
  await expect(editorOf(reader).locator('p').first()).toHaveText('one here');

  await busy(reader, true);
  await editorOf(reader).locator('p', { hasText: 'two' }).click();
  await other.keyboard.press('ArrowUp');
  await expect(reader.locator('p', { hasText: 'three' }).locator('.person-name')).toHaveCount(1);
  await busy(reader, false);
  await reader.keyboard.press('End');
  await reader.keyboard.type(' there');
  await expect(editorOf(reader).locator('p').nth(1)).toHaveText('two there');

  await busy(reader, true);
  await reader.keyboard.press('Home');
  // A note, which carries its number, 1.
  await reader.keyboard.press('Control+Alt+f');
  await busy(reader, false);
  await expect(editorOf(reader).locator('p').nth(1)).toHaveText('1two there');
  for (const page of [reader, other]) await page.context().close();
});
