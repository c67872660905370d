import { setTimeout as delay } from 'node:timers/promises';
import type { Page } from '@playwright/test';
import * as Y from 'yjs';
import { BODY, toTypes, type ContentNode } from '#lib/schema/text/convert.ts';
import type { RunningServer } from '../support/server.ts';
import { documentWith, write } from '../support/written-documents.ts';
import { percentile, typeAndWatch } from './typing.ts';

/**
 * A report of 300 printed pages on a CPU a quarter as fast: how soon one can write in it, what a key
 * press costs in its middle, and how it scrolls.
 */
export interface LongFigures {
  readonly longWords: number;
  readonly longBlocks: number;
  /** From the navigation to the first letter on the screen; median of three. */
  readonly longFirstEditMs: number;
  /** From the key press to after the frame that shows it. */
  readonly longKeyMedianMs: number;
  readonly longKeyP95Ms: number;
  /** Between frames while scrolling through the whole text. */
  readonly longFrameP95Ms: number;
  readonly longFrameMaxMs: number;
  /** The same text in an element one may write in, without Tandem: what the browser itself takes for a key. */
  readonly bareFirstEditMs: number;
  readonly bareKeyMedianMs: number;
  readonly bareKeyP95Ms: number;
}

const PAGES = 300;
const WORDS_PER_PAGE = 350;
const THROTTLING = 4;
const KEYS = 150;

const SENTENCE =
  'Social workers accompany people who live through a transition, and they do so with the services that a territory has. ';

const text = (words: string): ContentNode => ({ type: 'text', text: words });
const paragraph = (id: string, words: string): ContentNode => ({
  type: 'paragraph',
  attrs: { id },
  content: [text(words)],
});

/** Chapters with headings, paragraphs, a list and a table each, as a report has them. */
function report(): ContentNode[] {
  const blocks: ContentNode[] = [];
  let words = 0;
  for (let chapter = 1; words < PAGES * WORDS_PER_PAGE; chapter += 1) {
    const id = (kind: string, at = 0): string => `long${chapter}${kind}${at}`;
    blocks.push({
      type: 'heading',
      attrs: { id: id('h'), level: chapter % 5 === 1 ? 1 : 2 },
      content: [text(`Chapter ${chapter}: what a profession becomes`)],
    });
    for (let at = 0; at < 12; at += 1) blocks.push(paragraph(id('p', at), SENTENCE.repeat(4).trim()));
    blocks.push({
      type: 'bulletList',
      attrs: { id: id('l') },
      content: [0, 1, 2].map((at) => ({
        type: 'listItem',
        attrs: { id: id('i', at) },
        content: [paragraph(id('q', at), SENTENCE.trim())],
      })),
    });
    const cell = (at: number): ContentNode => ({
      type: 'tableCell',
      attrs: { id: id('c', at) },
      content: [paragraph(id('d', at), 'Level 6 of the framework')],
    });
    if (chapter % 4 === 0)
      blocks.push({
        type: 'table',
        attrs: { id: id('t') },
        content: [0, 1, 2].map((row) => ({
          type: 'tableRow',
          attrs: { id: id('r', row) },
          content: [0, 1, 2].map((column) => cell(row * 3 + column)),
        })),
      });
    words += 12 * 80 + 60 + 10;
  }
  return blocks;
}

async function writeReport(server: RunningServer, blocks: readonly ContentNode[]): Promise<string> {
  const author = { server, token: await server.cli('token', 'create', '--role', 'editor') };
  const id = await documentWith(author, { type: 'doc', content: [] }, 'Report of 300 pages');
  const doc = new Y.Doc();
  const updates: Uint8Array[] = [];
  doc.on('update', (update: Uint8Array) => updates.push(update));
  const body = doc.getXmlFragment(BODY);
  // An update of one person is at most a megabyte.
  for (let at = 0; at < blocks.length; at += 200) {
    const part = toTypes(blocks.slice(at, at + 200));
    body.insert(body.length, part);
  }
  for (const update of updates) await write(author, id, update);
  return id;
}

