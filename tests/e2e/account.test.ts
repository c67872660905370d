/** One's own account: passwords, devices, profile; and what it takes to begin a partnership. */
import { expect, signInTo, test } from '../support/fixtures.ts';
import { accept, invite, signInByPassword, stranger, type Newcomer } from '../support/joining.ts';
import { looksCaredFor } from '../support/looks.ts';
import { openMailbox, type Mailbox } from '../support/mailbox.ts';
import { startServer, type RunningServer } from '../support/server.ts';

const lena: Newcomer = {
  name: 'Léna Petit',
  email: 'lena@example.org',
  password: 'un long chemin de pierre',
};
let mailbox: Mailbox;
let server: RunningServer;

test.beforeAll(async ({ browser }) => {
  mailbox = await openMailbox();
  server = await startServer({ env: { SMTP_URL: mailbox.url } });
  const page = await stranger(browser, server);
  await signInTo(server, page, 'coordinator');
  await page.goto('/p/msf-2050/people');
  await invite(page, lena, { role: 'Editor' });
  const link = await mailbox.link(lena.email, '/invitation');
  await page.context().close();
  const hers = await stranger(browser, server);
  await accept(hers, link, lena);
  await hers.context().close();
});
test.afterAll(async () => {
  await server.stop();
  await mailbox.close();
});

test('a password signs in, a wrong one is refused in words and keeps the address', async ({ browser }) => {
  const page = await stranger(browser, server);
  await page.goto('/p/msf-2050/partners');
  await page.getByLabel('E-mail address').fill(lena.email);
  await page.getByLabel(/^Password/).fill('something else altogether');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('alert')).toBeVisible();
  await expect(page.getByLabel('E-mail address')).toHaveValue(lena.email);
  await looksCaredFor(page);
  const field = page.getByLabel(/^Password/);
  await field.fill(lena.password);
  await expect(field).toHaveAttribute('type', 'password');
  await page.getByRole('button', { name: 'Show the password' }).click();
  await expect(field).toHaveAttribute('type', 'text');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page).toHaveURL(/\/p\/msf-2050\/partners$/);
  await page.context().close();
});

test('a forgotten password is replaced by way of the mail, and other browsers are signed out', async ({
  browser,
}) => {
  const page = await stranger(browser, server);
  const other = await stranger(browser, server);
  await signInByPassword(other, lena);
  await other.waitForURL('**/p/msf-2050');
  await page.goto('/sign-in');
  await page.getByRole('link', { name: 'Forgotten password?' }).click();
  await looksCaredFor(page);
  await page.getByLabel('E-mail address').fill(lena.email);
  await page.getByRole('button', { name: 'Send me a link' }).click();
  await expect(page.getByText('Look into your mail')).toBeVisible();
  await looksCaredFor(page);

  const link = await mailbox.link(lena.email, '/reset-password');
  await page.goto(link);
  await page.getByLabel('New password').fill('short');
  await page.getByRole('button', { name: 'Save and sign in' }).click();
  await expect(page.getByLabel('New password')).toHaveAttribute('aria-invalid', 'true');
  await looksCaredFor(page);
  const next: Newcomer = { ...lena, password: 'une autre route de sable' };
  await page.getByLabel('New password').fill(next.password);
  await page.getByRole('button', { name: 'Save and sign in' }).click();
  await page.waitForURL('**/p/msf-2050');

  await other.reload();
  await expect(other).toHaveURL(/\/sign-in\?next=/);
  await signInByPassword(other, lena);
  await expect(other.getByRole('alert')).toBeVisible();
  await signInByPassword(other, next);
  await other.waitForURL('**/p/msf-2050');
  await other.goto('about:blank');
  await other.goto(link);
  await other.getByLabel('New password').fill('encore une autre phrase');
  await other.getByRole('button', { name: 'Save and sign in' }).click();
  await expect(other.getByText('used already')).toBeVisible();

  // Back to the password that the other tests know, by way of the account page.
  await other.goto('/account');
  await other.getByLabel('Present password').fill('not this one at all');
  await other.getByLabel('New password').fill(lena.password);
  await other.getByRole('button', { name: 'Save password' }).click();
  await expect(other.getByLabel('Present password')).toHaveAttribute('aria-invalid', 'true');
  await other.getByLabel('Present password').fill(next.password);
  await other.getByRole('button', { name: 'Save password' }).click();
  await expect(other.getByText('Your password is saved')).toBeVisible();
  await page.context().close();
  await other.context().close();
});

test('an address that nobody has gets the same answer, and no mail', async ({ browser }) => {
  const page = await stranger(browser, server);
  const before = mailbox.mails().length;
  await page.goto('/forgot');
  await page.getByLabel('E-mail address').fill('nobody@example.org');
  await page.getByRole('button', { name: 'Send me a link' }).click();
  await expect(page.getByText('Look into your mail')).toBeVisible();
  expect(mailbox.mails().length).toBe(before);
  await page.context().close();
});

