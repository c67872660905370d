/**
 * How a page comes on a slow telephone: largest contentful paint, blocking time, layout shift and bytes, as
 * the browser itself reports them (web.dev/articles/vitals), on a CPU a quarter as fast, nothing in the cache.
 */
import { setTimeout as delay } from 'node:timers/promises';
import type { Browser, BrowserContext, Page } from '@playwright/test';
import { watchScripts } from './script-size.ts';

export interface PageLoad {
  /** Milliseconds from the navigation to the largest contentful paint. */
  readonly lcpMs: number;
  /** Sum of what tasks take beyond 50 ms, from the navigation until the page has been quiet for 2 s. */
  readonly tbtMs: number;
  /** Cumulative layout shift, without a unit. */
  readonly cls: number;
  /** Scripts that were asked for, Brotli, KB. */
  readonly scriptsKb: number;
  /** Everything that came over the wire as the server sends it, KB. */
  readonly wireKb: number;
}

const THROTTLING = 4;
const ROUNDS = 5;
const SETTLED_MS = 2_000;

/** Medians of five loads, each in a context of its own that `enter` prepares (signs in). */
export async function pageLoad(
  browser: Browser,
  address: string,
  viewport: { readonly width: number; readonly height: number },
  enter: (context: BrowserContext) => Promise<void>,
): Promise<PageLoad> {
  const loads: PageLoad[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const context = await browser.newContext({ viewport, serviceWorkers: 'block' });
    await enter(context);
    loads.push(await oneLoad(await context.newPage(), address));
    await context.close();
  }
  const median = (of: (load: PageLoad) => number): number =>
    loads.map(of).sort((a, b) => a - b)[Math.floor(ROUNDS / 2)] ?? NaN;
  return {
    lcpMs: median((it) => it.lcpMs),
    tbtMs: median((it) => it.tbtMs),
    cls: median((it) => it.cls),
    scriptsKb: median((it) => it.scriptsKb),
    wireKb: median((it) => it.wireKb),
  };
}

async function oneLoad(page: Page, address: string): Promise<PageLoad> {
  await page.addInitScript(watchVitals);
  const session = await page.context().newCDPSession(page);
  await session.send('Emulation.setCPUThrottlingRate', { rate: THROTTLING });
  await session.send('Network.enable');
  await session.send('Network.setCacheDisabled', { cacheDisabled: true });
  let wireBytes = 0;
  session.on('Network.loadingFinished', ({ encodedDataLength }) => (wireBytes += encodedDataLength));
  const scriptsKb = watchScripts(page);
  await page.goto(address, { waitUntil: 'load' });
  await delay(SETTLED_MS * 2);
  const { lcp, tbt, cls } = await page.evaluate(() => (window as unknown as { vitals: Vitals }).vitals);
  return {
    lcpMs: Math.round(lcp),
    tbtMs: Math.round(tbt),
    cls: Math.round(cls * 1_000) / 1_000,
    scriptsKb: scriptsKb(),
    wireKb: Math.round(wireBytes / 1024),
  };
}

interface Vitals {
  lcp: number;
  tbt: number;
  cls: number;
}

/** Runs in the page, before anything of ours. */
function watchVitals(): void {
  const vitals: Vitals = { lcp: 0, tbt: 0, cls: 0 };
  (window as unknown as { vitals: Vitals }).vitals = vitals;
  const watch = (type: string, take: (entry: PerformanceEntry) => void) =>
    new PerformanceObserver((list) => list.getEntries().forEach(take)).observe({ type, buffered: true });
  watch('largest-contentful-paint', (entry) => (vitals.lcp = entry.startTime));
  watch('longtask', (entry) => (vitals.tbt += Math.max(0, entry.duration - 50)));
  watch('layout-shift', (entry) => {
    const { value, hadRecentInput } = entry as PerformanceEntry & { value: number; hadRecentInput: boolean };
    if (!hadRecentInput) vitals.cls += value;
  });
}
