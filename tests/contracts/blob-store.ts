import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { BlobStore } from '#server/ports/blob-store.ts';

export interface BlobStoreUnderTest {
  readonly blobs: BlobStore;
  close(): Promise<void>;
}

export function blobStoreContract(name: string, open: () => Promise<BlobStoreUnderTest>): void {
  describe(`blob store: ${name}`, () => {
    let under: BlobStoreUnderTest;
    let blobs: BlobStore;

    beforeEach(async () => {
      under = await open();
      blobs = under.blobs;
    });
    afterEach(() => under.close());

    const filled = (sizeBytes: number, value: number) => new Uint8Array(sizeBytes).fill(value);

    test('a blob comes back byte for byte, an empty one too', async () => {
      const bytes = new Uint8Array(300_000).map((_, index) => index % 253);
      await blobs.put('job-1.pdf', bytes);
      await blobs.put('empty', new Uint8Array());
      expect(Buffer.compare((await blobs.get('job-1.pdf'))!, bytes)).toBe(0);
      expect(await blobs.get('empty')).toEqual(new Uint8Array());
    });

    test('what is not there is null, and removing it is no error', async () => {
      expect(await blobs.get('nowhere')).toBeNull();
      await blobs.remove('nowhere');
      await blobs.put('a', filled(3, 1));
      await blobs.remove('a');
      expect(await blobs.get('a')).toBeNull();
    });

    test('while a blob is replaced again and again, a reader sees one whole version or another', async () => {
      await blobs.put('a', filled(200_000, 0));
      const writing = Promise.all([1, 2, 3, 4, 5, 6].map((value) => blobs.put('a', filled(200_000, value))));
      let writes = true;
      void writing.finally(() => (writes = false));
      while (writes) {
        const seen = (await blobs.get('a'))!;
        expect(seen).toHaveLength(200_000);
        expect(new Set(seen).size).toBe(1);
      }
    });

    test('blobs are found by how their names begin, before the first one and after removals too', async () => {
      expect(await blobs.names('picture-')).toEqual([]);
      for (const name of ['picture-a.png', 'picture-b.jpg', 'job-1.pdf']) await blobs.put(name, filled(1, 1));
      expect([...(await blobs.names('picture-'))].sort()).toEqual(['picture-a.png', 'picture-b.jpg']);
      await blobs.remove('picture-a.png');
      expect(await blobs.names('picture-')).toEqual(['picture-b.jpg']);
    });

    test('a name that leads elsewhere is refused', async () => {
      for (const name of ['../escape', 'a/b', '', '.hidden', 'a\0b', '..'])
        await expect(blobs.put(name, filled(1, 1))).rejects.toThrow('blob name');
    });
  });
}
