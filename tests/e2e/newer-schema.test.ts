/**
 * A page of today, open on a document of tomorrow: somebody with a newer editor uses a node, a mark and an
 * attribute that it does not know. Nothing may be removed, and the page must say what to do.
 */
import type { Browser, Page } from '@playwright/test';
import * as Y from 'yjs';
import { BODY } from '#lib/schema/text/convert.ts';
import { doc, p } from '#lib/schema/text/testing/content.ts';
import { expect, test as base } from '../support/fixtures.ts';
import { editorOf, openDocument, person, savedSign } from '../support/documents.ts';
import { LiveLine } from '../support/live-line.ts';
import { startServer } from '../support/server.ts';
import { documentOnServer, documentWith, write, type Author } from '../support/written-documents.ts';

const RELOAD = 4426;

const tomorrow = (flaw = ''): string => new URL(`../support/serve-schema-2.mjs${flaw}`, import.meta.url).href;

/** The server of tomorrow, which knows schema 2, and the same without its gate. */
const test = base.extend<object, { readonly gated: Author; readonly ungated: Author }>({
  // Playwright reads the dependencies of a fixture off this pattern.
  /* eslint-disable no-empty-pattern */
  gated: [async ({}, use) => serve(tomorrow(), use), { scope: 'worker', timeout: 60_000 }],
  ungated: [async ({}, use) => serve(tomorrow('?ungated'), use), { scope: 'worker', timeout: 60_000 }],
  /* eslint-enable no-empty-pattern */
});

async function serve(hook: string, use: (author: Author) => Promise<void>): Promise<void> {
  const server = await startServer({ env: { NODE_OPTIONS: `--import=${hook}` } });
  await use({ server, token: await server.cli('token', 'create', '--role', 'coordinator') });
  await server.stop();
}

const start = (author: Author) => documentWith(author, doc(p('a', 'Alpha one'), p('b', 'Beta two')));

type Use = (body: Y.XmlFragment) => void;

/** What schema 2 brings. */
const newcomers: Readonly<Record<'node' | 'mark' | 'attribute', Use>> = {
  node: (body) => {
    const poll = new Y.XmlElement('poll');
    poll.setAttribute('id', 'poll-1');
    poll.insert(0, [new Y.XmlText('Shall we?')]);
    body.insert(1, [poll]);
  },
  mark: (body) => {
    const words = (body.get(0) as Y.XmlElement).get(0) as Y.XmlText;
    words.format(0, 5, { sparkle: true });
  },
  attribute: (body) => {
    (body.get(body.length - 1) as Y.XmlElement).setAttribute('mood', 'glad');
  },
};
const everything: Use = (body) => Object.values(newcomers).forEach((use) => use(body));

/** Somebody whose editor has schema 2 uses it; returns the text as it then is on the server. */
async function useSchema2(author: Author, documentId: string, use: Use): Promise<string> {
  const shared = await documentOnServer(author, documentId, 2);
  const before = Y.encodeStateVector(shared);
  shared.transact(() => use(shared.getXmlFragment(BODY)));
  await write(author, documentId, Y.encodeStateAsUpdate(shared, before), 2);
  return textOnServer(author, documentId);
}

const textOnServer = async (author: Author, documentId: string): Promise<string> =>
  (await documentOnServer(author, documentId, 2)).getXmlFragment(BODY).toString();

async function visitor(browser: Browser, { server }: Author): Promise<{ page: Page; line: LiveLine }> {
  const page = await person(browser, server, 'editor');
  return { page, line: await LiveLine.of(page.context()) };
}

