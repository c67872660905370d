/** A publication as programs and members see it: what was published stays what it was, byte for byte. */
import { createHash } from 'node:crypto';
import { afterEach, expect, test } from 'vitest';
import { apiClient, apiOfRole, liveUrl, type ApiClient } from '../support/api-client.ts';
import { stockClient } from '../support/live-clients.ts';
import { startServer, type RunningServer } from '../support/server.ts';

const cleanUp: (() => unknown)[] = [];
afterEach(async () => {
  for (const stop of cleanUp.splice(0).toReversed()) await stop();
});

const ROOT = '/partnerships/msf-2050/publications';

interface Published {
  readonly id: string;
  readonly state: string;
  readonly files: readonly { readonly id: string; readonly url: string; readonly sha256: string }[];
  readonly movedOn: readonly { readonly documentId: string }[];
}

/** As the page's own form does. */
function post(server: RunningServer, api: ApiClient, action: string, fields: readonly [string, string][]) {
  return fetch(`${server.url}/p/msf-2050/publications?/${action}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${api.token}`, origin: server.url, accept: 'text/html' },
    body: new URLSearchParams(fields.map(([name, value]) => [name, value])),
    redirect: 'manual',
  });
}

async function publish(server: RunningServer, api: ApiClient, label: string, accepted: string) {
  return post(server, api, 'publish', [
    ['work', 'call'],
    ['language', 'fr'],
    ['language', 'en'],
    ['format', 'md'],
    ['format', 'docx'],
    ['licence', 'CC-BY-4.0'],
    ['label', label],
    ['accepted', accepted],
  ]);
}

const published = async (api: ApiClient, id: string): Promise<Published> =>
  (await (await api.get(`${ROOT}/${id}`)).json()) as Published;

async function whenPublished(api: ApiClient, id: string): Promise<Published> {
  await expect.poll(async () => (await published(api, id)).state, { timeout: 60_000 }).toBe('published');
  return published(api, id);
}

test(
  'the call is published in two languages; writing on changes no byte of it, and backups and checks have it',
  { timeout: 120_000 },
  async () => {
    const server = await startServer();
    cleanUp.push(() => server.stop());
    const coordinator = await apiOfRole(server, 'coordinator');
    const observer = await apiOfRole(server, 'observer');

    expect((await publish(server, coordinator, '1.0', '')).status).toBe(422);
    expect((await publish(server, observer, '1.0', 'rules-open')).status).toBe(403);
    const begun = await publish(server, coordinator, '1.0', 'rules-open');
    expect(begun.status).toBe(303);
    const id = begun.headers.get('location')?.split('#')[1] ?? '';
    const before = await whenPublished(observer, id);
    expect(before.files.map((file) => file.id)).toEqual(['fr.docx', 'fr.md', 'en.docx', 'en.md']);

    const file = before.files[1]!;
    const fetched = await observer.get(file.url.replace('/api/v1', ''));
    const bytes = Buffer.from(await fetched.arrayBuffer());
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(file.sha256);
    expect(Object.fromEntries(fetched.headers)).toMatchObject({
      'content-disposition': expect.stringMatching(/^attachment; /) as string,
      'cache-control': 'private, no-cache',
      vary: expect.stringContaining('Cookie') as string,
      'x-content-type-options': 'nosniff',
      etag: `"${file.sha256}"`,
    });
    expect((await apiClient(server, 'no-token').get(`${ROOT}/${id}/files/fr.md`)).status).toBe(401);
    // As a browser does that has kept the file.
    const askedAgain = (token: string) =>
      fetch(`${server.url}${file.url}`, {
        headers: { authorization: `Bearer ${token}`, 'if-none-match': `"${file.sha256}"` },
      }).then(({ status }) => status);
    expect(await askedAgain(observer.token)).toBe(304);
    expect(await askedAgain('no-token')).toBe(401);

    const writer = stockClient(liveUrl(server), 'call-fr', coordinator.token);
    cleanUp.push(() => writer.stop());
    await writer.synced();
    writer.write('A sentence that came later.');
    await expect
      .poll(async () => (await published(observer, id)).movedOn.length, { timeout: 20_000 })
      .toBe(1);
    const after = await published(observer, id);
    expect(after.movedOn).toEqual([{ documentId: 'call-fr', language: 'fr' }]);
    expect(after.files).toEqual(before.files);
    const again = await observer.get(file.url.replace('/api/v1', ''));
    expect(Buffer.compare(Buffer.from(await again.arrayBuffer()), bytes)).toBe(0);
    expect(await server.cli('verify')).toContain('4 published files');

    const withdrawn = await post(server, coordinator, `withdraw&publication=${id}`, [['reason', 'Wrong.']]);
    expect(withdrawn.status).toBe(303);
    expect((await observer.get(file.url.replace('/api/v1', ''))).status).toBe(410);
    expect(await askedAgain(observer.token)).toBe(410);
    expect(await published(observer, id)).toMatchObject({ state: 'withdrawn', files: [] });
  },
);
