import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { PartnershipStore } from '#server/ports/partnership-store.ts';
import type { Version, VersionStore } from '#server/ports/version-store.ts';
import { exampleRows } from './example-rows.ts';

export interface VersionStoreUnderTest {
  readonly versions: VersionStore;
  readonly partnerships: PartnershipStore;
  close(): Promise<void>;
}

export function versionStoreContract(name: string, open: () => Promise<VersionStoreUnderTest>): void {
  describe(`version store: ${name}`, () => {
    let under: VersionStoreUnderTest;
    let versions: VersionStore;

    beforeEach(async () => {
      under = await open();
      versions = under.versions;
      await under.partnerships.insert(exampleRows('p'));
    });
    afterEach(() => under.close());

    const version = (id: string, more: Partial<Version> = {}): Version => ({
      id,
      workId: 'p-work-d1',
      kind: 'named',
      name: 'Sent to the partners',
      heads: { 'doc-fr': 12, 'doc-en': 3 },
      restoredSeq: null,
      personId: 'p-lead',
      atMs: 100,
      ...more,
    });

    test('a version keeps its name, its author and each language’s state', async () => {
      await versions.create(version('v1'));
      await versions.create(version('v2', { kind: 'restored', name: '', restoredSeq: 7, personId: null }));
      expect(await versions.version('v1')).toEqual(version('v1'));
      expect(await versions.version('v2')).toMatchObject({
        kind: 'restored',
        restoredSeq: 7,
        personId: null,
      });
      expect(await versions.version('nothing')).toBeNull();
    });

    test('the versions of a work come newest first, and no other work’s', async () => {
      await versions.create(version('old', { atMs: 1 }));
      await versions.create(version('new', { atMs: 9 }));
      await versions.create(version('other', { workId: 'p-work-call' }));
      expect((await versions.versionsOf('p-work-d1')).map(({ id }) => id)).toEqual(['new', 'old']);
    });

    test('a version is renamed and forgotten', async () => {
      await versions.create(version('v1'));
      await versions.rename('v1', 'Final');
      expect((await versions.version('v1'))?.name).toBe('Final');
      await versions.remove('v1');
      expect(await versions.versionsOf('p-work-d1')).toEqual([]);
    });
  });
}