async function expectReload(page: Page): Promise<void> {
  await expect(savedSign(page)).toHaveAttribute('data-saved', 'reload');
  await expect(savedSign(page)).toContainText('Please reload');
  await expect(page.getByText('something that this page does not know yet. Reload to go on')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Reload', exact: true })).toBeVisible();
}

/** Whatever is pressed, the text on the screen stays and the server hears of no edit. */
async function expectReadOnly(page: Page, line: LiveLine): Promise<void> {
  const shown = await editorOf(page).innerText();
  const sent = line.toServer.length;
  await expect(editorOf(page)).toHaveAttribute('contenteditable', 'false');
  await editorOf(page).locator('p').first().click();
  for (const key of ['x', 'Enter', 'Backspace', 'Delete', 'ControlOrMeta+z', 'ControlOrMeta+b'])
    await page.keyboard.press(key);
  await page.keyboard.type('intrusion');
  expect(await editorOf(page).innerText()).toBe(shown);
  expect(line.toServer.length).toBe(sent);
}

/** They write something, so that there is something to undo. */
async function writeFirst(page: Page): Promise<void> {
  await editorOf(page).press('ControlOrMeta+End');
  await page.keyboard.type(', three');
  await expect(savedSign(page)).toHaveAttribute('data-saved', 'saved');
}

test('[E9] the page is open when the document comes to use schema 2: it is cut off before it hears of it, says reload, and nothing is lost', async ({
  browser,
  gated,
}) => {
  const documentId = await start(gated);
  const { page, line } = await visitor(browser, gated);
  await openDocument(page, documentId);
  await writeFirst(page);
  const text = await useSchema2(gated, documentId, everything);
  expect(text).toMatch(/sparkle.*Beta two, three/);
  expect(text).toContain('<poll id="poll-1">Shall we?</poll>');

  await expectReload(page);
  expect(line.closeCodes).toEqual([RELOAD]);
  expect(line.toPage.filter((frame) => /poll|sparkle|mood/.test(frame.toString('latin1')))).toEqual([]);
  await expectReadOnly(page, line);
  expect(await textOnServer(gated, documentId)).toBe(text);
  await page.context().close();
});

test('[E9] the page is opened on a document that uses schema 2: it is turned away before any content, and says reload', async ({
  browser,
  gated,
}) => {
  const documentId = await start(gated);
  const text = await useSchema2(gated, documentId, everything);
  const { page, line } = await visitor(browser, gated);
  await page.goto(`/d/${documentId}`);
  await expectReload(page);
  expect(line.closeCodes).toEqual([RELOAD]);
  expect([line.toPage.length, line.toServer.length]).toEqual([0, 0]);
  await expect(editorOf(page)).toHaveCount(0);
  expect(await textOnServer(gated, documentId)).toBe(text);
  await page.context().close();
});

test('[E9] were the gate to fail, the open page deletes no node, mark or attribute, stops writing and says reload', async ({
  browser,
  ungated,
}) => {
  const { page, line } = await visitor(browser, ungated);
  for (const [kind, use] of Object.entries(newcomers)) {
    const documentId = await start(ungated);
    await openDocument(page, documentId);
    await writeFirst(page);
    const text = await useSchema2(ungated, documentId, use);
    expect(text, kind).toMatch(/poll|sparkle|mood/);
    await expectReload(page);
    await expectReadOnly(page, line);
    expect(await textOnServer(ungated, documentId), kind).toBe(text);
  }
  expect(line.closeCodes.filter((code) => code === RELOAD)).toEqual([]);
  await page.context().close();
});

test('[E9] were the gate to fail, a page opened afterwards removes nothing either', async ({
  browser,
  ungated,
}) => {
  const { page, line } = await visitor(browser, ungated);
  for (const use of Object.values(newcomers)) {
    const documentId = await start(ungated);
    const text = await useSchema2(ungated, documentId, use);
    const sent = line.toServer.length;
    await openDocument(page, documentId);
    await expectReload(page);
    await expect(editorOf(page)).toHaveAttribute('contenteditable', 'false');
    await editorOf(page).click();
    await page.keyboard.type('intrusion');
    expect(line.toServer.length).toBe(sent);
    expect(await textOnServer(ungated, documentId)).toBe(text);
  }
  await page.context().close();
});
