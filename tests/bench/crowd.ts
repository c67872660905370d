import { setTimeout as delay } from 'node:timers/promises';
import type { Page } from '@playwright/test';
import { WebSocket } from 'ws';
import * as Y from 'yjs';
import type { RunningServer } from '../support/server.ts';
import { tandem } from './engine/dialects.ts';
import { EDIT_SIGN, recordRoom, signOf } from './engine/recorded-edits.ts';
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
const TICK_MS = 5;
const THROTTLING = 4;
const KEYS = 120;
const FIRST_CLIENT_ID = 1_000_000;

export async function crowdedText(
  server: RunningServer,
  documentId: string,
  signedIn: () => Promise<Page>,
): Promise<CrowdFigures> {
  const crowd = await gather(server, documentId);
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
  const writing = crowd.write();
  await delay(3_000);
  await watchFrames(page);
  const keys = await typeAndWatch(page, KEYS);
  const { tasks, frames } = await seenFrames(page);
  const carets = await page.locator('.person-caret').count();
  await writing;
  await session.send('Emulation.setCPUThrottlingRate', { rate: 1 });
  await delay(4_000);
  const text = await page.locator('.ProseMirror').innerText();
  const seen = crowd.signs.filter((sign) => text.includes(sign)).length / crowd.signs.length;
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

interface Crowd {
  /** What each edit brought, once it was sent. */
  readonly signs: string[];
  write(): Promise<void>;
  leave(): void;
}

async function gather(server: RunningServer, documentId: string): Promise<Crowd> {
  const token = await server.cli('token', 'create', '--role', 'editor');
  const numberOf = (person: number, edit: number): number => person * SECONDS + edit;
  const { start, edits } = recordRoom(PEOPLE, SECONDS, (person) => FIRST_CLIENT_ID + person, numberOf);
  const url = server.url.replace(/^http/, 'ws') + tandem.path(documentId);
  const sockets: WebSocket[] = [];
  for (let person = 0; person < PEOPLE; person += 1) {
    const socket = new WebSocket(url, { headers: { authorization: `Bearer ${token}` } });
    await new Promise<void>((resolve, reject) => socket.once('open', resolve).once('error', reject));
    for (const message of tandem.greeting(documentId)) socket.send(message);
    if (person === 0) socket.send(tandem.update(documentId, start));
    sockets.push(socket);
  }
  const signs: string[] = [];
  const act = (person: number, edit: number): void => {
    const update = edits[person]?.[edit];
    const socket = sockets[person];
    if (!update || !socket) return;
    socket.send(tandem.update(documentId, update));
    signs.push(signOf(EDIT_SIGN, numberOf(person, edit)));
    socket.send(tandem.presence(documentId, FIRST_CLIENT_ID + person, edit + 1, caretAfter(person, update)));
  };
  return {
    signs,
    async write() {
      const beganAtMs = performance.now();
      const next = Array.from({ length: PEOPLE }, (_, person) => ({ person, edit: 0 }));
      while (performance.now() - beganAtMs < SECONDS * 1_000) {
        const nowMs = performance.now() - beganAtMs;
        for (const it of next)
          if (it.edit < SECONDS && (it.edit + it.person / PEOPLE) * 1_000 <= nowMs) act(it.person, it.edit++);
        await delay(TICK_MS);
      }
    },
    leave() {
      for (const socket of sockets) socket.terminate();
    },
  };
}

/** Behind the last letter of an edit, as the editors of this kind tell it. */
function caretAfter(person: number, update: Uint8Array): string {
  const client = FIRST_CLIENT_ID + person;
  const { to } = Y.parseUpdateMeta(update);
  const at = { type: null, tname: null, item: { client, clock: (to.get(client) ?? 1) - 1 }, assoc: -1 };
  return JSON.stringify({ cursor: { anchor: at, head: at }, user: {} });
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
