import { setTimeout as delay } from 'node:timers/promises';
import { chromium, type Browser, type BrowserContext, type Page } from '@playwright/test';
import { startServer, type RunningServer } from '../support/server.ts';
import { chromiumLaunch } from '../support/chromium.ts';
import type { Figures } from '../support/figures.ts';
import { crowdedText, type CrowdFigures } from './crowd.ts';
import { longDocument, type LongFigures } from './long-document.ts';
import { pageLoad, type PageLoad } from './page-load.ts';
import { watchScripts } from './script-size.ts';
import { percentile } from './typing.ts';

/**
 * Two people in two browsers write in the same document: from key press on one screen to the paint on
 * the other. Then how much JavaScript the document page loads, how soon a slow phone can write, and how a
 * report of 300 pages, and a text in which 200 people write, take letters on it; and how the pages that people meet first come.
 *
 * `--minutes N` (default 1): how long the two type. `--only long`: the report of 300 pages alone;
 * `--only crowd`: 200 people in one text alone; `--only pages`: how pages come alone.
 */
export async function run(args: readonly string[]): Promise<Figures> {
  const minutes = Number(args[args.indexOf('--minutes') + 1]) || 1;
  const server = await startServer();
  const browser = await chromium.launch(chromiumLaunch());
  try {
    const only = args.includes('--only') ? args[args.indexOf('--only') + 1] : null;
    if (only === 'pages') {
      const loads = await pageLoads(server, browser);
      print(loadRows(loads));
      return { name: 'browser', ok: comesSoon(loads), ...loads };
    }
    const crowded = async () =>
      crowdedText(server, await blankDocument(server), () => signedIn(server, browser, 'coordinator'));
    if (only === 'crowd') {
      const crowd = await crowded();
      print(crowdRows(crowd));
      return { name: 'browser', ok: crowdIsSmooth(crowd), ...crowd };
    }
    if (only === 'long') {
      const long = await longDocument(server, () => signedIn(server, browser, 'editor'));
      print(longRows(long));
      return { name: 'browser', ok: longIsSmooth(long), ...long };
    }
    const loads = await pageLoads(server, browser);
    const typing = await typingLatency(server, browser, minutes);
    const scripts = await scriptSize(server, browser);
    const firstEditMs = await firstEdit(server, browser);
    const long = await longDocument(server, () => signedIn(server, browser, 'editor'));
    const crowd = await crowded();
    print([
      ['key press to the other screen, median', `${typing.medianMs} ms`, '50 ms'],
      ['… 99th percentile', `${typing.p99Ms} ms`, '150 ms'],
      ['… key presses measured', String(typing.count), ''],
      ['both signs say saved at the end', String(typing.bothSaved), 'true'],
      ['JavaScript of the document page (Brotli)', `${scripts} KB`, '280 KB'],
      ['first edit possible, 4× throttled CPU', `${firstEditMs} ms`, ''],
      ...longRows(long),
      ...crowdRows(crowd),
      ...loadRows(loads),
    ]);
    const isFast = typing.medianMs <= 50 && typing.p99Ms <= 150 && typing.bothSaved;
    const ok = isFast && scripts <= 280 && longIsSmooth(long) && crowdIsSmooth(crowd) && comesSoon(loads);
    return {
      name: 'browser',
      ok,
      minutes,
      ...typing,
      scriptsKb: scripts,
      firstEditMs,
      ...long,
      ...crowd,
      ...loads,
    };
  } finally {
    await browser.close();
    await server.stop();
  }
}

type Row = readonly [what: string, value: string, goal: string];

function print(rows: readonly Row[]): void {
  for (const [what, value, goal] of rows)
    process.stdout.write(`${what.padEnd(46)} ${value.padStart(10)}   ${goal}\n`);
}

const longRows = (long: LongFigures): Row[] => [
  ['300 pages, 4× throttled: first edit', `${long.longFirstEditMs} ms`, '2000 ms'],
  ['… key press to paint, median', `${long.longKeyMedianMs} ms`, ''],
  ['… 95th percentile', `${long.longKeyP95Ms} ms`, '50 ms'],
  ['… between frames while scrolling, 95th perc.', `${long.longFrameP95Ms} ms`, ''],
  ['… longest', `${long.longFrameMaxMs} ms`, ''],
  ['… the same text in a bare element: first edit', `${long.bareFirstEditMs} ms`, ''],
  ['… key press to paint, median', `${long.bareKeyMedianMs} ms`, ''],
  ['… 95th percentile', `${long.bareKeyP95Ms} ms`, ''],
];

