/** What other programs put on the clipboard becomes what a text of ours holds. The fixtures' README says where each comes from. */
import { readdirSync, readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import type { ContentNode } from '#lib/schema/text/convert.ts';
import { expect, test } from '../support/fixtures.ts';
import { blankDocument, editorOf, openDocument, savedSign } from '../support/documents.ts';

const folder = new URL('../fixtures/paste/', import.meta.url);
const fixtures = readdirSync(folder)
  .filter((name) => name.endsWith('.html'))
  .map((name) => name.replace('.html', ''));

/** As the browser hands it over: the paste event carries the clipboard. */
async function paste(page: Page, html: string, plain = ''): Promise<void> {
  await editorOf(page).focus();
  await editorOf(page).evaluate(
    (text, [markup, words]) => {
      const data = new DataTransfer();
      if (markup) data.setData('text/html', markup);
      data.setData('text/plain', words ?? '');
      text.dispatchEvent(
        new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }),
      );
    },
    [html, plain],
  );
}

/** Ids are the editor's own, new each time. */
const withoutIds = ({ attrs = {}, content, ...node }: ContentNode): unknown => {
  const said = Object.fromEntries(
    Object.entries(attrs).filter(([name, value]) => name !== 'id' && value !== null),
  );
  return {
    ...node,
    ...(Object.keys(said).length > 0 ? { attrs: said } : {}),
    ...(content ? { content: content.map(withoutIds) } : {}),
  };
};

const bodyOf = async (page: Page, documentId: string): Promise<unknown> => {
  await expect(savedSign(page)).toHaveAttribute('data-saved', 'saved');
  const response = await page.request.get(`/api/v1/documents/${documentId}?format=json`);
  const { content } = (await response.json()) as { content: ContentNode };
  return withoutIds(content);
};

test('what is pasted from each program is what the fixture says', async ({ server, signIn, page }) => {
  test.setTimeout(180_000);
  await signIn(page, 'editor');
  const documentId = await blankDocument(server);
  await openDocument(page, documentId);
  for (const name of fixtures) {
    await editorOf(page).focus();
    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.press('Delete');
    await expect(editorOf(page)).toHaveText('');
    await paste(page, readFileSync(new URL(`${name}.html`, folder), 'utf8'));
    await expect(editorOf(page)).not.toHaveText('');
    const expected: unknown = JSON.parse(readFileSync(new URL(`${name}.json`, folder), 'utf8'));
    expect.soft(await bodyOf(page, documentId), name).toEqual(expected);
  }
});

test('pictures of elsewhere are left out, and their number is told', async ({ server, signIn, page }) => {
  await signIn(page, 'editor');
  await openDocument(page, await blankDocument(server));
  const asked: string[] = [];
  page.on('request', (request) => {
    if (new URL(request.url()).hostname !== '127.0.0.1') asked.push(request.url());
  });
  await paste(page, readFileSync(new URL('word-reviewed.html', folder), 'utf8'));
  await expect(page.getByText('2 pictures could not be pasted; insert them as files.')).toBeVisible();
  await expect(editorOf(page).locator('img[src]')).toHaveCount(0);
  expect(asked).toEqual([]);
});

test('a table pasted into a table fills its cells', async ({ server, signIn, page }) => {
  await signIn(page, 'editor');
  await openDocument(page, await blankDocument(server));
  await paste(page, '<table><tr><td>a</td><td>b</td></tr><tr><td>c</td><td>d</td></tr></table>');
  await expect(editorOf(page).locator('td')).toHaveCount(4);
  await editorOf(page).locator('td').first().click();
  await paste(page, '<table><tr><td>1</td><td>2</td></tr></table>');
  await expect(editorOf(page).locator('table')).toHaveCount(1);
  await expect(editorOf(page).locator('td')).toHaveText(['1', '2', 'c', 'd']);
});

test('words copied here keep their block’s kind when they are pasted again', async ({
  server,
  signIn,
  page,
}) => {
  await signIn(page, 'editor');
  await openDocument(page, await blankDocument(server));
  await paste(
    page,
    '<h2>Missions</h2><ul data-type="taskList"><li data-type="taskItem"><p>Ask</p></li></ul>',
  );
  await expect(editorOf(page).locator('h2')).toHaveText('Missions');
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.press('ControlOrMeta+c');
  await page.keyboard.press('ControlOrMeta+End');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Enter');
  await page.keyboard.press('ControlOrMeta+v');
  await expect(editorOf(page).locator('h2')).toHaveText(['Missions', 'Missions']);
  // Without formatting: paragraphs only.
  await page.keyboard.press('ControlOrMeta+Shift+v');
  await expect(editorOf(page).locator('p').filter({ hasText: 'Missions' })).not.toHaveCount(0);
  await expect(editorOf(page).locator('h2')).toHaveCount(2);
});
