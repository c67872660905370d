import type { ContentNode } from '#lib/schema/text/convert.ts';
import { editorOf, openDocument, person } from '../support/documents.ts';
import { expect, test } from '../support/fixtures.ts';
import { documentWith } from '../support/written-documents.ts';

const CHAPTERS = 60;
const words = 'What a territory offers, and what people ask for, are told in turn. '.repeat(5).trim();

/** Some 40 pages: chapters of three paragraphs and a list. */
function report(): ContentNode {
  const paragraph = (id: string): ContentNode => ({
    type: 'paragraph',
    attrs: { id },
    content: [{ type: 'text', text: words }],
  });
  const content = Array.from({ length: CHAPTERS }, (_, at): ContentNode[] => [
    {
      type: 'heading',
      attrs: { id: `h${at}`, level: 2 },
      content: [{ type: 'text', text: `Chapter ${at + 1}.` }],
    },
    ...[1, 2, 3].map((n) => paragraph(`p${at}x${n}`)),
    {
      type: 'bulletList',
      attrs: { id: `l${at}` },
      content: [{ type: 'listItem', attrs: { id: `i${at}` }, content: [paragraph(`q${at}`)] }],
    },
  ]).flat();
  return { type: 'doc', content };
}

test('in a long text the contents lead to the heading itself, and the end of the text is in sight', async ({
  server,
  browser,
}) => {
  const author = { server, token: await server.cli('token', 'create', '--role', 'editor') };
  const page = await person(browser, server, 'editor');
  await page.setViewportSize({ width: 1440, height: 900 });
  await openDocument(page, await documentWith(author, report(), 'Forty pages'));
  for (const chapter of [40, 5, 55]) {
    await page.getByRole('link', { name: `Chapter ${chapter}.` }).click();
    const heading = editorOf(page).getByRole('heading', { name: `Chapter ${chapter}.`, includeHidden: true });
    const isAtTop = () =>
      heading.evaluate((it) => {
        const { top } = it.getBoundingClientRect();
        return top > 60 && top < 200;
      });
    await expect.poll(isAtTop).toBe(true);
  }
  await page.keyboard.press('ControlOrMeta+End');
  const last = editorOf(page).locator(':scope > :last-child');
  await expect
    .poll(() => last.evaluate((it) => it.getBoundingClientRect().bottom - window.innerHeight))
    .toBeLessThan(0);
  await page.keyboard.type(' And after it.');
  await expect(last).toContainText(/And after it\.$/);
  await page.setViewportSize({ width: 700, height: 900 });
  await page.keyboard.type(' The end.');
  await expect(last).toContainText(/The end\.$/);
  await expect
    .poll(() => last.evaluate((it) => it.getBoundingClientRect().bottom - window.innerHeight))
    .toBeLessThan(0);
  await page.context().close();
});
