import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ok, problem } from '#lib/core/result.ts';
import type { FrozenFile, Publication } from '#lib/domain/publication/publication.ts';
import type { PartnershipStore } from '#server/ports/partnership-store.ts';
import type { PublicationStore } from '#server/ports/publication-store.ts';
import { exampleRows } from './example-rows.ts';

export interface PublicationStoreUnderTest {
  readonly publications: PublicationStore;
  readonly partnerships: PartnershipStore;
  close(): Promise<void>;
}

export const examplePublication = (prefix: string, more: Partial<Publication> = {}): Publication => ({
  id: `${prefix}-publication`,
  partnershipId: prefix,
  workId: `${prefix}-work-call`,
  code: null,
  titles: { fr: 'Appel', en: 'Call' },
  label: '1.0',
  licence: 'CC-BY-4.0',
  versions: [
    { documentId: `${prefix}-doc-call-fr`, language: 'fr', seq: 3 },
    { documentId: `${prefix}-doc-call-en`, language: 'en', seq: 1 },
  ],
  formats: ['pdf', 'md'],
  profile: 'none',
  checks: [
    {
      ...{ kind: 'rules-open', rule: 'T02', level: 'warn', language: null, documentId: null },
      ...{ block: null, count: 1, detail: 'R1' },
    },
  ],
  organisationId: `${prefix}-org-fr`,
  personId: `${prefix}-lead`,
  atMs: 100,
  jobId: 'job',
  publishedAtMs: null,
  withdrawal: null,
  files: [],
  ...more,
});

export const exampleFile = (more: Partial<FrozenFile> = {}): FrozenFile => ({
  language: 'fr',
  format: 'md',
  name: 'appel.fr.md',
  mime: 'text/markdown; charset=utf-8',
  sha256: 'aa',
  sizeBytes: 12,
  sources: { 'p-doc-call-fr': 3 },
  ...more,
});

export function publicationStoreContract(name: string, open: () => Promise<PublicationStoreUnderTest>): void {
  describe(`publication store: ${name}`, () => {
    let under: PublicationStoreUnderTest;
    let publications: PublicationStore;
    const kept = examplePublication('p');

    beforeEach(async () => {
      under = await open();
      publications = under.publications;
      await under.partnerships.insert(exampleRows('p'));
      await under.partnerships.insert(exampleRows('q'));
      await publications.add('p', () => ok(kept));
    });
    afterEach(() => under.close());

    test('a publication comes back as it was put in, in its partnership alone, the newest first', async () => {
      const later = examplePublication('p', { id: 'later', label: '2.0', atMs: 200 });
      await publications.add('p', () => ok(later));
      expect(await publications.publications('p')).toEqual([later, kept]);
      expect(await publications.publications('q')).toEqual([]);
      expect(await publications.publication('p-publication')).toEqual(kept);
      expect(await publications.publication('nowhere')).toBeNull();
    });

    test('what is added sees those there are, or is refused', async () => {
      const refused = await publications.add('p', (all) => {
        expect(all).toEqual([kept]);
        return problem('no');
      });
      expect(refused).toMatchObject({ problem: { code: 'no' } });
      expect(await publications.publications('p')).toEqual([kept]);
    });

    test('files come in the order of the choice, whenever they were made; one made anew replaces itself', async () => {
      const french = exampleFile({ format: 'pdf', sha256: 'bb' });
      const english = exampleFile({ language: 'en', sha256: 'cc' });
      for (const file of [english, exampleFile(), french, exampleFile({ sha256: 'dd' })])
        expect(await publications.freeze(kept.id, file)).toBe(true);
      expect((await publications.publication(kept.id))?.files).toEqual([
        ...[french, exampleFile({ sha256: 'dd' }), english],
      ]);
      expect((await publications.publications('p'))[0]?.files).toHaveLength(3);
      expect(await publications.hasFile('dd')).toBe(true);
      expect(await publications.hasFile('aa')).toBe(false);
    });

    test('what is published takes no other file, is published once, and is not forgotten', async () => {
      await publications.freeze(kept.id, exampleFile());
      expect(await publications.publish(kept.id, 300)).toBe(true);
      expect(await publications.publish(kept.id, 400)).toBe(false);
      expect(await publications.freeze(kept.id, exampleFile({ sha256: 'other' }))).toBe(false);
      expect(await publications.discard(kept.id)).toBe(false);
      expect(await publications.publication(kept.id)).toEqual({
        ...kept,
        publishedAtMs: 300,
        files: [exampleFile()],
      });
    });

    test('a withdrawal comes once, after the publication, and leaves row and files', async () => {
      const withdrawal = { atMs: 500, reason: 'A wrong table.', organisationId: 'p-org-fr' };
      expect(await publications.withdraw(kept.id, withdrawal)).toBe(false);
      await publications.freeze(kept.id, exampleFile());
      await publications.publish(kept.id, 300);
      expect(await publications.withdraw(kept.id, withdrawal)).toBe(true);
      expect(await publications.withdraw(kept.id, { ...withdrawal, reason: 'Another.' })).toBe(false);
      expect(await publications.publication(kept.id)).toMatchObject({ withdrawal, files: [exampleFile()] });
    });

    test('one that was never published goes with its files', async () => {
      await publications.freeze(kept.id, exampleFile());
      expect(await publications.discard(kept.id)).toBe(true);
      expect(await publications.publications('p')).toEqual([]);
      expect(await publications.hasFile('aa')).toBe(false);
      expect(await publications.discard(kept.id)).toBe(false);
      expect(await publications.freeze(kept.id, exampleFile())).toBe(false);
    });
  });
}
