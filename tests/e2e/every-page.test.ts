/** What holds for each page of the program, in each appearance, at each width and in each language. */
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { LOCALES } from '#lib/i18n/locales.ts';
import { expect, test as base } from '../support/fixtures.ts';
import { everyPage, see, serverOfEveryPage, unseen, wordsOf, writtenWords } from '../support/every-page.ts';
import { builtRoutes } from '../support/route-manifest.ts';
import type { RunningServer } from '../support/server.ts';

const test = base.extend<object, { readonly server: RunningServer }>({
  server: [
    // eslint-disable-next-line no-empty-pattern
    async ({}, use) => {
      const server = await serverOfEveryPage();
      await use(server);
      await server.stop();
    },
    { scope: 'worker', timeout: 60_000 },
  ],
});

const speaks = (page: Page, server: RunningServer, locale: string) =>
  page.context().addCookies([{ name: 'tandem_locale', value: locale, url: server.url }]);

test('no page is left out', async () => {
  const pages = (await builtRoutes()).filter((route) => route.page).map(({ id }) => id);
  expect([...new Set([...everyPage.map(({ route }) => route), ...unseen])].sort()).toEqual(pages.sort());
});

const STANDARDS = ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice'];
/** Another appearance changes colours and nothing else. */
const JUDGED_BY_COLOUR = ['color-contrast', 'link-in-text-block'];

for (const it of everyPage) {
  const name = `${it.path}${it.path === '/' && it.signedIn ? ' (signed in)' : ''}`;

  test(`${name} has no accessibility violation: light, dark, high contrast`, async ({ server, page }) => {
    await see(server, page, it);
    for (const [colorScheme, contrast] of [
      ['light', 'auto'],
      ['dark', 'auto'],
      ['dark', 'more'],
    ] as const) {
      await page.emulateMedia({ colorScheme });
      await page.evaluate((value) => (document.documentElement.dataset['contrast'] = value), contrast);
      const axe = new AxeBuilder({ page });
      const isFirst = colorScheme === 'light';
      const { violations } = await (
        isFirst ? axe.withTags(STANDARDS) : axe.withRules(JUDGED_BY_COLOUR)
      ).analyze();
      const found = violations.map(
        (violation) =>
          `${violation.id}: ${violation.nodes.map(({ html }) => html.slice(0, 140)).join(' | ')}`,
      );
      expect(found, `${colorScheme}, contrast ${contrast}`).toEqual([]);
    }
  });

  test(`${name} in longer words: nothing is cut, nothing stands outside the catalogues, nothing scrolls sideways`, async ({
    server,
    page,
  }) => {
    await speaks(page, server, 'en-XA');
    await see(server, page, it);
    // 320 px is also what a window of 1,280 px leaves at 400 %.
    for (const width of [320, 390, 1280, 1920]) {
      await page.setViewportSize({ width, height: 800 });
      // A bar that is placed by script follows a moment later.
      await expect.poll(() => beyondTheEdge(page), `at ${width} px`).toBeLessThanOrEqual(0);
      expect(await cutText(page), `at ${width} px`).toEqual([]);
    }
    // The gallery is for those who build Tandem, and speaks English.
    if (it.route.includes('(dev)')) return;
    const own = writtenWords(server);
    const foreign = (await shownOutsideCatalogues(page)).filter((text) =>
      wordsOf(text).some((word) => !own.has(word) && !NAMED_BY_THE_BROWSER.has(word)),
    );
    expect(foreign).toEqual([]);
  });
}

test('each language greets in its own words from the first byte on', async ({ server, page }) => {
  const greetings = new Set<string>();
  for (const locale of LOCALES) {
    await speaks(page, server, locale);
    const first = await (await page.request.get(`${server.url}/sign-in`)).text();
    expect(first).toContain(`<html lang="${locale}"`);
    greetings.add(/<title>([^<]*)/.exec(first)?.[1] ?? '');
    expect(first).not.toMatch(/>\s*(pages|common|auth|ui)\.[a-z-]+/);
  }
  expect(greetings.size).toBe(LOCALES.length);
});

const languageNames = new Intl.DisplayNames('en-GB', { type: 'language' });
const countryNames = new Intl.DisplayNames('en-GB', { type: 'region' });
const LETTERS = [...'abcdefghijklmnopqrstuvwxyz'];
const TWO_LETTERS = LETTERS.flatMap((one) => LETTERS.map((other) => one + other));
const months = Array.from({ length: 12 }, (_, month) =>
  ['long', 'short'].map((style) =>
    new Intl.DateTimeFormat('en-GB', { month: style as 'long' | 'short' }).format(Date.UTC(2026, month, 15)),
  ),
).flat();
/** Dates, languages and countries come from the browser, in the reader’s language. */
const NAMED_BY_THE_BROWSER = new Set(
  [
    ...months,
    ...TWO_LETTERS.flatMap((tag) => [languageNames.of(tag) ?? '', ownName(tag)]),
    ...TWO_LETTERS.map((code) => countryNames.of(code.toUpperCase()) ?? ''),
    'ago day days hour hours minute minutes month months week weeks year years yesterday today tomorrow now seconds and',
    // Names of programs, formats and keys.
    'Tandem Linux Windows macOS Android Chrome Chromium Firefox Safari Edge',
    'PDF Word Markdown HTML DOCX Ctrl Alt Shift Enter Esc Tab Home End',
  ].flatMap(wordsOf),
);

function ownName(tag: string): string {
  const name = new Intl.DisplayNames(tag, { type: 'language' }).of(tag) ?? '';
  return `${name} ${name.charAt(0).toLocaleUpperCase(tag)}${name.slice(1)}`;
}

/** By how many pixels one could scroll sideways. */
const beyondTheEdge = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);

/** Words of the catalogues that do not fit where they stand. */
const cutText = (page: Page): Promise<string[]> =>
  page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('body *')]
      .filter((it) => {
        if (it.closest('.visually-hidden, [inert]') || !it.innerText?.includes('⟦')) return false;
        const style = getComputedStyle(it);
        const hides =
          ['hidden', 'clip'].includes(style.overflowX) || ['hidden', 'clip'].includes(style.overflowY);
        if (!hides || style.clipPath !== 'none') return false;
        return it.scrollWidth > it.clientWidth + 1 || it.scrollHeight > it.clientHeight + 2;
      })
      .map((it) => `${it.tagName.toLowerCase()}.${it.className}: ${it.innerText.slice(0, 60)}`),
  );

/** What is shown or spoken and did not come from a catalogue, without what is inside of a text. */
const shownOutsideCatalogues = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const bare = (text: string): string => {
      let before;
      let rest = text;
      do {
        before = rest;
        rest = rest.replace(/⟦[^⟦⟧]*⟧/g, ' ');
      } while (rest !== before);
      // A sentence with a link in it stands in several pieces.
      return rest
        .replace(/⟦[^⟧]*$/, '')
        .replace(/^[^⟦]*⟧/, '')
        .trim();
    };
    // What people wrote is marked with its language.
    const skipped = '.ProseMirror, [lang]:not(html), script, style, template, noscript, code, kbd';
    const found: string[] = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const parent = walker.currentNode.parentElement;
      if (parent && !parent.closest(skipped)) found.push(bare(walker.currentNode.textContent ?? ''));
    }
    for (const name of ['aria-label', 'placeholder', 'title', 'alt', 'data-tooltip', 'aria-valuetext'])
      for (const it of document.querySelectorAll(`[${name}]`))
        if (!it.closest(skipped)) found.push(bare(it.getAttribute(name) ?? ''));
    found.push(bare(document.title));
    return found.filter(Boolean);
  });
