import { readFileSync } from 'node:fs';
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { strFromU8, unzipSync } from 'fflate';
import { expect, test } from '../support/fixtures.ts';
import { blankDocument, editorOf, openDocument, person, savedSign } from '../support/documents.ts';
import { photograph, vectorDrawing } from '../support/pictures.ts';

const figures = (page: Page) => editorOf(page).locator('figure.picture');
const arriving = (page: Page) => editorOf(page).locator('.picture-arriving');
const panel = (page: Page) => page.getByRole('form', { name: 'Picture' });
const description = (page: Page) => panel(page).getByLabel('Description for people');
const saved = (page: Page) => expect(savedSign(page)).toHaveAttribute('data-saved', 'saved');

/** Files as they come with a paste or a drop. */
async function give(
  page: Page,
  event: 'paste' | 'drop',
  files: { name: string; type: string; bytes: Buffer }[],
) {
  const plain = files.map(({ name, type, bytes }) => ({ name, type, base64: bytes.toString('base64') }));
  await editorOf(page).evaluate(
    async (element, { event, plain }) => {
      const data = new DataTransfer();
      for (const { name, type, base64 } of plain) {
        const bytes = Uint8Array.from(atob(base64), (it) => it.charCodeAt(0));
        data.items.add(new File([bytes], name, { type }));
      }
      const box = element.lastElementChild!.getBoundingClientRect();
      const at = { clientX: box.left + 5, clientY: box.top + 5, bubbles: true, cancelable: true };
      element.dispatchEvent(
        event === 'paste'
          ? new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true })
          : new DragEvent('drop', { dataTransfer: data, ...at }),
      );
    },
    { event, plain },
  );
}

async function choose(page: Page, ...files: { name: string; mimeType: string; buffer: Buffer }[]) {
  const choosing = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Add pictures' }).click();
  await (await choosing).setFiles(files);
}

test('a picture is added by button, described, sized by keyboard, seen by others and exported', async ({
  server,
  browser,
}) => {
  test.setTimeout(90_000);
  const documentId = await blankDocument(server);
  const writer = await person(browser, server, 'editor');
  const reader = await person(browser, server, 'observer');
  await openDocument(writer, documentId);
  await openDocument(reader, documentId);
  await editorOf(writer).click();
  await writer.keyboard.type('Before the picture.');

  const bytes = await photograph(1_200, 800);
  await choose(writer, { name: 'workshop.jpg', mimeType: 'image/jpeg', buffer: bytes });

  // What it shows is asked at once; nothing holds the writer up.
  await expect(description(writer)).toBeFocused();
  await writer.keyboard.type('Twelve people around a table in Grenoble');
  await panel(writer).getByLabel('Caption').fill('The first workshop');
  // The caption appears as the button is pressed, and moves nothing from under the pointer.
  await panel(writer).getByRole('button', { name: 'Done' }).click();
  await expect(panel(writer)).toBeHidden();
  await expect(editorOf(writer)).toBeFocused();

  const shown = figures(reader).getByRole('img', { name: 'Twelve people around a table in Grenoble' });
  await expect(shown).toBeVisible();
  expect(
    await shown.evaluate((image: HTMLImageElement) => [image.naturalWidth, image.naturalHeight]),
  ).toEqual([1_200, 800]);
  await expect(figures(reader).locator('figcaption')).toHaveText('The first workshop');

  // It is still selected: minus makes it narrower, Enter opens its settings again.
  await writer.keyboard.press('-');
  await expect(figures(reader).locator('.picture-frame')).toHaveAttribute('style', /inline-size: 75%/);
  await writer.keyboard.press('Enter');
  await expect(panel(writer).getByLabel('75 %')).toBeChecked();
  await panel(writer).getByLabel('50 %').check();
  await expect(figures(reader).locator('.picture-frame')).toHaveAttribute('style', /inline-size: 50%/);
  const { violations } = await new AxeBuilder({ page: writer }).include('.editor').analyze();
  expect(violations).toEqual([]);
  await writer.keyboard.press('Escape');
  await expect(editorOf(writer)).toBeFocused();

  // Typing over a selected picture does not take it away.
  await writer.keyboard.type('After it.');
  await expect(editorOf(reader).locator('p').last()).toContainText('After it.');
  await expect(figures(reader)).toHaveCount(1);
  await saved(writer);

  const fileOf = async (choice: RegExp) => {
    await reader.getByRole('button', { name: 'Export' }).click();
    const downloading = reader.waitForEvent('download');
    await reader.getByRole('menuitem', { name: choice }).click();
    return (await downloading).path();
  };
  const pdf = await fileOf(/PDF/);
  const tags = readFileSync(pdf).toString('latin1');
  expect(tags).toContain('/Subtype /Image');
  expect(tags).toContain('/Alt (Twelve people around a table in Grenoble)');
  expect(tags).toContain('<pdfuaid:part>1</pdfuaid:part>');
  const docx = unzipSync(readFileSync(await fileOf(/Word/)));
  expect(Object.keys(docx).some((name) => /^word\/media\/.+\.jpg$/.test(name))).toBe(true);
  expect(strFromU8(docx['word/document.xml']!)).toContain('descr="Twelve people around a table in Grenoble"');
  const html = readFileSync(await fileOf(/Web page/), 'utf8');
  expect(html).toMatch(/<img src="data:image\/jpeg;base64,[^"]{1000,}" alt="Twelve people around a table/);
  expect(readFileSync(await fileOf(/Markdown/), 'utf8')).toContain(
    '![Twelve people around a table in Grenoble][image-',
  );
  for (const page of [writer, reader]) await page.context().close();
});

