/** Rights that change while somebody writes, as the people at the screens see it. */
import { test, expect, type Browser, type Page } from '@playwright/test';
import { blankDocument, editorOf, openDocument, person, savedSign } from '../support/documents.ts';
import { startServer, type RunningServer } from '../support/server.ts';

const EDITOR = 'editor-isere';

let server: RunningServer;
test.beforeAll(async () => {
  server = await startServer();
});
test.afterAll(async () => {
  await server.stop();
});

/** A network that keeps what the page sends, and brings what comes. */
async function slowUpload(page: Page): Promise<{ hold(): void; release(): void }> {
  let held: (() => void)[] | null = null;
  await page.routeWebSocket(/\/sync\//, (socket) => {
    const upstream = socket.connectToServer();
    socket.onMessage((message) => {
      if (held) held.push(() => upstream.send(message));
      else upstream.send(message);
    });
  });
  return {
    hold: () => void (held = []),
    release() {
      const waiting = held ?? [];
      held = null;
      for (const send of waiting) send();
    },
  };
}

/** As the people page does it. */
async function giveRole(coordinator: Page, personId: string, role: string): Promise<void> {
  const answer = await coordinator.request.post(`${server.url}/p/msf-2050/people?/change`, {
    headers: { origin: server.url, accept: 'application/json' },
    form: {
      person: personId,
      organisation: 'org-isere',
      grants: JSON.stringify([{ role, scope: { kind: 'all' } }]),
    },
  });
  expect(((await answer.json()) as { type: string }).type).toBe('success');
}

const write = async (page: Page, words: string): Promise<void> => {
  await editorOf(page).click();
  await page.keyboard.press('Control+End');
  await page.keyboard.type(words);
};

const leave = async (...pages: Page[]): Promise<void> => {
  for (const page of pages) await page.context().close();
};

async function three(
  browser: Browser,
  documentId: string,
): Promise<[writer: Page, coordinator: Page, reader: Page]> {
  const writer = await person(browser, server, 'editor');
  const coordinator = await person(browser, server, 'coordinator');
  const reader = await person(browser, server, 'observer');
  for (const page of [coordinator, reader]) await openDocument(page, documentId);
  return [writer, coordinator, reader];
}

test('[E11] a role is withdrawn while its holder types: they read from then on, and what was not accepted is theirs alone', async ({
  browser,
}) => {
  test.setTimeout(120_000);
  const documentId = await blankDocument(server);
  const [writer, coordinator, reader] = await three(browser, documentId);
  const network = await slowUpload(writer);
  await openDocument(writer, documentId);
  await write(writer, 'Accepted in time. ');
  await expect(savedSign(writer)).toHaveAttribute('data-saved', 'saved');
  network.hold();
  await writer.keyboard.type('Too late.');

  await giveRole(coordinator, EDITOR, 'observer');
  await expect(editorOf(writer)).toHaveAttribute('contenteditable', 'false');
  await writer.keyboard.type(' Into the void.');
  network.release();
  await expect(savedSign(writer)).toHaveAttribute('data-saved', 'refused');
  await expect(writer.getByText('You read this text.')).toBeVisible();
  await expect(writer.getByText('Your role here is Observer.')).toBeVisible();

  // The others go on, without it.
  await write(coordinator, 'We go on.');
  await expect(editorOf(reader)).toContainText('We go on.');
  for (const page of [coordinator, reader]) {
    await expect(editorOf(page)).toContainText('Accepted in time.');
    await expect(editorOf(page)).not.toContainText('Too late.');
  }

  // Nothing of it is lost for whoever wrote it.
  await expect(writer.getByText('What you wrote is kept as a copy on this device')).toBeVisible();
  await writer.getByRole('link', { name: 'See the copy' }).click();
  await expect(writer.getByText('Too late.').first()).toBeVisible();
  await openDocument(writer, documentId);
  await expect(editorOf(writer)).toContainText('We go on.');
  await expect(editorOf(writer)).not.toContainText('Too late.');

  await giveRole(coordinator, EDITOR, 'editor');
  await expect(writer.getByText('you may write now', { exact: false })).toBeVisible();
  await write(writer, ' Back again.');
  await expect(savedSign(writer)).toHaveAttribute('data-saved', 'saved');
  await expect(editorOf(reader)).toContainText('Back again.');
  await leave(writer, coordinator, reader);
});

