import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { PartnershipStore } from '#server/ports/partnership-store.ts';
import type { Upload, UploadStore } from '#server/ports/upload-store.ts';
import { examplePerson, exampleRows } from './example-rows.ts';

export interface UploadStoreUnderTest {
  readonly uploads: UploadStore;
  readonly partnerships: PartnershipStore;
  close(): Promise<void>;
}

export function uploadStoreContract(name: string, open: () => Promise<UploadStoreUnderTest>): void {
  describe(`upload store: ${name}`, () => {
    let under: UploadStoreUnderTest;
    let uploads: UploadStore;
    const [work, other] = ['work-a', 'work-b'];
    const picture = (id: string, more: Partial<Upload> = {}): Upload => ({
      id,
      workId: work,
      sha256: 'f00d',
      mime: 'image/png',
      sizeBytes: 1_000,
      width: 20,
      height: 10,
      personId: 'alice',
      createdAtMs: 5_000,
      ...more,
    });

    beforeEach(async () => {
      under = await open();
      uploads = under.uploads;
      const { documents: _documents, works, ...rest } = exampleRows('p');
      const two = [work, other].map((id) => ({ ...works[0]!, id }));
      await under.partnerships.insert({ ...rest, works: two, people: [examplePerson('alice')], members: [] });
    });
    afterEach(() => under.close());

    test('a picture comes back as it was written, alone and with those of its work', async () => {
      await uploads.create(picture('a'));
      await uploads.create(picture('b', { mime: 'image/jpeg', personId: null }));
      await uploads.create(picture('c', { workId: other }));
      expect(await uploads.upload('a')).toEqual(picture('a'));
      expect(await uploads.upload('nowhere')).toBeNull();
      expect(await uploads.uploadsOfWork(work)).toEqual([
        picture('a'),
        picture('b', { mime: 'image/jpeg', personId: null }),
      ]);
    });

    test('the same bytes are found in their own work only', async () => {
      await uploads.create(picture('a'));
      expect(await uploads.withHash(work, 'f00d')).toEqual(picture('a'));
      expect(await uploads.withHash(other, 'f00d')).toBeNull();
      expect(await uploads.withHash(work, 'beef')).toBeNull();
      expect([await uploads.hasHash('f00d'), await uploads.hasHash('beef')]).toEqual([true, false]);
    });

    test('only the last row of the same bytes takes them along', async () => {
      await uploads.create(picture('a'));
      await uploads.create(picture('b', { workId: other }));
      expect(await uploads.remove('a')).toBe(false);
      expect(await uploads.upload('a')).toBeNull();
      expect(await uploads.remove('b')).toBe(true);
      expect(await uploads.remove('b')).toBe(false);
    });

    test('what counts against the limits: a work’s bytes, a person’s pictures since then', async () => {
      expect(await uploads.usage(work, 'alice', 0)).toEqual({ workBytes: 0, ofPersonSince: 0 });
      await uploads.create(picture('a'));
      await uploads.create(picture('b', { sizeBytes: 500, createdAtMs: 6_000 }));
      await uploads.create(picture('c', { workId: other, createdAtMs: 7_000 }));
      expect(await uploads.usage(work, 'alice', 6_000)).toEqual({ workBytes: 1_500, ofPersonSince: 2 });
      expect(await uploads.usage(work, 'bob', 0)).toEqual({ workBytes: 1_500, ofPersonSince: 0 });
    });

    test('pictures go with their partnership', async () => {
      await uploads.create(picture('a'));
      await under.partnerships.remove('p');
      expect(await uploads.upload('a')).toBeNull();
    });
  });
}
