/** The frame of every page: where one is, how one goes elsewhere, by keyboard and on a phone. */
import type { Page } from '@playwright/test';
import { editorOf, openDocument } from '../support/documents.ts';
import { expect, test } from '../support/fixtures.ts';
import { awake } from '../support/keyboard.ts';
import { looksCaredFor } from '../support/looks.ts';

const HERE = '/p/msf-2050';
const sections = (page: Page) => page.getByRole('navigation', { name: 'Partnership' });
const palette = (page: Page) => page.getByRole('dialog', { name: 'Search and commands' });
const field = (page: Page) => page.getByRole('combobox', { name: 'Search and commands' });
const option = (page: Page, name: string | RegExp) => page.getByRole('option', { name });

async function openPalette(page: Page, keys = 'Control+k'): Promise<void> {
  await awake(page);
  await page.keyboard.press(keys);
  await expect(field(page)).toBeFocused();
}

test.describe('where one is', () => {
  test('the current section is marked, on its page and below it, and the way leads back', async ({
    signIn,
    page,
  }) => {
    await signIn(page, 'editor');
    await page.goto(`${HERE}/partners`);
    await expect(sections(page).getByRole('link', { name: 'Partners' })).toHaveAttribute(
      'aria-current',
      'page',
    );
    await expect(sections(page).locator('[aria-current]')).toHaveCount(1);

    await openDocument(page, 'd1-en');
    await expect(sections(page).getByRole('link', { name: 'Deliverables' })).toHaveAttribute(
      'aria-current',
      'true',
    );
    const way = page.getByRole('navigation', { name: 'Where you are' });
    await expect(way.getByRole('listitem')).toHaveText([
      'Social professions of the future',
      'Deliverables',
      'D1',
    ]);
    await page.goto('/d/d1-en/history');
    await way.getByRole('link', { name: 'typology', exact: false }).click();
    await expect(editorOf(page)).toBeVisible();
    await way.getByRole('link', { name: 'Deliverables' }).click();
    await expect(page).toHaveURL(`${HERE}/deliverables`);
  });

  test('the sections are reached by Tab, after the way past them', async ({ signIn, page }) => {
    await signIn(page, 'editor');
    await page.goto(`${HERE}/partners`);
    await page.keyboard.press('Tab');
    await expect(page.getByRole('link', { name: 'Skip to content' })).toBeFocused();
    const names = ['Overview', 'Deliverables', 'Evidence', 'Activities', 'Workshops', 'Partners', 'People'];
    const passed: string[] = [];
    // The mark comes first.
    for (let at = 0; at <= names.length + 1; at++) {
      await page.keyboard.press('Tab');
      passed.push((await page.locator(':focus').textContent())?.trim() ?? '');
    }
    expect(passed.slice(1)).toEqual([...names, 'Glossary']);
  });

  test('the names of the sections can be put away, and stay away on the next visit', async ({
    signIn,
    page,
  }) => {
    await signIn(page, 'editor');
    await page.goto(HERE);
    const width = async () => (await sections(page).boundingBox())?.width ?? 0;
    const wide = await width();
    await page.getByRole('button', { name: 'Show the sections as signs only' }).click();
    await expect.poll(width).toBeLessThan(wide / 2);
    await page.reload();
    expect(await width()).toBeLessThan(wide / 2);
    await expect(sections(page).getByRole('link', { name: 'Deliverables' })).toBeVisible();
    await page.getByRole('button', { name: 'Show the names of the sections' }).click();
    await expect.poll(width).toBe(wide);
  });
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 320, height: 640 } });

  test('one button opens the sections; a section closes them, and so does Escape', async ({
    signIn,
    page,
  }) => {
    await signIn(page, 'editor');
    await page.goto(`${HERE}/partners`);
    await expect(sections(page)).toBeHidden();
    const button = page.getByRole('button', { name: 'Sections of the partnership' });
    await button.click();
    await expect(sections(page).getByRole('link', { name: 'Partners' })).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(sections(page)).toBeHidden();
    await expect(button).toBeFocused();
    await button.click();
    await sections(page).getByRole('link', { name: 'People' }).click();
    await expect(page.getByRole('heading', { name: 'People', level: 1 })).toBeVisible();
    await expect(sections(page)).toBeHidden();
  });

  test('nothing is wider than the screen, and a text keeps its height', async ({ signIn, page }) => {
    await signIn(page, 'editor');
    for (const path of [
      HERE,
      `${HERE}/deliverables`,
      `${HERE}/people`,
      '/d/d1-en',
      '/d/d1-en/history',
      '/account',
    ]) {
      await page.goto(path);
      const beyond = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      expect(beyond, path).toBeLessThanOrEqual(0);
    }
    await openDocument(page, 'd1-en');
    expect((await page.locator('header > .bar').boundingBox())?.height).toBeLessThan(60);
  });
});