test('pictures come by paste and by drop, in the order in which they were given', async ({
  server,
  signIn,
  page,
}) => {
  const documentId = await blankDocument(server);
  await signIn(page, 'editor');
  await openDocument(page, documentId);
  await editorOf(page).click();
  await give(page, 'paste', [{ name: 'a.jpg', type: 'image/jpeg', bytes: await photograph(100, 50) }]);
  await expect(figures(page)).toHaveCount(1);
  await expect(figures(page).getByRole('button', { name: 'No description' })).toBeVisible();
  await expect(description(page)).toBeFocused();
  await page.keyboard.press('Escape');

  await give(page, 'drop', [
    { name: 'b.jpg', type: 'image/jpeg', bytes: await photograph(200, 100) },
    { name: 'c.jpg', type: 'image/jpeg', bytes: await photograph(300, 150) },
  ]);
  await expect(figures(page)).toHaveCount(3);
  const widths = () =>
    figures(page)
      .locator('img')
      .evaluateAll((images) => images.map((it) => (it as HTMLImageElement).src.match(/-(\d+)x/)?.[1]));
  expect(await widths()).toEqual(['100', '200', '300']);

  // One after the other is asked for; a decoration needs no words.
  await panel(page).getByLabel('Only decoration').check();
  await expect(description(page)).toBeDisabled();
  await panel(page).getByRole('button', { name: 'Done' }).click();
  await expect(description(page)).toBeFocused();
  await page.keyboard.type('The third');
  await panel(page).getByRole('button', { name: 'Done' }).click();
  await expect(figures(page).getByRole('img', { name: 'The third' })).toBeVisible();
  await expect(figures(page).nth(1).locator('img')).toHaveAttribute('alt', '');
  await saved(page);
});

test('what is refused says why, and a picture waits for the connection', async ({ server, signIn, page }) => {
  const documentId = await blankDocument(server);
  await signIn(page, 'editor');
  await openDocument(page, documentId);
  await editorOf(page).click();
  await choose(page, { name: 'logo.png', mimeType: 'image/png', buffer: vectorDrawing });
  await expect(arriving(page)).toContainText('Vector drawings (SVG) cannot be used');
  await expect(figures(page)).toHaveCount(0);
  await arriving(page).getByRole('button', { name: 'Take it out' }).click();
  await expect(arriving(page)).toHaveCount(0);

  await page.context().setOffline(true);
  await choose(page, { name: 'train.jpg', mimeType: 'image/jpeg', buffer: await photograph() });
  await expect(arriving(page)).toContainText('waits here');
  await page.context().setOffline(false);
  await expect(figures(page)).toHaveCount(1);
  await expect(arriving(page)).toHaveCount(0);
});

test('how far a picture is, is shown to its author alone, and it can be stopped', async ({
  server,
  browser,
}) => {
  const documentId = await blankDocument(server);
  const writer = await person(browser, server, 'editor');
  const other = await person(browser, server, 'coordinator');
  await openDocument(writer, documentId);
  await openDocument(other, documentId);
  let goOn: () => void = () => undefined;
  const held = new Promise<void>((resolve) => (goOn = resolve));
  await writer.route('**/uploads', async (route) => {
    await held;
    await route.continue().catch(() => undefined);
  });
  await editorOf(writer).click();
  const bytes = await photograph();
  await choose(
    writer,
    { name: 'one.jpg', mimeType: 'image/jpeg', buffer: bytes },
    { name: 'two.jpg', mimeType: 'image/jpeg', buffer: bytes },
  );
  await expect(arriving(writer)).toHaveCount(2);
  await expect(arriving(writer).first().getByRole('progressbar')).toBeVisible();
  await expect(arriving(other)).toHaveCount(0);

  // Others write meanwhile; the picture goes where it was meant to.
  await editorOf(other).click();
  await other.keyboard.type('Somebody else writes. ');
  await expect(editorOf(writer)).toContainText('Somebody else writes.');
  await expect(arriving(writer)).toHaveCount(2);
  await arriving(writer).first().getByRole('button', { name: 'Cancel' }).click();
  goOn();
  await expect(figures(other)).toHaveCount(1);
  await expect(arriving(writer)).toHaveCount(0);
  for (const page of [writer, other]) await page.context().close();
});

test('a picture pasted into another text is that text’s own', async ({ server, signIn, page }) => {
  const [first, second] = [await blankDocument(server, 'First'), await blankDocument(server, 'Second')];
  await signIn(page, 'editor');
  await openDocument(page, first);
  await editorOf(page).click();
  await choose(page, { name: 'a.jpg', mimeType: 'image/jpeg', buffer: await photograph() });
  await expect(description(page)).toBeFocused();
  await page.keyboard.press('Escape');
  const sourceOf = () => figures(page).locator('img').getAttribute('src');
  const before = await sourceOf();
  await page.keyboard.press('ControlOrMeta+c');
  await saved(page);

  await openDocument(page, second);
  await editorOf(page).click();
  await page.keyboard.press('ControlOrMeta+v');
  await expect(figures(page)).toHaveCount(1);
  await expect.poll(sourceOf).not.toBe(before);
  await expect(figures(page)).toHaveAttribute('data-state', 'shown');
});

test('a source that names no upload is never asked for', async ({ server, signIn, page }) => {
  const documentId = await blankDocument(server);
  await signIn(page, 'editor');
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  await openDocument(page, documentId);
  await editorOf(page).click();
  await editorOf(page).evaluate((element) => {
    const data = new DataTransfer();
    data.setData(
      'text/html',
      '<p>x</p><figure data-upload="https://evil.example/a.png"><img src="https://evil.example/b.png"></figure><p>y</p>',
    );
    element.dispatchEvent(
      new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }),
    );
  });
  await expect(editorOf(page)).toContainText('y');
  expect(asked.filter((url) => url.includes('evil'))).toEqual([]);
});
