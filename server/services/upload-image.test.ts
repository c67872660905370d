import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { limits } from '#lib/core/limits.ts';
import type { Principal } from '#lib/domain/partnership/member.ts';
import { diskBlobStore } from '#server/adapters/disk/blob-store.ts';
import { diskIncomingFiles } from '#server/adapters/disk/incoming-files.ts';
import { imageProcessor } from '#server/adapters/sharp/image-processor.ts';
import { systemClock } from '#server/adapters/system/clock.ts';
import { systemRandom } from '#server/adapters/system/random.ts';
import { openSqliteStores, type SqliteStores } from '../../tests/contracts/sqlite-stores.ts';
import { drawing, vectorDrawing } from '../../tests/support/pictures.ts';
import { loadExample } from './load-example.ts';
import { uploadServices, type UploadServices } from './upload-services.ts';

const folder = mkdtempSync(join(tmpdir(), 'tandem-uploads-'));
let stores: SqliteStores;
let services: UploadServices;
let coordinator: Principal;
let workId: string;

beforeAll(async () => {
  stores = await openSqliteStores();
  await loadExample({ partnerships: stores.partnerships, docs: stores.docs, clock: systemClock });
  coordinator = (await stores.accounts.principal('coord-isere'))!;
  workId = (await stores.partnerships.workOfDocument('call-fr'))!.work.id;
});
beforeEach(() => {
  services = uploadServices({
    partnerships: stores.partnerships,
    uploads: stores.uploads,
    blobs: diskBlobStore(join(folder, 'blobs')),
    incoming: diskIncomingFiles(join(folder, 'incoming')),
    images: imageProcessor(),
    clock: systemClock,
    random: systemRandom,
  });
});
afterAll(async () => {
  await stores.close();
  rmSync(folder, { recursive: true, force: true });
});

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

const send = (bytes: Uint8Array, principalNow: () => Principal | null = () => coordinator) =>
  services.uploadImage(coordinator, 'call-fr', {
    sizeBytes: bytes.byteLength,
    pieces: once(bytes),
    wanted: () => true,
    principalNow: async () => principalNow(),
  });

test('whoever loses the right to write while a picture is sent adds none', async () => {
  const count = async () => (await stores.uploads.uploadsOfWork(workId)).length;
  const before = await count();
  const removed: Principal = { ...coordinator, operator: false, memberships: [] };
  expect(await send(await drawing(), () => removed)).toMatchObject({ problem: { code: 'not-allowed' } });
  expect(await send(await drawing(), () => null)).toMatchObject({ problem: { code: 'not-signed-in' } });
  expect(await count()).toBe(before);
  expect(await send(await drawing())).toMatchObject({ ok: true });
  expect(await count()).toBe(before + 1);
});

test('refused files count against a person’s limit, and so does what is taken over', async () => {
  const codes = new Set<string>();
  for (let i = 0; i < limits.uploadAttemptsBurst; i++) {
    const answer = await send(vectorDrawing);
    codes.add(answer.ok ? 'kept' : answer.problem.code);
  }
  expect([...codes]).toEqual(['image-svg']);
  expect(await send(await drawing())).toMatchObject({ problem: { code: 'too-many-uploads' } });

  const { work } = (await stores.partnerships.workOfDocument('call-fr'))!;
  const works = await stores.partnerships.works(work.partnershipId);
  const other = works.find((entry) => entry.work.id !== workId)!;
  await stores.uploads.create({
    id: 'elsewhere-1x1',
    workId: other.work.id,
    sha256: 'x'.repeat(64),
    mime: 'image/png',
    sizeBytes: 1,
    width: 1,
    height: 1,
    personId: null,
    createdAtMs: 0,
  });
  expect(await services.adoptUpload(coordinator, 'call-fr', 'elsewhere-1x1')).toMatchObject({
    problem: { code: 'too-many-uploads' },
  });
});
