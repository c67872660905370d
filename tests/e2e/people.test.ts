/** Getting people in, giving them roles and letting them go, as a partnership does it. */
import type { Page } from '@playwright/test';
import { expect, signInTo, test } from '../support/fixtures.ts';
import { blankDocument, editorOf, openDocument, person } from '../support/documents.ts';
import { accept, invite, stranger } from '../support/joining.ts';
import { looksCaredFor } from '../support/looks.ts';
import { openMailbox, type Mailbox } from '../support/mailbox.ts';
import { startServer, type RunningServer } from '../support/server.ts';

const PEOPLE = '/p/msf-2050/people';
const anna = { name: 'Anna Rossi', email: 'anna@example.org', password: 'sette pini lungo il lago' };

const asCoordinator = async (server: RunningServer, page: Page) => {
  await signInTo(server, page, 'coordinator');
  await page.goto(server.url + PEOPLE);
};

test.describe('with mail', () => {
  let mailbox: Mailbox;
  let server: RunningServer;
  test.beforeAll(async () => {
    mailbox = await openMailbox();
    server = await startServer({ env: { SMTP_URL: mailbox.url } });
  });
  test.afterAll(async () => {
    await server.stop();
    await mailbox.close();
  });

  test('from the invitation to the first edit', async ({ page, browser }) => {
    const documentId = await blankDocument(server, 'Field notes');
    await asCoordinator(server, page);
    await invite(page, anna, { role: 'Editor' });
    await expect(page.getByText('The invitation is on its way to anna@example.org')).toBeVisible();
    const pending = page.getByRole('region', { name: 'Invited, not here yet' });
    await expect(pending).toContainText('Anna Rossi');
    await expect(pending).toContainText('Editor, for everything');

    const her = await stranger(browser, server);
    const link = await mailbox.link(anna.email, '/invitation');
    await her.goto(link);
    await expect(her.getByRole('heading', { level: 1 })).toContainText('Social professions of the future');
    await expect(her.getByText('Editor, for everything')).toBeVisible();
    expect(her.url()).not.toContain('#');
    await looksCaredFor(her);
    await accept(her, link, anna);
    await expect(her).toHaveURL(/\/p\/msf-2050$/);
    await openDocument(her, documentId);
    await page.goto(`${server.url}/d/${documentId}`);
    await editorOf(page).waitFor();
    await editorOf(her).click();
    await her.keyboard.type('Buongiorno a tutti');
    await expect(editorOf(page)).toContainText('Buongiorno a tutti');

    await page.goto(server.url + PEOPLE);
    await expect(page.getByRole('region', { name: 'In the partnership' })).toContainText('anna@example.org');
    await expect(pending).toBeHidden();
    await her.context().close();
  });

  test('an invitation that was used, withdrawn or made up says so in words', async ({ page, browser }) => {
    await asCoordinator(server, page);
    await invite(page, { name: 'Ugo Bianchi', email: 'ugo@example.org' });
    const link = await mailbox.link('ugo@example.org', '/invitation');
    const him = await stranger(browser, server);
    await page.getByRole('button', { name: 'Withdraw the invitation of Ugo Bianchi' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Withdraw the invitation' }).click();
    await expect(page.getByText('The invitation of Ugo Bianchi is withdrawn')).toBeVisible();
    for (const dead of [link, `${server.url}/invitation#made-up`]) {
      await him.goto('about:blank');
      await him.goto(dead);
      await expect(him.getByRole('heading', { name: 'This invitation is closed' })).toBeVisible();
    }
    await looksCaredFor(him);
    await him.goto('about:blank');
    await him.evaluate(() => sessionStorage.clear()).catch(() => undefined);
    await him.goto(`${server.url}/invitation`);
    await expect(him.getByText('lacks the part behind')).toBeVisible();
    await him.context().close();
  });

  test('who has an account already signs in, and comes back to accept', async ({ page, browser }) => {
    const paul = { name: 'Paul Martin', email: 'paul@example.org', password: 'quatre bateaux sur la mer' };
    await asCoordinator(server, page);
    await invite(page, paul, { role: 'Observer' });
    const his = await stranger(browser, server);
    await accept(his, await mailbox.link(paul.email, '/invitation'), paul);
    await page.reload();
    await page.getByRole('button', { name: 'Change Paul Martin' }).click();
    await page.getByRole('button', { name: 'Withdraw from the partnership…' }).click();
    await page.getByRole('button', { name: 'Withdraw Paul Martin' }).click();
    await expect(page.getByText('Paul Martin is no longer in the partnership')).toBeVisible();

    await invite(page, paul, { role: 'Editor' });
    const again = await mailbox.link(paul.email, '/invitation');
    const elsewhere = await stranger(browser, server);
    await elsewhere.goto(again);
    await elsewhere.getByRole('link', { name: 'Sign in' }).click();
    await elsewhere.getByLabel('E-mail address').fill(paul.email);
    await elsewhere.getByLabel(/^Password/).fill(paul.password);
    await elsewhere.getByRole('button', { name: 'Sign in' }).click();
    await elsewhere.waitForURL('**/invitation');
    await elsewhere.getByRole('button', { name: 'Accept the invitation' }).click();
    await expect(elsewhere).toHaveURL(/\/p\/msf-2050$/);
    await his.context().close();
    await elsewhere.context().close();
  });
});

test.describe('without mail', () => {
  let server: RunningServer;
  test.beforeAll(async () => {
    server = await startServer();
  });
  test.afterAll(async () => {
    await server.stop();
  });

  test('the link is shown once, to be passed on, and never again nor in the log', async ({
    page,
    browser,
  }) => {
    await asCoordinator(server, page);
    await invite(page, anna, { role: 'Editor' });
    const dialog = page.getByRole('dialog');
    await expect(dialog.getByText('It is shown only now')).toBeVisible();
    const link = (await dialog.getByRole('code').textContent()) ?? '';
    const secret = new URL(link).hash.slice(1);
    expect(secret.length).toBeGreaterThan(20);
    await looksCaredFor(page);
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await dialog.getByRole('button', { name: 'Copy the link' }).click();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(link);
    await dialog.getByRole('button', { name: 'Done' }).click();
    await page.reload();
    expect(await page.content()).not.toContain(secret);
    expect(server.log()).not.toContain(secret);

    await page.getByRole('button', { name: 'Make a new link for Anna Rossi' }).click();
    const renewed = (await page.getByRole('dialog').getByRole('code').textContent()) ?? '';
    await page.getByRole('button', { name: 'Done' }).click();
    const her = await stranger(browser, server);
    await her.goto(link);
    await expect(her.getByRole('heading', { name: 'This invitation is closed' })).toBeVisible();
    await accept(her, renewed, anna);
    await her.context().close();
  });

  test('a new link asked for before the page has woken up is shown all the same', async ({
    page,
    browser,
  }) => {
    await asCoordinator(server, page);
    await invite(page, { ...anna, email: 'early@example.org', name: 'Early Bird' }, { role: 'Editor' });
    await page.getByRole('dialog').getByRole('button', { name: 'Done' }).click();
    await page.route(/\/entry\/start\..*\.js$/, async (route) => {
      await new Promise((resolve) => setTimeout(resolve, 2_000));
      await route.continue();
    });
    await page.reload({ waitUntil: 'commit' });
    await page.getByRole('button', { name: 'Make a new link for Early Bird' }).click();
    const link = (await page.getByRole('dialog').getByRole('code').textContent()) ?? '';
    const theirs = await stranger(browser, server);
    await theirs.goto(link);
    await expect(theirs.getByRole('heading', { level: 1 })).toContainText('Social professions of the future');
    await theirs.context().close();
  });

  test('a refused invitation says what is wrong beside the field, and loses nothing', async ({ page }) => {
    await asCoordinator(server, page);
    await invite(page, { name: '   ', email: 'lea@example.org' }, { role: 'Observer' });
    const dialog = page.getByRole('dialog');
    await expect(dialog.getByLabel('Name')).toHaveAttribute('aria-invalid', 'true');
    await expect(dialog.getByLabel('E-mail address')).toHaveValue('lea@example.org');
    await expect(dialog.getByLabel('Role', { exact: true })).toHaveValue('observer');
    await looksCaredFor(page);
  });

  test('an invitation that was begun by its address and left does not begin anew at the next reload', async ({
    page,
  }) => {
    await asCoordinator(server, page);
    await page.goto(`${page.url()}?invite`);
    await expect(page.getByRole('dialog')).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toHaveCount(0);
    await expect(page).toHaveURL(/\/people$/);
    await page.reload();
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await expect(page.getByRole('dialog')).toHaveCount(0);
  });

  test('somebody is invited by keyboard alone, and the focus comes back to where it was', async ({
    page,
  }) => {
    await asCoordinator(server, page);
    const opener = page.getByRole('link', { name: 'Invite a person' });
    await opener.focus();
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Invite a person' });
    await expect(dialog).toBeVisible();
    const goTo = async (label: string | RegExp) => {
      const target = dialog
        .getByLabel(label)
        .or(dialog.getByRole('button', { name: label }))
        .first();
      for (let presses = 0; presses < 20; presses++) {
        if (await target.evaluate((it) => it === document.activeElement)) return;
        await page.keyboard.press('Tab');
      }
      throw new Error(`the keyboard does not reach ${label}`);
    };
    await goTo(/^Name/);
    await page.keyboard.type('Marja Virtanen');
    await goTo(/^E-mail address/);
    await page.keyboard.type('marja@example.org');
    await goTo(/^Role$/);
    await page.keyboard.type('Ed');
    await goTo(/^Where it holds/);
    await page.keyboard.type('One l');
    await goTo(/^Which language/);
    await page.keyboard.type('Fr');
    await expect(dialog.getByText(/Editor, for texts in French: Reads, comments and writes/)).toBeVisible();
    await goTo('Make the invitation');
    await page.keyboard.press('Enter');
    await expect(
      dialog.getByText('It is shown only now').or(page.getByText('It is shown only now')),
    ).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toHaveCount(0);
    await expect(opener).toBeFocused();
    await expect(page.getByText('marja@example.org')).toBeVisible();
  });

  test('the last coordinator cannot be withdrawn nor made something else, and is told why', async ({
    page,
  }) => {
    await asCoordinator(server, page);
    const row = page.getByRole('listitem').filter({ hasText: 'you' }).filter({ hasText: 'Coordinator' });
    await row.getByRole('button', { name: /^Change / }).click();
    const dialog = page.getByRole('dialog');
    await expect(dialog.getByText('the only coordinator and has to stay one')).toBeVisible();
    await expect(dialog.getByRole('button', { name: 'Withdraw from the partnership…' })).toHaveCount(0);
    await dialog.getByLabel('Role', { exact: true }).selectOption({ label: 'Editor' });
    await dialog.getByRole('button', { name: 'Save' }).click();
    await expect(dialog.getByRole('alert')).toContainText('coordinator');
    await expect(dialog.getByLabel('Role', { exact: true })).toHaveValue('editor');
  });

  test('a role is changed for one country, and the list says so in words', async ({ page }) => {
    await asCoordinator(server, page);
    const row = page.getByRole('listitem').filter({ hasText: 'Observer, for everything' }).first();
    await row.getByRole('button', { name: /^Change / }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Role', { exact: true }).selectOption({ label: 'Editor' });
    await dialog.getByLabel('Where it holds').selectOption({ label: 'One country' });
    await dialog.getByLabel('Which country').selectOption({ label: 'Italy' });
    await dialog.getByRole('button', { name: 'Save' }).click();
    await expect(page.getByRole('dialog')).toHaveCount(0);
    await expect(page.getByRole('listitem').filter({ hasText: 'Editor, for Italy' }).first()).toBeVisible();
  });

  test('somebody who is withdrawn is shut out at once', async ({ page, browser }) => {
    const facilitator = await person(browser, server, 'facilitator');
    await facilitator.goto(PEOPLE);
    await asCoordinator(server, page);
    const row = page.getByRole('listitem').filter({ hasText: 'Facilitator' }).first();
    await row.getByRole('button', { name: /^Change / }).click();
    await page.getByRole('button', { name: 'Withdraw from the partnership…' }).click();
    await expect(page.getByText('What they wrote stays')).toBeVisible();
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /^Withdraw / })
      .click();
    await expect(page.getByText('is no longer in the partnership')).toBeVisible();
    const answer = await facilitator.reload();
    expect(answer?.status()).toBe(403);
    await facilitator.context().close();
  });

  test('who may not manage people sees who is there, and no buttons', async ({ page }) => {
    await signInTo(server, page, 'editor');
    await page.goto(server.url + PEOPLE);
    await expect(page.getByRole('region', { name: 'In the partnership' })).toContainText('Coordinator');
    await expect(page.getByRole('link', { name: 'Invite a person' })).toHaveCount(0);
    await expect(page.getByRole('button', { name: /^Change / })).toHaveCount(0);
  });
});