const crowdRows = (crowd: CrowdFigures): Row[] => [
  ['200 write, 4× throttled: key press to paint, median', `${crowd.crowdKeyMedianMs} ms`, ''],
  ['… 95th percentile', `${crowd.crowdKeyP95Ms} ms`, '50 ms'],
  ['… tasks of over 50 ms in 15 s', String(crowd.crowdLongTasks), '0'],
  ['… longest', `${crowd.crowdLongestTaskMs} ms`, '50 ms'],
  ['… between frames, 95th percentile', `${crowd.crowdFrameP95Ms} ms`, ''],
  ['… edits on the screen in the end', `${crowd.crowdSeen * 100} %`, '100 %'],
  ['… carets drawn', String(crowd.crowdCarets), ''],
];

const crowdIsSmooth = (crowd: CrowdFigures): boolean =>
  crowd.crowdKeyP95Ms <= 50 && crowd.crowdLongestTaskMs <= 50 && crowd.crowdSeen === 1;

const longIsSmooth = (long: LongFigures): boolean => long.longFirstEditMs <= 2_000 && long.longKeyP95Ms <= 50;

async function signedIn(server: RunningServer, browser: Browser, role: string): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  const page = await context.newPage();
  await page.goto(await server.cli('link', '--role', role));
  await page.waitForURL((url) => !/^\/(sign-in|link)/.test(url.pathname));
  return page;
}

const blankDocument = async (server: RunningServer): Promise<string> => {
  const token = await server.cli('token', 'create', '--role', 'editor');
  const response = await fetch(`${server.url}/api/v1/partnerships/msf-2050/documents`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ title: 'Latency', kind: 'free', language: 'en' }),
  });
  return ((await response.json()) as { id: string }).id;
};

const editor = (page: Page) => page.locator('.ProseMirror');

async function open(page: Page, server: RunningServer, documentId: string): Promise<void> {
  await page.goto(`${server.url}/d/${documentId}`);
  await editor(page).waitFor();
}

/** Each types into a paragraph of their own, which begins with a letter that tells them apart. */
async function typingLatency(server: RunningServer, browser: Browser, minutes: number) {
  const documentId = await blankDocument(server);
  const pages = [
    await signedIn(server, browser, 'editor'),
    await signedIn(server, browser, 'coordinator'),
  ] as const;
  for (const page of pages) await open(page, server, documentId);
  await editor(pages[0]).click();
  await pages[0].keyboard.type('A');
  await pages[0].keyboard.press('Enter');
  await pages[0].keyboard.type('B');
  await editor(pages[1]).locator('p').nth(1).filter({ hasText: 'B' }).waitFor();
  for (const [index, page] of pages.entries()) {
    await editor(page).locator('p').nth(index).click();
    await page.keyboard.press('End');
    // ProseMirror reads the browser's selection a moment later.
    await delay(200);
  }
  await watch(pages[0], 'B');
  await watch(pages[1], 'A');

  const untilMs = performance.now() + minutes * 60_000;
  await Promise.all(pages.map((page, index) => typeUntil(page, untilMs, index)));
  await delay(1_000);
  const samples = [...(await pair(pages[0], pages[1])), ...(await pair(pages[1], pages[0]))].sort(
    (a, b) => a - b,
  );
  const bothSaved = await Promise.all(
    pages.map(async (page) => (await page.getByText('Saved', { exact: true }).count()) > 0),
  );
  for (const page of pages) await page.context().close();
  return {
    count: samples.length,
    medianMs: percentile(samples, 0.5),
    p99Ms: percentile(samples, 0.99),
    bothSaved: bothSaved.every(Boolean),
  };
}

