import type { Browser, Page } from '@playwright/test';
import { expect, signInTo, test } from '../support/fixtures.ts';
import { runWorkshop } from '../support/workshop-run.ts';
import type { RunningServer } from '../support/server.ts';

const PHONE = { width: 390, height: 844 };
/** Discovery tables: the first table is chosen, then taken notes at. */
const CHOOSE = 1;
const NOTE = 4;

interface Phone {
  readonly page: Page;
  /** All that the server said to it. */
  readonly frames: string[];
  readonly close: () => Promise<void>;
}

async function join(browser: Browser, server: RunningServer, path: string, name: string): Promise<Phone> {
  const context = await browser.newContext({ baseURL: server.url, locale: 'en-GB', viewport: PHONE });
  const page = await context.newPage();
  const frames: string[] = [];
  page.on('websocket', (socket) =>
    socket.on('framereceived', ({ payload }) => frames.push(payload.toString())),
  );
  await page.goto(path);
  await page.getByLabel('Your name').fill(name);
  await page.getByRole('button', { name: 'Take part' }).click();
  await page.waitForURL('**/w/*');
  return { page, frames, close: () => context.close() };
}

test('a card that waits for its reveal is on its writer’s phone alone, and then on everybody’s', async ({
  server,
  page,
  browser,
}) => {
  await signInTo(server, page, 'facilitator');
  const workshop = await runWorkshop(server, page.context(), { format: 'discovery-tables', people: 16 });
  await workshop.run({ type: 'open' });
  await workshop.stepTo(CHOOSE);
  const ada = await join(browser, server, workshop.joinPath, 'Ada');
  expect(new URL(ada.page.url()).hash, 'the link’s secret stays in no address').toBe('');
  const ben = await join(browser, server, workshop.joinPath, 'Ben');
  for (const phone of [ada, ben]) {
    await phone.page.getByRole('button', { name: 'Sit here: table 2' }).click();
    await expect(phone.page.getByText('You sit here')).toBeVisible();
  }
  await workshop.stepTo(NOTE);

  const secret = 'Nobody reads this before the time is up';
  await ada.page.getByRole('textbox').fill(secret);
  await ada.page.getByRole('button', { name: 'Add' }).click();
  await expect(ada.page.getByText('only you see it')).toBeVisible();
  await expect(ben.page.getByText('1 card of the others waits')).toBeVisible();
  await expect(ben.page.getByText(secret)).toHaveCount(0);
  expect(ben.frames.length).toBeGreaterThan(0);
  expect(ben.frames.filter((frame) => frame.includes(secret))).toEqual([]);

  await workshop.stepTo(NOTE + 1);
  await workshop.run({ type: 'back' });
  await expect(ben.page.getByText(secret)).toBeVisible();
  await expect(ada.page.getByText('only you see it')).toHaveCount(0);
  workshop.stop();
  await ada.close();
  await ben.close();
});
