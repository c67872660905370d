/** Blocks and references, by keyboard and by mouse, and what somebody else sees of them meanwhile. */
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, test } from '../support/fixtures.ts';
import { blankDocument, editorOf, openDocument, person, savedSign } from '../support/documents.ts';

const saved = (page: Page) => expect(savedSign(page)).toHaveAttribute('data-saved', 'saved');
const list = (page: Page) => page.getByRole('listbox');
const write = (page: Page, text: string) => page.keyboard.type(text, { delay: 10 });

// Looking for faults takes seconds each time.
test.describe.configure({ timeout: 180_000 });

/** A text of its own, open and with the cursor in it. */
async function writing(page: Page, documentId: string): Promise<void> {
  await openDocument(page, documentId);
  await editorOf(page).click();
}

/** The blocks as their words, without the carets of others. */
const blocks = (page: Page) =>
  editorOf(page)
    .locator('> p')
    .evaluateAll((all) =>
      all.map((block) => {
        const copy = block.cloneNode(true) as HTMLElement;
        for (const caret of copy.querySelectorAll('.person-caret')) caret.remove();
        return copy.textContent.replaceAll('\u2060', '');
      }),
    );
const expectBlocks = (page: Page, words: string[]) => expect.poll(() => blocks(page)).toEqual(words);

async function expectNoFaults(page: Page): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    const { violations } = await new AxeBuilder({ page })
      .withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'])
      .analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''}`)).toEqual([]);
  }
}

test('after a slash, what can be inserted is found by name and chosen without a mouse', async ({
  server,
  signIn,
  page,
}) => {
  const documentId = await blankDocument(server);
  await signIn(page, 'editor');
  await writing(page, documentId);
  await write(page, '/');
  await expect(list(page)).toBeVisible();
  const editor = editorOf(page);
  const active = async () => (await editor.getAttribute('aria-activedescendant')) ?? 'none';
  await expect(page.locator(`#${await active()}`)).toHaveText(/Heading 1/);
  await page.keyboard.press('ArrowDown');
  await expect(page.locator(`#${await active()}`)).toHaveText(/Heading 2/);
  await expectNoFaults(page);

  await write(page, 'cautio');
  await expect(list(page).getByRole('option')).toHaveCount(1);
  await page.keyboard.press('Enter');
  await expect(list(page)).toHaveCount(0);
  await expect(editor.locator('aside[data-callout=warning]')).toBeVisible();
  await write(page, 'Mind the gap');
  await expect(editor.locator('aside')).toContainText('Mind the gap');
  await expect(editor).not.toContainText('/');

  // Enter twice goes on after the box.
  await page.keyboard.press('Enter');
  await page.keyboard.press('Enter');
  await write(page, 'and/or 3 km/h');
  await expect(list(page)).toHaveCount(0);
  await write(page, ' /');
  await expect(list(page)).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(list(page)).toHaveCount(0);
  await expect(editor.locator('p').last()).toHaveText('and/or 3 km/h /');
  await expect(editor).not.toHaveAttribute('aria-activedescendant');

  // In code a slash is a slash.
  await page.keyboard.press('Enter');
  await write(page, '``` ');
  await write(page, '/');
  await expect(editor.locator('pre')).toContainText('/');
  await expect(list(page)).toHaveCount(0);
  await saved(page);
});