test('one device is ended from another, and signing out everywhere ends them all', async ({ browser }) => {
  const here = await stranger(browser, server);
  const there = await stranger(browser, server);
  for (const page of [here, there]) {
    await signInByPassword(page, lena);
    await page.waitForURL('**/p/msf-2050');
  }
  await here.getByRole('button', { name: 'Your account and settings' }).click();
  await here.getByRole('link', { name: 'Your account' }).click();
  await expect(here.getByText('This browser')).toBeVisible();
  await looksCaredFor(here);
  const ends = here.getByRole('listitem').getByRole('button', { name: /^Sign out / });
  while ((await ends.count()) > 0) {
    const left = await ends.count();
    await ends.first().click();
    await expect(ends).toHaveCount(left - 1);
  }
  await there.reload();
  await expect(there).toHaveURL(/\/sign-in\?next=/);
  await expect(here.getByText('This browser')).toBeVisible();

  await signInByPassword(there, lena);
  await there.waitForURL('**/p/msf-2050');
  await here.getByRole('button', { name: 'Sign out everywhere' }).click();
  await here.getByRole('dialog').getByRole('button', { name: 'Sign out everywhere' }).click();
  await expect(here).toHaveURL(/\/sign-in$/);
  await there.reload();
  await expect(there).toHaveURL(/\/sign-in\?next=/);
  await here.context().close();
  await there.context().close();
});

test('the profile changes the name and the language, also in the next browser', async ({ browser }) => {
  const page = await stranger(browser, server);
  await signInByPassword(page, lena);
  await page.waitForURL('**/p/msf-2050');
  await page.goto('/account');
  await page.getByLabel(/^Name/).fill('');
  await page.getByLabel('Language of the interface').selectOption('fr');
  await page.getByLabel(/^Name/).fill('Léna Petit-Jean');
  await page.getByRole('button', { name: 'Save profile' }).click();
  await expect(page.getByRole('heading', { name: 'Votre compte' })).toBeVisible();
  await expect(page.getByText('Votre profil est enregistré')).toBeVisible();
  await looksCaredFor(page);
  const other = await stranger(browser, server);
  await signInByPassword(other, lena);
  await other.waitForURL('**/p/msf-2050');
  await expect(other.getByRole('link', { name: 'Partenaires', exact: true })).toBeVisible();
  await other.goto('/p/msf-2050/people');
  await expect(other.getByText('Léna Petit-Jean')).toBeVisible();
  await page.context().close();
  await other.context().close();
});

test('an operator creates a partnership and invites its first partner', async ({ browser }) => {
  const operator: Newcomer = {
    name: 'Olli Operator',
    email: 'olli@example.org',
    password: 'kolme koivua rannalla',
  };
  await server.cli('user', 'create', '--name', operator.name, '--email', operator.email, '--operator');
  const page = await stranger(browser, server);
  await page.goto('/forgot');
  await page.getByLabel('E-mail address').fill(operator.email);
  await page.getByRole('button', { name: 'Send me a link' }).click();
  await page.goto(await mailbox.link(operator.email, '/reset-password'));
  await page.getByLabel('New password').fill(operator.password);
  await page.getByRole('button', { name: 'Save and sign in' }).click();
  await page.getByRole('link', { name: 'New partnership' }).click();
  await looksCaredFor(page);
  await page.getByLabel('Title').fill('Care on the islands');
  await page.getByRole('checkbox', { name: 'Finnish' }).check();
  await page.getByRole('button', { name: 'Create the partnership' }).click();
  await page.waitForURL('**/p/*');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Care on the islands');
  await expect(page.getByText('Your partnership is ready. What now?')).toBeVisible();
  await looksCaredFor(page);
  await page.getByRole('link', { name: 'Invite your first partner' }).click();
  const dialog = page.getByRole('dialog', { name: 'Invite a person' });
  await dialog.getByLabel('Name').fill('Sanna Salo');
  await dialog.getByLabel('E-mail address').fill('sanna@example.org');
  await dialog.getByRole('button', { name: 'Send the invitation' }).click();
  const hers = await stranger(browser, server);
  await accept(hers, await mailbox.link('sanna@example.org', '/invitation'), {
    name: 'Sanna Salo',
    email: 'sanna@example.org',
    password: 'pitkät aallot iltaisin',
  });
  await expect(hers.getByRole('heading', { level: 1 })).toHaveText('Care on the islands');
  await page.context().close();
  await hers.context().close();
});

test('who is no operator cannot create a partnership, and is told so', async ({ browser }) => {
  const page = await stranger(browser, server);
  await signInTo(server, page, 'coordinator');
  const answer = await page.goto('/new');
  expect(answer?.status()).toBe(403);
  await page.context().close();
});
