/** The bell of every page: counted for the person, seen on the server, a link where nothing is awake. */
import { expect, test } from '../support/fixtures.ts';
import { looksCaredFor } from '../support/looks.ts';

const PARTNERS = '/p/msf-2050/partners';

test('it says how much is new, shows it, and is quiet afterwards on every device', async ({
  page,
  browser,
  server,
  signIn,
}) => {
  await signIn(page, 'coordinator');
  await page.goto(PARTNERS);
  await page
    .getByRole('banner')
    .getByRole('button', { name: /^Notifications: \d+ new$/ })
    .focus();
  await page.keyboard.press('Space');
  const panel = page.getByRole('group', { name: 'Notifications' });
  await expect(panel.getByRole('link').first()).toContainText('New');
  await expect(panel.getByRole('heading', { name: /^New since/ })).toBeVisible();
  await looksCaredFor(page);
  await page.keyboard.press('Escape');
  await expect(panel).toBeHidden();
  const quiet = page.getByRole('button', { name: 'Notifications: nothing new' });
  await expect(quiet).toBeFocused();

  const device = await browser.newContext({ javaScriptEnabled: false });
  await device.addCookies(await page.context().cookies());
  const api = `${server.url}/api/v1/partnerships/msf-2050/notifications`;
  const { needs } = (await (await device.request.get(api)).json()) as { needs: { isNew: boolean }[] };
  expect(needs[0]).toMatchObject({ isNew: false });
  const asleep = await device.newPage();
  await asleep.goto(server.url + PARTNERS);
  await asleep.getByRole('link', { name: /^Notifications/ }).click();
  await expect(asleep).toHaveURL(/\/p\/msf-2050$/);
  await device.close();

  await quiet.click();
  await panel.getByRole('link', { name: /new texts?:/ }).click();
  await expect(page).toHaveURL(/\/d\//);
  await expect(panel).toBeHidden();
});
