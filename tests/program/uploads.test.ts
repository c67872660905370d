/** Pictures sent to the running program: what comes out of them, what is refused, and what it costs. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { limits } from '#lib/core/limits.ts';
import { compose } from '#server/compose.ts';
import { readConfig } from '#server/config.ts';
import { addOtherPartnership, OTHER_DOCUMENT } from '../support/other-partnership.ts';
import * as pictures from '../support/pictures.ts';
import { startServer, type RunningServer } from '../support/server.ts';
import en from '../../src/lib/i18n/messages/en/images.json' with { type: 'json' };
import fr from '../../src/lib/i18n/messages/fr/images.json' with { type: 'json' };

const DOCUMENT = 'call-en';
const PARTNERSHIP = 'msf-2050';

let server: RunningServer;
const tokens: Record<string, string> = {};

beforeAll(async () => {
  server = await startServer();
  for (const role of ['coordinator', 'editor', 'country-lead', 'language-reviewer', 'observer'])
    tokens[role] = await server.cli('token', 'create', '--role', role, '--partnership', PARTNERSHIP);
  const config = readConfig({ TANDEM_DATA: server.dataDir });
  const composed = config.ok && (await compose(config.value, { lockFolder: false }));
  if (!composed || !composed.ok) throw new Error('the data folder does not open');
  const personId = await addOtherPartnership(composed.value.partnerships);
  tokens.stranger = (await composed.value.accountServices.createToken({ personId, label: 'test' })).token;
  await composed.value.close();
});
afterAll(() => server?.stop());

const as = (who: string): Record<string, string> =>
  tokens[who] ? { authorization: `Bearer ${tokens[who]}` } : {};

const send = (bytes: Buffer, who = 'editor', documentId = DOCUMENT, headers: Record<string, string> = {}) =>
  fetch(`${server.url}/api/v1/documents/${documentId}/uploads`, {
    method: 'POST',
    headers: { 'content-type': 'image/jpeg', ...as(who), ...headers },
    body: new Uint8Array(bytes),
  });

interface Sent {
  readonly id: string;
  readonly url: string;
  readonly mime: string;
  readonly width: number;
  readonly height: number;
}
const sent = async (bytes: Buffer, who?: string, documentId?: string): Promise<Sent> => {
  const answer = await send(bytes, who, documentId);
  expect(answer.status, await answer.clone().text()).toBe(201);
  return (await answer.json()) as Sent;
};
const seen = async (url: string, who = 'editor', headers: Record<string, string> = {}) =>
  fetch(server.url + url, { headers: { ...as(who), ...headers } });
const bytesOf = async (url: string) => Buffer.from(await (await seen(url)).arrayBuffer());
const codeOf = async (answer: Response) => ((await answer.json()) as { code: string }).code;

describe('what comes out', () => {
  test('a photograph that knows where it was taken and by whom comes out without, and upright', async () => {
    const original = await pictures.photographWithPlace();
    const before = await sharp(original).metadata();
    expect(before.exif?.toString('latin1')).toContain('Ada Example');
    expect(before.orientation).toBe(6);

    const upload = await sent(original);
    expect(upload).toMatchObject({ mime: 'image/jpeg', width: 480, height: 640 });
    const bytes = await bytesOf(upload.url);
    const after = await sharp(bytes).metadata();
    expect([after.exif, after.orientation, after.xmp, after.iptc]).toEqual(Array(4).fill(undefined));
    for (const trace of ['Exif', 'Ada Example', 'Telephone', 'at home', 'http'])
      expect(bytes.includes(trace), trace).toBe(false);

    // Turned by a quarter to the right: what was on the left is on top.
    const { data, info } = await sharp(bytes).raw().toBuffer({ resolveWithObject: true });
    const red = (y: number) => data[(y * info.width + 240) * info.channels]!;
    expect([red(20) > 150, red(620) < 60]).toEqual([true, true]);
  });

  test('transparency stays, and a WebP becomes what word processors read', async () => {
    const drawing = await sent(await pictures.drawing());
    expect(drawing.mime).toBe('image/png');
    expect((await sharp(await bytesOf(drawing.url)).metadata()).hasAlpha).toBe(true);
    expect(await sent(await pictures.webPicture())).toMatchObject({
      mime: 'image/jpeg',
      width: 400,
      height: 300,
    });
  });

  test('a large photograph becomes as large as a page needs', async () => {
    const upload = await sent(await pictures.photograph(4_000, 3_000));
    expect([upload.width, upload.height]).toEqual([2_560, 1_920]);
    expect(upload.id).toMatch(/-2560x1920$/);
  });

  test('what telephones write behind their photographs is dropped', async () => {
    const original = await pictures.photographWithSecond();
    const bytes = await bytesOf((await sent(original)).url);
    expect(bytes.lastIndexOf('\xff\xd8\xff', undefined, 'latin1')).toBe(0);
  });

  test('the same picture twice is kept once', async () => {
    const photograph = await pictures.photograph(321, 123);
    const count = () => readdirSync(join(server.dataDir, 'blobs')).length;
    const first = await sent(photograph);
    const before = count();
    expect(await sent(photograph, 'coordinator')).toEqual(first);
    await sent(photograph, 'stranger', OTHER_DOCUMENT);
    expect(count()).toBe(before);
  });

  test('it is sent as a file that no page can run, kept by its reader’s browser alone', async () => {
    const { url, id } = await sent(await pictures.photograph());
    const answer = await seen(url);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-type': 'image/jpeg',
      'content-disposition': `attachment; filename="${id}.jpg"`,
      'content-security-policy': "default-src 'none'; sandbox",
      'x-content-type-options': 'nosniff',
      'cross-origin-resource-policy': 'same-origin',
      'cache-control': 'private, max-age=31536000, immutable',
      vary: 'Cookie',
    });
    const again = await seen(url, 'editor', { 'if-none-match': answer.headers.get('etag') ?? '' });
    expect([again.status, await again.text()]).toEqual([304, '']);
  });
});

const refused: readonly [
  what: string,
  make: () => Buffer | Promise<Buffer>,
  code: keyof typeof en.problem,
][] = [
  ['a vector drawing', () => pictures.vectorDrawing, 'image-svg'],
  ['a PDF that calls itself a JPEG', () => pictures.printedPage, 'image-type-unknown'],
  ['a GIF', () => pictures.movingPicture, 'image-gif'],
  ['a HEIC', () => pictures.telephonesOwn, 'image-heic'],
  ['a photograph that is a web page as well', pictures.pageBehindPhotograph, 'image-extra-data'],
  ['a drawing that is an archive as well', pictures.archiveBehindDrawing, 'image-extra-data'],
  ['an archive behind a second photograph', pictures.archiveBehindPhotographs, 'image-extra-data'],
  ['a WebP that is a web page as well', pictures.pageBehindWebPicture, 'image-extra-data'],
  ['200 megapixels', pictures.twoHundredMegapixels, 'image-too-many-pixels'],
  ['half a photograph', pictures.cutOff, 'image-damaged'],
  ['half a drawing', pictures.cutOffDrawing, 'image-damaged'],
  ['nothing', () => Buffer.alloc(0), 'upload-empty'],
  ['three bytes of a photograph', () => Buffer.from([0xff, 0xd8, 0xff]), 'image-damaged'],
  ['noise', () => Buffer.from('not a picture at all'), 'image-type-unknown'],
];

describe('what is refused, in words', () => {
  test.each(refused)('%s', async (_, make, code) => {
    const answer = await send(await make());
    expect([answer.status >= 400 && answer.status < 500, await codeOf(answer)]).toEqual([true, code]);
    for (const catalogue of [en, fr]) expect(catalogue.problem[code]).toMatch(/[a-zé]{3}.*[.!]$/);
    expect(readdirSync(join(server.dataDir, 'incoming'))).toEqual([]);
  });

  test('a comment that unpacks to 100 MB is not unpacked, or comes out without', async () => {
    const answer = await send(pictures.packedBomb());
    if (answer.ok)
      expect((await bytesOf(((await answer.json()) as Sent).url)).byteLength).toBeLessThan(2_000);
    else expect(await codeOf(answer)).toBe('image-damaged');
  });
});

describe('how much is taken', () => {
  test('more than 20 MB is refused from what the request says of itself', async () => {
    const answer = await send(Buffer.alloc(limits.uploadSizeBytesMax + 1));
    expect([answer.status, await codeOf(answer)]).toEqual([413, 'upload-too-large']);
  });

  test('a body that does not say how long it is, is refused while it arrives', async () => {
    const piece = Buffer.alloc(1_000_000, 0xff);
    let written = 0;
    const status = await new Promise<number>((resolve, reject) => {
      const asked = request(
        `${server.url}/api/v1/documents/${DOCUMENT}/uploads`,
        { method: 'POST', headers: as('editor') },
        (response) => {
          resolve(response.statusCode ?? 0);
          asked.destroy();
        },
      );
      asked.on('error', (error) => (asked.destroyed ? undefined : reject(error)));
      // It would never end by itself.
      const more = () => {
        if (asked.destroyed || written > 200_000_000) return;
        written += piece.length;
        asked.write(piece, () => setTimeout(more, 5));
      };
      more();
    });
    expect(status).toBe(413);
    expect(written).toBeLessThan(60_000_000);
    expect(readdirSync(join(server.dataDir, 'incoming'))).toEqual([]);
  });

  test('whoever goes away in the middle leaves nothing', async () => {
    const asked = request(`${server.url}/api/v1/documents/${DOCUMENT}/uploads`, {
      method: 'POST',
      headers: { ...as('editor'), 'content-length': '1000000' },
    });
    asked.on('error', () => undefined);
    asked.write(Buffer.alloc(100_000));
    await expect.poll(() => readdirSync(join(server.dataDir, 'incoming')).length).toBe(1);
    asked.destroy();
    await expect.poll(() => readdirSync(join(server.dataDir, 'incoming')).length).toBe(0);
  });

  test('one person sends a few at a time', async () => {
    const hanging = Array.from({ length: limits.uploadsAtOncePerPersonMax }, () => {
      const asked = request(`${server.url}/api/v1/documents/${DOCUMENT}/uploads`, {
        method: 'POST',
        headers: { ...as('coordinator'), 'content-length': '1000' },
      });
      asked.on('error', () => undefined);
      asked.write('x');
      return asked;
    });
    const incoming = () => readdirSync(join(server.dataDir, 'incoming')).length;
    await expect.poll(incoming).toBe(limits.uploadsAtOncePerPersonMax);
    const answer = await send(await pictures.photograph(), 'coordinator');
    expect([answer.status, await codeOf(answer)]).toEqual([429, 'too-many-uploads']);
    await sent(await pictures.photograph(), 'editor');
    hanging.forEach((asked) => asked.destroy());
    await expect.poll(incoming).toBe(0);
    await sent(await pictures.photograph(), 'coordinator');
  });

  test(
    '30 hostile files at once: the server answers, and stays as small as it was',
    { timeout: 120_000 },
    async () => {
      const progressive = await pictures.noisyPhotograph(7_000, 7_000);
      expect(progressive.byteLength).toBeLessThan(limits.uploadSizeBytesMax);
      const hostile = [
        progressive,
        pictures.twoHundredMegapixels(),
        pictures.blackPicture(7_000, 7_000),
        pictures.packedBomb(),
        await pictures.archiveBehindPhotographs(),
        Buffer.concat([progressive, Buffer.alloc(5_000_000, '<script>')]),
      ];
      const people = ['coordinator', 'editor', 'country-lead', 'language-reviewer'];
      const rest = { server: rssOf(server.pid), worker: 0 };
      const peak = { ...rest };
      let done = false;
      const watching = (async () => {
        while (!done) {
          peak.server = Math.max(peak.server, rssOf(server.pid));
          for (const child of childrenOf(server.pid)) peak.worker = Math.max(peak.worker, rssOf(child));
          await delay(20);
        }
      })();
      const statuses = await Promise.all(
        Array.from({ length: 30 }, async (_, index) => {
          for (;;) {
            const answer = await send(hostile[index % hostile.length]!, people[index % people.length]!);
            await answer.arrayBuffer();
            if (answer.status !== 429) return answer.status;
            await delay(50);
          }
        }),
      );
      done = true;
      await watching;
      const figures = `at rest ${mb(rest.server)} MB; at most: server ${mb(peak.server)} MB, worker ${mb(peak.worker)} MB`;
      expect(statuses.filter((status) => status >= 500)).toEqual([]);
      expect(peak.server - rest.server, figures).toBeLessThan(150_000_000);
      expect(peak.worker, figures).toBeLessThan(limits.imageWorkerBytesMax * 1.2);
      expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
      await sent(await pictures.photograph());
    },
  );
});

const mb = (bytes: number) => Math.round(bytes / 1_000_000);
const rssOf = (pid: number): number => {
  const file = `/proc/${pid}/status`;
  if (!existsSync(file)) return 0;
  try {
    return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(file, 'utf8'))?.[1] ?? 0) * 1_024;
  } catch {
    return 0;
  }
};
const childrenOf = (pid: number): number[] =>
  readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(/\s+/).filter(Boolean).map(Number);

describe('who may', () => {
  test('send one: who may write in the document', async () => {
    const photograph = await pictures.photograph();
    for (const [who, status] of [
      ['nobody', 401],
      ['observer', 403],
      ['stranger', 403],
      ['editor', 201],
    ] as const)
      expect((await send(photograph, who)).status, who).toBe(status);
    expect((await send(photograph, 'editor', 'no-such')).status).toBe(404);
  });

  test('see one: who may read its work', async () => {
    const { url } = await sent(await pictures.photograph());
    const { url: theirs } = await sent(await pictures.photograph(50, 40), 'stranger', OTHER_DOCUMENT);
    for (const [who, address, status] of [
      ['nobody', url, 401],
      ['observer', url, 200],
      ['stranger', url, 403],
      ['coordinator', theirs, 403],
      ['stranger', theirs, 200],
      ['observer', '/uploads/no-such', 404],
    ] as const)
      expect((await seen(address, who)).status, `${who} ${address}`).toBe(status);
  });

  test('take one into another work: who may read it there and write here', async () => {
    const adopt = (id: string, who: string, documentId = DOCUMENT) =>
      fetch(`${server.url}/api/v1/documents/${documentId}/uploads/${id}`, {
        method: 'PUT',
        headers: as(who),
      });
    const own = await sent(await pictures.photograph(90, 70));
    expect(await (await adopt(own.id, 'editor', 'call-fr')).json()).toMatchObject({ id: own.id });

    const other = (await (await adopt(own.id, 'editor', 'd1-en')).json()) as Sent;
    expect(other.id).not.toBe(own.id);
    expect(await bytesOf(other.url)).toEqual(await bytesOf(own.url));
    expect((await adopt(own.id, 'stranger', OTHER_DOCUMENT)).status).toBe(403);
    expect((await adopt(own.id, 'observer')).status).toBe(403);
    expect((await adopt('no-such', 'editor')).status).toBe(404);
  });

  test('send one with a cookie: our own pages', async () => {
    const photograph = await pictures.photograph();
    const cookie = '__Host-tandem=abc';
    const foreign = { cookie, origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' };
    const answer = await send(photograph, 'nobody', DOCUMENT, foreign);
    expect([answer.status, await codeOf(answer)]).toEqual([403, 'origin-refused']);
    const ours = { cookie, origin: server.url, 'sec-fetch-site': 'same-origin' };
    expect(await codeOf(await send(photograph, 'nobody', DOCUMENT, ours))).toBe('not-signed-in');
    expect((await fetch(`${server.url}/uploads/x`, { method: 'DELETE', headers: as('editor') })).status).toBe(
      405,
    );
  });
});