/** Notes when keys are pressed here, and when the other's paragraph has grown to which length on this screen. */
const watch = (page: Page, other: string) =>
  page.evaluate((prefix) => {
    const seen = { pressed: [] as number[], grown: [] as [number, number][] };
    (window as unknown as { seen: typeof seen }).seen = seen;
    const now = () => performance.timeOrigin + performance.now();
    const root = document.querySelector('.ProseMirror');
    if (!root) throw new Error('no editor');
    root.addEventListener('keydown', () => seen.pressed.push(now()), true);
    let last = 1;
    const look = () => {
      for (const block of root.querySelectorAll('p')) {
        const text = block.firstChild?.textContent ?? '';
        if (!text.startsWith(prefix) || text.length <= last) continue;
        last = text.length;
        const length = text.length;
        // After the frame in which it is painted.
        requestAnimationFrame(() => seen.grown.push([length - 1, now()]));
      }
    };
    new MutationObserver(look).observe(root, { characterData: true, childList: true, subtree: true });
  }, other);

/** As fast as somebody types who knows the keyboard: 4 to 9 keys a second. */
async function typeUntil(page: Page, untilMs: number, seed: number): Promise<void> {
  let state = seed + 1;
  while (performance.now() < untilMs) {
    await page.keyboard.press('x');
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    await delay(110 + (state / 2_147_483_648) * 140);
  }
}

interface Seen {
  readonly pressed: readonly number[];
  readonly grown: readonly (readonly [number, number])[];
}

const seenBy = (page: Page) => page.evaluate(() => (window as unknown as { seen: Seen }).seen);

/** The n-th key press here has arrived when the paragraph there has at least n letters. */
async function pair(writer: Page, reader: Page): Promise<number[]> {
  const { pressed } = await seenBy(writer);
  const { grown } = await seenBy(reader);
  return pressed.flatMap((atMs, index) => {
    const arrived = grown.find(([length]) => length >= index + 1);
    return arrived ? [arrived[1] - atMs] : [];
  });
}

/** Everything that the document page loads to be usable, compressed as a good proxy would, in KB. */
async function scriptSize(server: RunningServer, browser: Browser): Promise<number> {
  const page = await signedIn(server, browser, 'editor');
  const size = watchScripts(page);
  await open(page, server, 'call-fr');
  await delay(500);
  const sizeKb = size();
  await page.context().close();
  return sizeKb;
}

/** What people meet first, on a telephone: the pages on which the goals are set. */
async function pageLoads(server: RunningServer, browser: Browser): Promise<Record<PageName, PageLoad>> {
  const cookies = await (await signedIn(server, browser, 'editor')).context().cookies();
  const enter = async (context: BrowserContext) => context.addCookies(cookies);
  const load = (path: string, prepare = enter) =>
    pageLoad(browser, server.url + path, { width: 390, height: 844 }, prepare);
  return {
    'sign-in': await load('/sign-in', () => Promise.resolve()),
    home: await load('/p/msf-2050'),
    editor: await load('/d/call-fr'),
  };
}

type PageName = 'sign-in' | 'home' | 'editor';

const loadRows = (loads: Record<PageName, PageLoad>): Row[] =>
  Object.entries(loads).flatMap(([name, it]): Row[] => [
    [`${name}, 4× throttled: largest contentful paint`, `${it.lcpMs} ms`, '1500 ms'],
    ['… blocking time', `${it.tbtMs} ms`, ''],
    ['… layout shift', String(it.cls), '0.05'],
    ['… JavaScript (Brotli)', `${it.scriptsKb} KB`, name === 'home' ? '120 KB' : ''],
    ['… everything as the server sends it', `${it.wireKb} KB`, ''],
  ]);

const comesSoon = (loads: Record<PageName, PageLoad>): boolean =>
  loads.home.scriptsKb <= 120 && Object.values(loads).every((it) => it.lcpMs <= 1_500 && it.cls <= 0.05);

/** From the navigation to the first letter on the screen, on a CPU a quarter as fast. Median of five. */
async function firstEdit(server: RunningServer, browser: Browser): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < 5; round++) {
    const page = await signedIn(server, browser, 'editor');
    const session = await page.context().newCDPSession(page);
    await session.send('Emulation.setCPUThrottlingRate', { rate: 4 });
    const startMs = performance.now();
    await page.goto(`${server.url}/d/d1-fr`, { waitUntil: 'commit' });
    await page.locator('.ProseMirror[contenteditable=true]').waitFor();
    await editor(page).press('End');
    await page.keyboard.type('§');
    await editor(page).getByText('§').first().waitFor();
    times.push(performance.now() - startMs);
    await page.keyboard.press('Backspace');
    await page.context().close();
  }
  times.sort((a, b) => a - b);
  return Math.round(times[2] ?? NaN);
}