export async function longDocument(
  server: RunningServer,
  signedIn: () => Promise<Page>,
): Promise<LongFigures> {
  const blocks = report();
  const documentId = await writeReport(server, blocks);
  const firstEdits: number[] = [];
  let typing: number[] = [];
  let frames: number[] = [];
  for (let round = 0; round < 3; round += 1) {
    const page = await signedIn();
    const session = await page.context().newCDPSession(page);
    await session.send('Emulation.setCPUThrottlingRate', { rate: THROTTLING });
    const startMs = performance.now();
    await page.goto(`${server.url}/d/${documentId}`, { waitUntil: 'commit' });
    await page.locator('.ProseMirror[contenteditable=true]').waitFor();
    await firstLetter(page);
    firstEdits.push(performance.now() - startMs);
    await page.keyboard.press('Backspace');
    if (round === 2) {
      await delay(3_000);
      frames = await scrollThrough(page);
      typing = await typeInTheMiddle(page);
    }
    await page.context().close();
  }
  const bare = await bareElement(await signedIn(), blocks);
  return {
    longWords: PAGES * WORDS_PER_PAGE,
    longBlocks: blocks.length,
    longFirstEditMs: Math.round(percentile(firstEdits, 0.5)),
    longKeyMedianMs: percentile(typing, 0.5),
    longKeyP95Ms: percentile(typing, 0.95),
    longFrameP95Ms: percentile(frames, 0.95),
    longFrameMaxMs: percentile(frames, 1),
    bareFirstEditMs: Math.round(bare.firstEditMs),
    bareKeyMedianMs: percentile(bare.typing, 0.5),
    bareKeyP95Ms: percentile(bare.typing, 0.95),
  };
}

async function typeInTheMiddle(page: Page): Promise<number[]> {
  const block = page.locator('.ProseMirror > p').nth(600);
  await block.scrollIntoViewIfNeeded();
  await block.click();
  await page.keyboard.press('End');
  await delay(1_000);
  return typeAndWatch(page, KEYS);
}

interface BareFigures {
  readonly firstEditMs: number;
  readonly typing: readonly number[];
}

/** The browser's own share: same words, same place, same CPU. */
async function bareElement(page: Page, blocks: readonly ContentNode[]): Promise<BareFigures> {
  await page.goto('about:blank');
  const session = await page.context().newCDPSession(page);
  await session.send('Emulation.setCPUThrottlingRate', { rate: THROTTLING });
  const html = blocks.map(bareHtml).join('');
  const startMs = performance.now();
  await page.setContent(
    `<style>body { max-width: 42rem; margin: auto; font: 17px/1.6 serif }</style>
     <div class="ProseMirror" contenteditable="true">${html}</div>`,
  );
  await firstLetter(page);
  const firstEditMs = performance.now() - startMs;
  const typing = await typeInTheMiddle(page);
  await page.context().close();
  return { firstEditMs, typing };
}

/** Types at the beginning, and waits until the letter is there. */
async function firstLetter(page: Page): Promise<void> {
  await page.locator('.ProseMirror').press('ControlOrMeta+Home');
  await page.keyboard.type('§');
  // Not by looking for the words on the screen: in a long text that takes longer than what is measured.
  await page.waitForFunction(() => document.querySelector('.ProseMirror')?.textContent.includes('§'));
}

const ELEMENTS: Readonly<Record<string, string>> = {
  heading: 'h2',
  paragraph: 'p',
  bulletList: 'ul',
  listItem: 'li',
  table: 'table',
  tableRow: 'tr',
  tableCell: 'td',
};

function bareHtml({ type, text: words, content = [] }: ContentNode): string {
  const name = ELEMENTS[type];
  const inner = (words ?? '') + content.map(bareHtml).join('');
  return name ? `<${name}>${inner}</${name}>` : inner;
}

/** Times between frames, in ms, while the page moves two screens a second for eight seconds. */
const scrollThrough = (page: Page): Promise<number[]> =>
  page.evaluate(
    () =>
      new Promise<number[]>((resolve) => {
        const frames: number[] = [];
        const startMs = performance.now();
        let lastMs = startMs;
        const next = (): void => {
          const nowMs = performance.now();
          frames.push(nowMs - lastMs);
          lastMs = nowMs;
          if (nowMs - startMs > 8_000) return resolve(frames);
          window.scrollBy(0, window.innerHeight / 30);
          requestAnimationFrame(next);
        };
        requestAnimationFrame(next);
      }),
  );
