/** A text that comes to the size that one text can have: said before, refused in words, and nothing is lost. */
import { afterEach, expect, test } from 'vitest';
import { until } from '../support/live-clients.ts';
import { DOCUMENT, startLive, type LiveServer } from '../support/live-server.ts';
import { Device } from '../support/offline-peer.ts';

const MAX_BYTES = 200_000;

let live: LiveServer;
afterEach(() => live.stop());

test('[E19] who writes into a nearly full text is told; what does not fit any more is kept as a copy; deleting makes room', async () => {
  live = await startLive({ documentSizeBytesMax: MAX_BYTES, timing: { quietMs: 50 } });
  const device = new Device({ url: live.url, documentId: DOCUMENT, token: 'ada', personId: 'ada' });
  const page = await device.open();
  await page.says('saved');
  page.write('x'.repeat(100_000));
  await page.says('saved');
  expect(page.peer.sizePercent).toBe(0);
  page.write('y'.repeat(80_000));
  await page.says('saved');
  await until(() => page.peer.sizePercent === 90, 'told that it is nearly full');
  page.write(`too much: ${'z'.repeat(30_000)}`);
  await page.says('refused');
  expect(page.peer.sizePercent).toBe(100);
  await page.peer.quiet();
  expect(page.peer.copy).toMatchObject({ reason: 'full' });
  await page.close();
  const [copy] = await device.copies();
  expect(copy?.words).toContain('too much: zzz');

  const next = await device.open();
  await next.says('saved');
  expect(next.text).toContain('yyy');
  expect(next.text).not.toContain('too much');
  next.peer.doc.getXmlFragment('body').delete(0, 1);
  await next.says('saved');
  await until(() => next.peer.sizePercent === 0, 'there is room again');
  next.write('goes on');
  await next.says('saved');
  await next.close();
});
