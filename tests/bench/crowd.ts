import { setTimeout as delay } from 'node:timers/promises';
import type { Page } from '@playwright/test';
import type { RunningServer } from '../support/server.ts';
import { Crowd } from './engine/crowd.ts';
import { tandem } from './engine/dialects.ts';
import { EDIT_SIGN, SIGN_LENGTH, signOf } from './engine/recorded-edits.ts';
import { percentile, typeAndWatch } from './typing.ts';

/**
 * A text in which 200 people write, each once a second and with a caret that moves, seen by one who writes
 * among them on a CPU a quarter as fast.
 */
export interface CrowdFigures {
  readonly crowdKeyMedianMs: number;
  readonly crowdKeyP95Ms: number;
  /** Of tasks that held the page for more than 50 ms, while one wrote. */
  readonly crowdLongTasks: number;
  readonly crowdLongestTaskMs: number;
  readonly crowdFrameP95Ms: number;
  /** Share of the edits of the others that stood on the screen in the end. */
  readonly crowdSeen: number;
  readonly crowdCarets: number;
}

const PEOPLE = 200;
const SECONDS = 24;
const THROTTLING = 4;
const KEYS = 120;
const SCENARIO = {
  name: 'crowded text',
  rooms: 1,
  peoplePerRoom: PEOPLE,
  editsPerSecond: 1,
  presencePerSecond: 1,
};

export async function crowdedText(
  server: RunningServer,
  documentId: string,
  signedIn: () => Promise<Page>,
): Promise<CrowdFigures> {
  const token = await server.cli('token', 'create', '--role', 'editor');
  const url = server.url.replace(/^http/, 'ws');
  const options = { seconds: SECONDS, readersEvery: PEOPLE, stateOf: caretAfter };
  const crowd = await Crowd.gather(SCENARIO, { url, dialect: tandem, token }, [documentId], options);
  crowd.isCounting = true;
  const page = await signedIn();
  const session = await page.context().newCDPSession(page);
  await page.goto(`${server.url}/d/${documentId}`);
  await page.locator('.ProseMirror[contenteditable=true]').waitFor();
  const block = page.locator('.ProseMirror > p').nth(PEOPLE / 2);
  await block.scrollIntoViewIfNeeded();
  await block.click();
  await page.keyboard.press('End');
  await delay(5_000);
  await session.send('Emulation.setCPUThrottlingRate', { rate: THROTTLING });
  const writing = delay(SECONDS * 1_000);
  crowd.act(SECONDS * 1_000);
  await delay(3_000);
  await watchFrames(page);
  const keys = await typeAndWatch(page, KEYS);
  const { tasks, frames } = await seenFrames(page);
  const carets = await page.locator('.person-caret').count();
  await writing;
  await session.send('Emulation.setCPUThrottlingRate', { rate: 1 });
  await delay(4_000);
  const text = await page.locator('.ProseMirror').innerText();
  const signs = crowd.counted.map((number) => signOf(EDIT_SIGN, number));
  const seen = signs.filter((sign) => text.includes(sign)).length / signs.length;
  crowd.leave();
  await page.context().close();
  return {
    crowdKeyMedianMs: percentile(keys, 0.5),
    crowdKeyP95Ms: percentile(keys, 0.95),
    crowdLongTasks: tasks.length,
    crowdLongestTaskMs: Math.round(Math.max(0, ...tasks)),
    crowdFrameP95Ms: percentile(frames, 0.95),
    crowdSeen: Math.round(seen * 10_000) / 10_000,
    crowdCarets: carets,
  };
}

/** Behind the last letter that somebody wrote, as the editors of this kind tell it. */
function caretAfter(client: number, editsSent: number): string {
  const at = { type: null, tname: null, item: { client, clock: editsSent * SIGN_LENGTH - 1 }, assoc: -1 };
  return JSON.stringify(editsSent === 0 ? { cursor: null } : { cursor: { anchor: at, head: at } });
}

interface Watched {
  tasks: number[];
  frames: number[];
}

const watchFrames = (page: Page): Promise<void> =>
  page.evaluate(() => {
    const watched: Watched = { tasks: [], frames: [] };
    (window as unknown as { watched: Watched }).watched = watched;
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) watched.tasks.push(duration);
    }).observe({ type: 'longtask' });
    let last = performance.now();
    const frame = (): void => {
      const now = performance.now();
      watched.frames.push(now - last);
      last = now;
      requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  });

const seenFrames = (page: Page): Promise<Watched> =>
  page.evaluate(() => {
    const { tasks, frames } = (window as unknown as { watched: Watched }).watched;
    return { tasks: [...tasks], frames: [...frames].sort((a, b) => a - b) };
  });
