import { encodeNotice } from '#lib/protocol/codec.ts';
import { blankDocument, editorOf, openDocument, savedSign } from '../support/documents.ts';
import { expect, test } from '../support/fixtures.ts';

test('[E19] a text that comes near its limit says so calmly, and clearly when it is full; it can still be shortened', async ({
  page,
  server,
  signIn,
}) => {
  // A text of 64 MB takes a minute to make: only the word of it is put in.
  let say: (percent: number) => void = () => undefined;
  await page.routeWebSocket(/\/sync\//, (socket) => {
    const upstream = socket.connectToServer();
    socket.onMessage((message) => upstream.send(message));
    upstream.onMessage((message) => socket.send(message));
    say = (percent) => socket.send(Buffer.from(encodeNotice({ kind: 'size', percent })));
  });
  await signIn(page, 'editor');
  await openDocument(page, await blankDocument(server));
  await editorOf(page).click();
  await page.keyboard.type('A long text.');
  await expect(savedSign(page)).toHaveAttribute('data-saved', 'saved');
  say(85);
  const near = page.getByRole('status').filter({ hasText: 'coming near the size' });
  await expect(near).toContainText('85 % full');
  say(100);
  await expect(page.getByRole('status').filter({ hasText: 'This text is full' })).toBeVisible();
  await expect(near).toBeHidden();
  await page.keyboard.press('Backspace');
  await expect(editorOf(page)).toContainText('A long text');
  await expect(savedSign(page)).toHaveAttribute('data-saved', 'saved');
  say(0);
  await expect(page.getByRole('status').filter({ hasText: 'This text is full' })).toBeHidden();
});