test('[E11] a text is locked while somebody types, in plain words for everybody, and goes on where it was when it is unlocked', async ({
  browser,
}) => {
  test.setTimeout(120_000);
  const documentId = await blankDocument(server);
  const [writer, coordinator, reader] = await three(browser, documentId);
  await openDocument(writer, documentId);
  await write(writer, 'Before the lock.');
  await expect(savedSign(writer)).toHaveAttribute('data-saved', 'saved');

  await coordinator.getByRole('button', { name: 'Who may do what on this text' }).click();
  const panel = coordinator.getByRole('dialog');
  await expect(panel).toContainText('You manage this text');
  await expect(panel).toContainText('Why? Your role is Coordinator, for the whole partnership.');
  await panel.getByLabel('Find a person').fill('obsérvér');
  await expect(panel.getByRole('listitem')).toHaveCount(1);
  await expect(panel.getByRole('listitem')).toContainText('Observer, for the whole partnership');
  await panel.getByRole('button', { name: 'Lock the text' }).click();

  for (const page of [writer, reader]) {
    await expect(page.getByText('Locked by the coordination.')).toBeVisible();
    await expect(page.getByText('The coordination has locked this text.')).toBeVisible();
  }
  await expect(editorOf(writer)).toHaveAttribute('contenteditable', 'false');
  await expect(savedSign(writer)).toHaveAttribute('data-saved', 'readonly');
  await writer.keyboard.type('Nothing comes of it.');
  await expect(panel).toContainText('Locked by Coordinator – Isère');
  await expect(panel).toContainText('Once it is unlocked: Write and manage.');
  // Whoever asks is told why, and cannot change it.
  await writer.getByRole('button', { name: 'Who may do what?' }).click();
  await expect(writer.getByRole('dialog')).toContainText('The text is locked. Once it is unlocked: Write.');
  await expect(writer.getByRole('button', { name: 'Unlock the text' })).toHaveCount(0);
  await writer.keyboard.press('Escape');

  await panel.getByRole('button', { name: 'Unlock the text' }).click();
  await expect(writer.getByText('You can write again.')).toBeVisible();
  await write(writer, ' After it.');
  await expect(savedSign(writer)).toHaveAttribute('data-saved', 'saved');
  await expect(editorOf(reader)).toContainText('Before the lock. After it.');
  await expect(reader.getByText('Locked by the coordination.')).toBeHidden();
  await leave(writer, coordinator, reader);
});

test('[E11] a session is ended elsewhere while its person types: said at once, the words are kept, and after signing in it goes on', async ({
  browser,
}) => {
  test.setTimeout(120_000);
  const documentId = await blankDocument(server);
  const [writer, coordinator, reader] = await three(browser, documentId);
  const network = await slowUpload(writer);
  await openDocument(writer, documentId);
  await write(writer, 'Signed in. ');
  await expect(savedSign(writer)).toHaveAttribute('data-saved', 'saved');
  network.hold();
  await writer.keyboard.type('Signed out.');

  // The same session, ended from somewhere that this page does not see.
  const elsewhere = await browser.newContext({ baseURL: server.url });
  await elsewhere.addCookies(await writer.context().cookies());
  await elsewhere.request.post('/sign-out', { headers: { origin: server.url } });
  await elsewhere.close();
  await expect(writer.getByText('Your sign-in has ended.', { exact: false })).toBeVisible();
  await expect(savedSign(writer)).toHaveAttribute('data-saved', 'signed-out');
  await expect(editorOf(writer)).toHaveAttribute('contenteditable', 'false');
  await expect(editorOf(writer)).toContainText('Signed in. Signed out.');
  await expect(editorOf(reader)).not.toContainText('Signed out.');

  network.release();
  const link = new URL(await server.cli('link', '--role', 'editor'));
  const beside = await writer.context().newPage();
  await beside.goto(link.href);
  await beside.waitForURL((url) => !/^\/(sign-in|link)/.test(url.pathname));
  await beside.close();
  await writer.getByRole('button', { name: 'I am signed in again: go on' }).click();
  await expect(savedSign(writer)).toHaveAttribute('data-saved', 'saved');
  await expect(editorOf(reader)).toContainText('Signed in. Signed out.');
  await write(writer, ' And on.');
  await expect(editorOf(reader)).toContainText('And on.');
  await leave(writer, coordinator, reader);
});
