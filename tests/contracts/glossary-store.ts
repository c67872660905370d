import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ok, problem } from '#lib/core/result.ts';
import type { GlossaryStore } from '#server/ports/glossary-store.ts';
import type { PartnershipStore } from '#server/ports/partnership-store.ts';
import { exampleConcept, exampleRows } from './example-rows.ts';

export interface GlossaryStoreUnderTest {
  readonly glossary: GlossaryStore;
  readonly partnerships: PartnershipStore;
  close(): Promise<void>;
}

export function glossaryStoreContract(name: string, open: () => Promise<GlossaryStoreUnderTest>): void {
  describe(`glossary store: ${name}`, () => {
    let under: GlossaryStoreUnderTest;
    let glossary: GlossaryStore;
    const kept = exampleConcept('p');

    beforeEach(async () => {
      under = await open();
      glossary = under.glossary;
      await under.partnerships.insert(exampleRows('p'));
      await under.partnerships.insert(exampleRows('q'));
    });
    afterEach(() => under.close());

    test('a concept comes back as it was put in, terms in their order, in its partnership alone', async () => {
      expect(await glossary.concepts('p')).toEqual([kept]);
      expect(await glossary.concepts('q')).toEqual([exampleConcept('q')]);
    });

    test('what is added sees the codes there are, or is refused', async () => {
      const seen: string[] = [];
      const added = exampleConcept('p', { id: 'new', code: 'C02', terms: [] });
      await glossary.add('p', (codes) => {
        seen.push(...codes);
        return ok(added);
      });
      expect(seen).toEqual(['C01']);
      expect(await glossary.concepts('p')).toEqual([kept, added]);
      expect(await glossary.add('p', () => problem('no'))).toMatchObject({ problem: { code: 'no' } });
      expect(await glossary.concepts('p')).toHaveLength(2);
    });

    test('a change replaces all of it, and who saw an older state changes nothing', async () => {
      const changed = { ...kept, definitions: { it: 'Nuova.' }, terms: kept.terms.toReversed().slice(1) };
      expect(await glossary.change(changed)).toBe(true);
      expect(await glossary.concepts('p')).toEqual([{ ...changed, revision: 2 }]);
      expect(await glossary.change({ ...kept, doNotTranslate: true })).toBe(false);
      expect(await glossary.change({ ...changed, partnershipId: 'q', revision: 2 })).toBe(false);
      expect(await glossary.concepts('p')).toEqual([{ ...changed, revision: 2 }]);
    });

    test('a concept goes with its terms, unless it has changed meanwhile', async () => {
      expect(await glossary.remove('p', kept.id, 7)).toBe(false);
      expect(await glossary.remove('q', kept.id, 1)).toBe(false);
      expect(await glossary.remove('p', kept.id, 1)).toBe(true);
      expect(await glossary.concepts('p')).toEqual([]);
    });
  });
}