test('without the program the sections open all the same', async ({ signIn, page, browser, server }) => {
  await signIn(page, 'editor');
  const cookies = await page.context().cookies();
  const context = await browser.newContext({
    baseURL: server.url,
    javaScriptEnabled: false,
    viewport: { width: 390, height: 800 },
    locale: 'en-GB',
  });
  await context.addCookies(cookies);
  const bare = await context.newPage();
  await bare.goto(`${HERE}/partners`);
  await bare.getByRole('button', { name: 'Sections of the partnership' }).click();
  await sections(bare).getByRole('link', { name: 'People' }).click();
  await expect(bare).toHaveURL(`${HERE}/people`);
  await context.close();
});

test.describe('search and commands', () => {
  test('a text is found without accents, in any order of words, and opened by keyboard alone', async ({
    signIn,
    page,
  }) => {
    await signIn(page, 'editor');
    await page.goto(`${HERE}/partners`);
    await openPalette(page);
    await page.keyboard.type('metiers typologie');
    await expect(option(page, /Typologie partagée des métiers/)).toHaveAttribute('aria-selected', 'true');
    await expect(page.getByRole('status').filter({ hasText: 'result' })).toBeAttached();
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL(/\/d\/d1-fr$/);
    await editorOf(page).waitFor();

    // What one opened last is the first that one is offered next time.
    await page.goto(HERE);
    await openPalette(page);
    await expect(page.getByRole('group', { name: 'Recently opened' }).getByRole('option').first()).toHaveText(
      /Typologie partagée/,
    );
  });

  test('who types and presses Enter at once goes to what was typed, not to what stood there', async ({
    signIn,
    page,
  }) => {
    await signIn(page, 'editor');
    await page.goto(`${HERE}/partners`);
    await openPalette(page);
    await expect(page.getByRole('group', { name: 'Texts' })).toBeVisible();
    await page.route('**/search?q=r*', async (route) => {
      await new Promise((resolve) => setTimeout(resolve, 600));
      await route.continue();
    });
    await page.keyboard.type('recommandations');
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL(/\/d\/d2-fr$/);
  });

  test('Escape closes it and the focus is where it was; arrows go round', async ({ signIn, page }) => {
    await signIn(page, 'editor');
    await page.goto(`${HERE}/partners`);
    const link = sections(page).getByRole('link', { name: 'People' });
    await link.focus();
    await openPalette(page);
    const selected = palette(page).getByRole('option', { selected: true });
    await expect(selected).toHaveCount(1);
    const first = await selected.textContent();
    await page.keyboard.press('ArrowUp');
    await expect(selected).toHaveText(/Sign out/);
    await page.keyboard.press('ArrowDown');
    expect(await selected.textContent()).toBe(first);
    await expect(field(page)).toHaveAttribute('aria-activedescendant', /.+/);
    await page.keyboard.press('Escape');
    await expect(palette(page)).toHaveCount(0);
    await expect(link).toBeFocused();
  });

  test('a person and an organisation lead to where they stand', async ({ signIn, page }) => {
    await signIn(page, 'editor');
    await page.goto(HERE);
    await openPalette(page);
    await page.keyboard.type('isere');
    const organisation = page.getByRole('group', { name: 'Organisations' }).getByRole('option').first();
    await expect(organisation).toHaveText(/Isère/);
    await organisation.click();
    await expect(page).toHaveURL(/\/partners#organisation-/);
    await expect(page.locator(':target, [id^="organisation-"]').first()).toBeVisible();
  });

  test('only what one may do is offered', async ({ signIn, page }) => {
    await signIn(page, 'observer');
    await page.goto(HERE);
    await openPalette(page);
    await expect(option(page, 'Keyboard help')).toBeVisible();
    await expect(option(page, 'Invite somebody')).toHaveCount(0);
    await expect(option(page, 'New document')).toHaveCount(0);
    await page.keyboard.press('Escape');
    await page.context().clearCookies();
    await signIn(page, 'coordinator');
    await page.goto(HERE);
    await openPalette(page);
    await option(page, 'Invite somebody').click();
    await expect(page.getByRole('dialog', { name: /Invite/ })).toBeVisible();
  });

  test('language and appearance are changed from it, in words of any language', async ({ signIn, page }) => {
    await signIn(page, 'editor');
    await page.goto(HERE);
    await openPalette(page);
    await page.keyboard.type('langue');
    await option(page, /français/).click();
    await expect(page.getByRole('link', { name: 'Livrables', exact: true })).toBeVisible();
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox').fill('apparence sombre');
    await page.keyboard.press('Enter');
    await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox').fill('contraste oui');
    await page.keyboard.press('Enter');
    await expect(page.locator('html')).toHaveAttribute('data-contrast', 'more');
  });

  test('in a text Ctrl K is the link’s, Ctrl Shift K opens it, with what can be done to the text', async ({
    signIn,
    page,
  }) => {
    await signIn(page, 'editor');
    await openDocument(page, 'd1-en');
    await editorOf(page).click();
    await page.keyboard.press('Control+k');
    await expect(page.getByRole('dialog', { name: 'Link' })).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(editorOf(page)).toBeFocused();
    const before = await editorOf(page).innerText();
    await page.keyboard.press('Control+Shift+k');
    await page.keyboard.type('find in');
    await expect(option(page, /Find in the text/)).toHaveAttribute('aria-selected', 'true');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('search').getByRole('textbox').first()).toBeFocused();
    expect(await editorOf(page).innerText()).toBe(before);
  });

  test('without a network it says so, and pages and commands are there', async ({ signIn, page }) => {
    await signIn(page, 'editor');
    await page.goto(HERE);
    await openPalette(page);
    await page.context().setOffline(true);
    await page.keyboard.type('people');
    await expect(page.getByText('Without a network only pages and commands are found.')).toBeVisible();
    await expect(option(page, 'People')).toBeVisible();
    await page.keyboard.type('zzzz');
    await expect(page.getByText('Nothing found for “peoplezzzz”')).toBeVisible();
    await page.context().setOffline(false);
  });

  test('signing out from it asks first', async ({ signIn, page }) => {
    await signIn(page, 'editor');
    await page.goto(HERE);
    await openPalette(page);
    await page.keyboard.type('sign out');
    await page.keyboard.press('Enter');
    const asked = page.getByRole('dialog', { name: 'Sign out?' });
    await expect(asked.getByRole('button', { name: 'Sign out' })).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(asked).toHaveCount(0);
    await page.reload();
    await expect(page).toHaveURL(HERE);
  });

  test('it looks cared for, on a phone too', async ({ signIn, page }) => {
    await signIn(page, 'editor');
    await page.goto(HERE);
    await openPalette(page);
    await page.keyboard.type('d');
    await expect(option(page, /D1/).first()).toBeVisible();
    await looksCaredFor(page);
  });
});

