import { expect, test } from '../support/fixtures.ts';
import { looksCaredFor } from '../support/looks.ts';

const secretOf = (link: string) => new URL(link).hash.slice(1);

test('a link signs in, and leaves its secret neither in the address nor in the history', async ({
  server,
  page,
}) => {
  const link = await server.cli('link', '--role', 'editor');
  const sent: string[] = [];
  page.on('request', (request) => sent.push(request.url()));
  await page.goto(link);
  await page.waitForURL('**/p/msf-2050');
  expect(sent.join('\n')).not.toContain(secretOf(link));
  await page.goBack();
  expect(page.url()).not.toContain(secretOf(link));
  expect(server.log()).not.toContain(secretOf(link));
});

test('the cookie is kept on each name of the loopback', async ({ server, browser }) => {
  for (const host of ['127.0.0.1', 'localhost']) {
    const link = new URL(await server.cli('link', '--role', 'observer'));
    link.hostname = host;
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.goto(link.href);
    await page.waitForURL('**/p/msf-2050');
    const cookie = (await context.cookies()).find(({ name }) => name === '__Host-tandem');
    expect(cookie).toMatchObject({ secure: true, httpOnly: true, sameSite: 'Lax', path: '/' });
    await context.close();
  }
});

test('a link that was used says so, and what to do', async ({ server, page, browser }) => {
  const link = await server.cli('link', '--role', 'editor');
  await page.goto(link);
  await page.waitForURL('**/p/msf-2050');
  const other = await (await browser.newContext()).newPage();
  await other.goto(link);
  await expect(other.getByText('used already')).toBeVisible();
  await expect(other.getByRole('heading', { level: 1 })).toHaveText('You are not signed in');
  await looksCaredFor(other);
  await other.getByRole('link', { name: 'How to sign in' }).click();
  await expect(other).toHaveURL(/\/sign-in$/);
  await other.context().close();
});

test('a link without its secret and a link that is made up are told apart', async ({ page, server }) => {
  await page.goto('/link');
  await expect(page.getByText('lacks the part behind')).toBeVisible();
  // The same tab, the same page: browsers do not load it again.
  await page.goto('/link#made-up');
  await expect(page.getByText('does not know this link')).toBeVisible();
  const link = await server.cli('link', '--role', 'editor');
  await page.goto(`/link${new URL(link).hash}`);
  await page.waitForURL('**/p/msf-2050');
});

test('a link that cannot reach the server may be tried again', async ({ server, page }) => {
  const link = await server.cli('link', '--role', 'editor');
  await page.route('**/link', (route) =>
    route.request().method() === 'POST' ? route.abort() : route.continue(),
  );
  await page.goto(link);
  await expect(page.getByText('The server did not answer')).toBeVisible();
  await page.unroute('**/link');
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.waitForURL('**/p/msf-2050');
});

test('the sign-in page explains itself, in English and in French', async ({ page, browser, baseURL }) => {
  await page.goto('/sign-in');
  await expect(page.getByText('npm run -s tandem -- link --role editor')).toBeVisible();
  await looksCaredFor(page);
  await page.getByLabel('Sign-in link').fill('nonsense');
  await page.getByRole('button', { name: 'Use the link' }).click();
  await expect(page.getByText('does not know this link')).toBeVisible();
  await expect(page.getByLabel('Sign-in link')).toHaveValue('nonsense');
  await looksCaredFor(page);
  const french = await browser.newContext({ locale: 'fr-BE', baseURL });
  const page2 = await french.newPage();
  await page2.goto('/sign-in');
  await expect(page2.getByRole('heading', { level: 1 })).toHaveText('Se connecter');
  await french.close();
});

test('a browser that keeps no cookie is told so', async ({ page }) => {
  await page.goto('/sign-in?kept=check');
  await expect(page.getByText('did not keep the sign-in')).toBeVisible();
});

test('whoever is signed in is not asked again, and signing out is final', async ({ page, signIn }) => {
  await signIn(page, 'observer');
  await page.goto('/sign-in?next=/p/msf-2050/partners');
  await expect(page).toHaveURL(/\/p\/msf-2050\/partners$/);
  await page.goto('/sign-in?next=//evil.example');
  await expect(page).toHaveURL(/\/p\/msf-2050$/);
  const before = await page.context().cookies();
  await page.getByRole('button', { name: 'Your account and settings' }).click();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page).toHaveURL(/\/sign-in$/);
  await page.context().addCookies(before);
  await page.goto('/p/msf-2050');
  await expect(page).toHaveURL(/\/sign-in\?next=/);
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('the link’s page says what it needs, and pasting the link works', async ({ server, page }) => {
    const link = await server.cli('link', '--role', 'editor');
    await page.goto(link);
    // Playwright's own look for text passes over what stands in a noscript.
    await expect(page.locator('main')).toContainText('needs JavaScript', { useInnerText: true });
    await expect(page.getByText('Checking your link')).toBeHidden();
    await page.goto('/p/msf-2050/partners');
    await page.getByLabel('Sign-in link').fill(link);
    await page.getByRole('button', { name: 'Use the link' }).click();
    await expect(page).toHaveURL(/\/p\/msf-2050\/partners$/);
  });
});
