/** What is seen of a text before its program is there, and that nothing moves when it is. */
import type { Page } from '@playwright/test';
import { doc, h, mint, node, p, text } from '../../src/lib/schema/text/testing/content.ts';
import { editorOf, person } from '../support/documents.ts';
import { expect, test } from '../support/fixtures.ts';
import { documentWith } from '../support/written-documents.ts';

const sentence = 'What a territory offers, and what people ask for, are told in turn. ';
const id = mint('n');
const item = (type: string, words: string, attrs: Record<string, unknown> = {}) =>
  node(type, { id: id(), ...attrs }, p(id(), words));

const everyKind = doc(
  h('h1', 1, 'What is seen first'),
  p(
    'p1',
    sentence,
    text('strong', { type: 'bold' }),
    text(' and both', { type: 'bold' }, { type: 'italic' }),
  ),
  p('p2', 'A note', node('footnote', {}, 'its words'), ` hangs here, for ${sentence}`),
  p('empty'),
  node('bulletList', { id: 'b' }, item('listItem', 'one'), item('listItem', 'two')),
  node('taskList', { id: 't' }, item('taskItem', 'done', { checked: true }), item('taskItem', 'open')),
  node('callout', { id: 'c', kind: 'tip' }, p('c1', sentence), p('c2', sentence)),
  node('details', { id: 'd' }, node('detailsSummary', { id: 's' }, 'More'), p('d1', sentence)),
  node('blockquote', { id: 'q' }, p('q1', sentence)),
  node('codeBlock', { id: 'k' }, 'a < b'),
  node(
    'table',
    { id: 'ta' },
    node('tableRow', { id: 'r' }, item('tableHeader', 'Country'), item('tableHeader', 'Hours')),
    node('tableRow', { id: 'r2' }, item('tableCell', 'Finland'), item('tableCell', sentence)),
  ),
  node('horizontalRule', { id: 'hr' }),
  p('last', sentence.repeat(2)),
);

/** Where its blocks stand, from the top of the page, in px. */
const placesIn = (page: Page, frame: string) =>
  page.evaluate((selector) => {
    const blocks = [...(document.querySelector(selector)?.children ?? [])];
    return blocks.map((block) => {
      const { top, height } = block.getBoundingClientRect();
      return `${block.tagName} ${Math.round(top + scrollY)} ${Math.round(height)}`;
    });
  }, frame);

for (const width of [390, 1280])
  test(`a text is read before its editor is there, which then moves nothing; who pressed meanwhile writes there: ${width} px`, async ({
    server,
    browser,
  }) => {
    const author = { server, token: await server.cli('token', 'create', '--role', 'editor') };
    const documentId = await documentWith(author, everyKind, 'First sight');
    const page = await person(browser, server, 'editor');
    await page.setViewportSize({ width, height: 900 });
    let connect = (): void => {};
    const mayConnect = new Promise<void>((resolve) => (connect = resolve));
    await page.routeWebSocket(/\/sync/, async (socket) => {
      const early: (string | Buffer)[] = [];
      socket.onMessage((message) => early.push(message));
      await mayConnect;
      const there = socket.connectToServer();
      for (const message of early) there.send(message);
      socket.onMessage((message) => there.send(message));
    });
    // A page does not wait long for it: it is made by now.
    const sent = async () => (await page.request.get(`/d/${documentId}`)).text();
    await expect.poll(sent).toContain('Finland');
    await page.goto(`/d/${documentId}`);
    const beginning = page.getByRole('article', { name: /First sight/ });
    await expect(beginning).toContainText('Finland');
    await expect(beginning).toContainText('a < b');
    // The program is there, its text is not.
    await expect(page.locator('[data-saved=connecting]')).toBeVisible();
    const places = await placesIn(page, 'article');
    expect(places).toHaveLength(13);

    const end = beginning.getByText('A note');
    await end.click({ position: { x: 3, y: 8 } });
    connect();
    await expect(editorOf(page)).toContainText('Finland');
    expect(await placesIn(page, '.ProseMirror')).toEqual(places);
    await expect(editorOf(page)).toBeFocused();
    await page.keyboard.type('Here: ');
    await expect(editorOf(page)).toContainText('Here: A note');
    await page.context().close();
  });
