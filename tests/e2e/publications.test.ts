/** A deliverable goes out: chosen, looked through, frozen, and downloaded by somebody who only reads. */
import { readFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import AxeBuilder from '@axe-core/playwright';
import { enterAs, expect, test } from '../support/fixtures.ts';
import { awake } from '../support/keyboard.ts';

test('who coordinates publishes D1 in two languages; an observer downloads what has the checksum shown', async ({
  server,
  page,
}) => {
  await enterAs(server, page, 'coordinator');
  await page.goto(`${server.url}/p/msf-2050/publications?new`);
  await awake(page);
  await expect(page.getByRole('checkbox', { name: 'French' })).toBeChecked();
  await expect(page.getByRole('checkbox', { name: 'English' })).toBeChecked();
  // A choice is looked at as soon as it is made.
  await page.getByRole('checkbox', { name: 'Word' }).uncheck();
  await expect(page.getByText('no file that others can go on working with')).toBeVisible();
  await page.getByRole('checkbox', { name: 'Word' }).check();
  await expect(page.getByText('no file that others can go on working with')).toHaveCount(0);
  await page.getByRole('button', { name: 'Publish', exact: true }).click();
  await expect(page.getByText('say that you publish all the same')).toBeVisible();
  await page.getByRole('checkbox', { name: 'I have looked at' }).check();
  await page.getByRole('button', { name: 'Publish', exact: true }).click();
  await expect(page.getByText('Published', { exact: true })).toBeVisible({ timeout: 60_000 });

  await enterAs(server, page, 'observer');
  await page.goto(`${server.url}/p/msf-2050/publications`);
  const card = page.getByRole('article', { name: /D1/ });
  await expect(card.getByRole('link', { name: /^Download / })).toHaveCount(4);
  await expect(card.getByText('Withdraw')).toHaveCount(0);
  await card.getByText('Checksum').click();
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag22aa', 'best-practice'])
    .analyze();
  expect(violations).toEqual([]);
  const downloading = page.waitForEvent('download');
  await card.getByRole('link', { name: /^Download .*\.fr\.pdf$/ }).click();
  const download = await downloading;
  expect(download.suggestedFilename()).toMatch(/^D1-.*\.fr\.pdf$/);
  const bytes = readFileSync(await download.path());
  expect(bytes.subarray(0, 5).toString('latin1')).toBe('%PDF-');
  await expect(card).toContainText(createHash('sha256').update(bytes).digest('hex'));
});