test('a footnote is written at its place, numbered, read by the others, deleted and brought back', async ({
  server,
  browser,
}) => {
  const documentId = await blankDocument(server);
  const writer = await person(browser, server, 'editor');
  const reader = await person(browser, server, 'observer');
  await writing(writer, documentId);
  await openDocument(reader, documentId);
  await write(writer, 'Two seminars of three days.');
  await writer.keyboard.press('Control+Alt+f');
  await write(writer, 'One in Grenoble, one in Aosta');
  const words = editorOf(writer).locator('.footnote-words');
  await expect(words).toBeVisible();
  await writer.keyboard.press('Control+b');
  await write(writer, ' at least');
  await expect(words.locator('strong')).toHaveText(' at least');
  await writer.keyboard.press('Enter');
  await expect(words).toBeHidden();
  await write(writer, ' And then?');
  await expect(editorOf(writer).locator('p').first()).toContainText('And then?');

  // A note before it takes its number.
  await writer.keyboard.press('Home');
  for (let step = 0; step < 3; step += 1) await writer.keyboard.press('ArrowRight');
  await writer.keyboard.press('Control+Alt+f');
  await write(writer, 'In 2027');
  await writer.keyboard.press('Escape');
  const marks = editorOf(reader).locator('[role=doc-noteref]');
  await expect(marks).toHaveText(['1', '2']);
  const notes = reader.locator('[role=doc-endnotes] li');
  await expect(notes).toHaveCount(2);
  await expect(notes.nth(0)).toContainText('In 2027');
  await expect(notes.nth(1)).toContainText('One in Grenoble, one in Aosta at least');
  await expect(marks.nth(1)).toHaveAccessibleDescription(/One in Grenoble/);
  await expectNoFaults(reader);

  // Who only reads opens it as well.
  await marks.nth(1).click();
  await expect(editorOf(reader).locator('.footnote-words').nth(1)).toBeVisible();
  await expectNoFaults(writer);

  // The first press selects, the second deletes, undo brings it back.
  await writer.keyboard.press('Backspace');
  await expect(marks).toHaveCount(2);
  await writer.keyboard.press('Backspace');
  await expect(marks).toHaveText(['1']);
  await writer.keyboard.press('ControlOrMeta+z');
  await expect(marks).toHaveText(['1', '2']);
  await saved(writer);
  for (const page of [writer, reader]) await page.context().close();
});

test('a block is moved by keyboard and by mouse, and the other browser sees it move', async ({
  server,
  browser,
}) => {
  const documentId = await blankDocument(server);
  const writer = await person(browser, server, 'editor');
  const other = await person(browser, server, 'country-lead');
  await writing(writer, documentId);
  await openDocument(other, documentId);
  for (const [index, words] of ['Alpha', 'Beta', 'Gamma'].entries()) {
    if (index > 0) await writer.keyboard.press('Enter');
    await write(writer, words);
  }
  const theirs = editorOf(other).locator('> p');
  await expectBlocks(other, ['Alpha', 'Beta', 'Gamma']);
  const ids = async () => theirs.evaluateAll((all) => all.map((it) => it.getAttribute('data-id')));
  const [alpha, beta, gamma] = await ids();

  await writer.keyboard.press('Alt+Shift+ArrowUp');
  await expectBlocks(other, ['Alpha', 'Gamma', 'Beta']);
  await expect(writer.getByText('Moved: place 2 of 3')).toBeAttached();
  expect(await ids()).toEqual([alpha, gamma, beta]);

  // The menu of the block, by key.
  await writer.keyboard.press('Control+Shift+m');
  await expect(writer.getByRole('menuitem', { name: /Move up/ })).toBeVisible();
  await expectNoFaults(writer);
  await writer.getByRole('menuitem', { name: /Duplicate/ }).press('Enter');
  await expectBlocks(other, ['Alpha', 'Gamma', 'Gamma', 'Beta']);
  const copies = await ids();
  expect(new Set(copies).size).toBe(4);

  // By mouse: its handle, to the top.
  await editorOf(writer).locator('> p').nth(3).hover();
  const handle = writer.getByRole('button', { name: 'Block menu' });
  const first = editorOf(writer).locator('> p').first();
  await handle.dragTo(first, { targetPosition: { x: 20, y: 1 } });
  await expectBlocks(other, ['Beta', 'Alpha', 'Gamma', 'Gamma']);
  expect((await ids())[0]).toBe(beta);
  await expect(other.getByRole('region', { name: 'What happened to your words' })).toBeHidden();
  await saved(writer);
  for (const page of [writer, other]) await page.context().close();
});

test('a part that unfolds is open for whoever opens it, and only for them', async ({ server, browser }) => {
  const documentId = await blankDocument(server);
  const writer = await person(browser, server, 'editor');
  const reader = await person(browser, server, 'observer');
  await writing(writer, documentId);
  await openDocument(reader, documentId);
  await write(writer, '/unfold');
  await expect(list(writer)).toBeVisible();
  await writer.keyboard.press('Enter');
  await write(writer, 'For the curious');
  await writer.keyboard.press('Enter');
  await write(writer, 'The long answer');
  await expect(editorOf(writer).getByText('The long answer')).toBeVisible();
  await writer.keyboard.press('Enter');
  await writer.keyboard.press('Enter');
  await write(writer, 'Afterwards');
  await expect(editorOf(writer).locator('> p')).toHaveText('Afterwards');
  const theirs = editorOf(reader).getByText('The long answer');
  await expect(theirs).toBeAttached();
  await expect(theirs).toBeHidden();
  const toggle = reader.getByRole('button', { name: /For the curious/ });
  await expect(toggle).toHaveAttribute('aria-expanded', 'false');
  await toggle.press('Enter');
  await expect(theirs).toBeVisible();
  await expectNoFaults(reader);
  await toggle.click();
  await expect(theirs).toBeHidden();
  // On paper everything is open.
  await reader.emulateMedia({ media: 'print' });
  await expect(theirs).toBeVisible();
  await saved(writer);
  for (const page of [writer, reader]) await page.context().close();
});