test('the question mark lists the keys, in a text those of the editor too', async ({ signIn, page }) => {
  await signIn(page, 'observer');
  await page.goto(HERE);
  await expect(page.getByRole('button', { name: 'Search or go to' }).locator('kbd')).not.toBeEmpty();
  await page.keyboard.press('?');
  const help = page.getByRole('dialog', { name: 'Keyboard' });
  await expect(help.getByText('Search, go anywhere, do anything')).toBeVisible();
  await expect(help.getByText('Bold')).toHaveCount(0);
  await page.keyboard.press('Escape');
  await expect(help).toHaveCount(0);
  // Who writes a question mark means one.
  await page.goto(`${HERE}/people`);
  await page.getByRole('searchbox').fill('');
  await page.getByRole('searchbox').press('?');
  await expect(help).toHaveCount(0);
  await openDocument(page, 'd1-en');
  await page.locator('main').focus();
  await page.keyboard.press('?');
  await expect(help.getByText('Bold')).toBeVisible();
  await expect(help.getByText('Search, go anywhere, do anything')).toBeVisible();
});

test('it can be installed, under its name in the reader’s language', async ({
  signIn,
  page,
  browser,
  server,
}) => {
  await signIn(page, 'editor');
  await page.goto(HERE);
  const browserSays = await page.context().newCDPSession(page);
  const { errors, data } = await browserSays.send('Page.getAppManifest');
  expect(errors).toEqual([]);
  const manifest = JSON.parse(data ?? '') as {
    lang: string;
    name: string;
    icons: { src: string; sizes: string }[];
  };
  expect(manifest).toMatchObject({ lang: 'en', short_name: 'Tandem', start_url: '/', display: 'standalone' });
  for (const { src, sizes } of manifest.icons) {
    const picture = await page.request.get(src);
    expect(picture.headers()['content-type']).toBe('image/png');
    const bytes = await picture.body();
    expect(`${bytes.readUInt32BE(16)}x${bytes.readUInt32BE(20)}`, src).toBe(sizes);
  }
  const { installabilityErrors } = await browserSays.send('Page.getInstallabilityErrors');
  // Tests look through a private window, in which nothing is installed.
  const found = installabilityErrors.map(({ errorId }) => errorId).filter((it) => it !== 'in-incognito');
  expect(found).toEqual([]);

  const context = await browser.newContext({ baseURL: server.url, locale: 'fr-FR' });
  const answer = await context.request.get('/manifest.webmanifest', { headers: { 'accept-language': 'fr' } });
  expect(await answer.json()).toMatchObject({
    lang: 'fr',
    name: expect.stringContaining('écrire ensemble'),
  });
  await context.close();
});
