/** The facilitator's desk, and the projector that follows it. */
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { enterAs, expect, test } from '../support/fixtures.ts';
import type { RunningServer } from '../support/server.ts';

/** As the form of the partnership's workshops sends it; resolves to the desk's path. */
async function createWorkshop(server: RunningServer, page: Page, format: string): Promise<string> {
  const answer = await page.context().request.post(`${server.url}/p/msf-2050/workshops?/create`, {
    form: { format, language: 'en', title: 'A morning together', question: '', languages: 'fr', people: '6' },
    headers: { origin: server.url, accept: 'text/html' },
    maxRedirects: 0,
  });
  expect(answer.status()).toBe(303);
  return answer.headers()['location'] ?? '';
}

test('a facilitator opens, adds minutes and goes on; the projector follows, and a gate says what is missing', async ({
  server,
  page,
}) => {
  await enterAs(server, page, 'facilitator');
  const steer = await createWorkshop(server, page, 'project-accelerator');
  await page.goto(server.url + steer);
  const projector = await page.context().newPage();
  await projector.goto(server.url + steer.replace(/steer$/, 'screen'));
  await expect(projector.getByRole('img', { name: 'Scan to join' })).toBeVisible();

  await page.getByRole('button', { name: 'Open the workshop' }).click();
  await expect(page.getByText('On time')).toBeVisible();
  await page.getByRole('button', { name: 'Add 5 minutes' }).click();
  await expect(page.getByText('5 min later than planned')).toBeVisible();
  const stage = page.getByRole('region', { name: 'The stage now' });
  const first = (await stage.getByRole('heading').textContent()) ?? '';
  const next = page.getByRole('button', { name: /^Next: / });
  const second = ((await next.textContent()) ?? '').replace(/^\s*Next: /, '').trim();
  expect(second).not.toBe(first);
  await next.click();
  await expect(stage.getByRole('heading')).toHaveText(second);
  // The room reads the workshop's own language.
  await expect(projector.locator('.name').first()).not.toBeEmpty();
  await expect(projector.getByRole('img', { name: 'Scan to join' })).toHaveCount(0, { timeout: 1_000 });
  await expect(projector.getByRole('timer', { name: 'Time left' })).toHaveText(/^\d+:\d\d$/);

  const { violations } = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag22aa']).analyze();
  expect(violations).toEqual([]);

  const gate = page.getByRole('dialog', { name: 'Go on already?' });
  await expect(async () => {
    await next.click();
    await expect(gate).toBeVisible({ timeout: 500 });
  }).toPass();
  await expect(gate.locator('.notice')).not.toBeEmpty();
  const held = await stage.getByRole('heading').textContent();
  await gate.getByLabel('Why you go on all the same').fill('We are late');
  await gate.getByRole('button', { name: 'Go on all the same' }).click();
  await expect(gate).toHaveCount(0);
  await expect(stage.getByRole('heading')).not.toHaveText(held ?? '');
});