test('a link to a heading of another text shows what it leads to, and leads there', async ({
  server,
  signIn,
  page,
}) => {
  const target = await blankDocument(server, 'Roles of the partners');
  const documentId = await blankDocument(server, 'Minutes');
  await signIn(page, 'editor');
  await writing(page, target);
  await write(page, '## Who signs');
  await page.keyboard.press('Enter');
  await write(page, 'The legal representative signs for the organisation.');
  await saved(page);

  await writing(page, documentId);
  await write(page, 'See ');
  await page.keyboard.press('Control+k');
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Another text' }).click();
  await dialog.getByLabel('Look for a text').fill('roles of');
  await dialog.getByRole('button', { name: /Roles of the partners/ }).click();
  await expectNoFaults(page);
  await dialog.getByRole('button', { name: 'Who signs' }).click();
  const link = editorOf(page).getByRole('link', { name: 'Who signs' });
  await expect(link).toHaveAttribute('href', new RegExp(`^/d/${target}#`));
  await page.keyboard.press('ArrowLeft');
  const bubble = page.getByRole('group', { name: 'The link at the cursor' });
  await expect(bubble).toContainText('Who signs');
  await expect(bubble).toContainText('Roles of the partners · English · Draft');
  await expect(bubble).toContainText('The legal representative signs');
  await expectNoFaults(page);
  await saved(page);

  const address = (await link.getAttribute('href')) ?? '';
  await page.goto(address);
  await editorOf(page).waitFor();
  await expect(editorOf(page).locator('h2.led-to')).toHaveText('Who signs');
});

test('a cross-reference follows its heading, and says so when the heading is gone', async ({
  server,
  signIn,
  page,
}) => {
  const documentId = await blankDocument(server);
  await signIn(page, 'editor');
  await writing(page, documentId);
  await write(page, '## Method');
  await page.keyboard.press('Enter');
  await write(page, 'As in /ref');
  await expect(list(page)).toBeVisible();
  await page.getByRole('option', { name: /Reference to a heading/ }).click();
  // One types on at once: the dialog begins at its field, and Enter in it picks nothing by itself.
  await expect(page.getByRole('dialog').getByRole('searchbox')).toBeFocused();
  await page.keyboard.type('Meth');
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').getByRole('button', { name: 'Method' }).click();
  const reference = editorOf(page).locator('.cross-reference');
  await expect(reference).toHaveText('Method');
  await editorOf(page).locator('h2').click();
  await page.keyboard.press('End');
  await write(page, ' and tools');
  await expect(reference).toHaveText('Method and tools');
  await page.keyboard.press('Control+Shift+m');
  await page.getByRole('menuitem', { name: /Delete the block/ }).click();
  await expect(reference).toHaveText('[heading missing]');
  await saved(page);
});

test('a person is mentioned by name; the text itself holds no name', async ({ server, browser }) => {
  const documentId = await blankDocument(server);
  const writer = await person(browser, server, 'editor');
  const reader = await person(browser, server, 'observer');
  await writing(writer, documentId);
  await openDocument(reader, documentId);
  await write(writer, 'Ask @');
  await expect(list(writer).getByRole('option').first()).toBeVisible();
  await expectNoFaults(writer);
  await write(writer, 'coord');
  const option = list(writer).getByRole('option').first();
  const name = ((await option.locator('.label').textContent()) ?? '').trim();
  await writer.keyboard.press('Enter');
  await write(writer, 'about it');
  await expect(editorOf(writer).locator('.mention')).toHaveText(`@${name}`);
  await expect(editorOf(reader).locator('.mention')).toHaveText(`@${name}`);
  await expect(editorOf(reader).locator('p').first()).toContainText(`Ask @${name} about it`);
  await saved(writer);
  const content = await writer.request.get(`/api/v1/documents/${documentId}?format=json`);
  expect(await content.text()).not.toContain(name);
  // An address is not a mention.
  await writer.keyboard.press('Enter');
  await write(writer, 'ann@');
  await expect(list(writer)).toHaveCount(0);
  for (const page of [writer, reader]) await page.context().close();
});
