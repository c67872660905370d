import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { PartnershipStore } from '#server/ports/partnership-store.ts';
import type { ProgrammeStore } from '#server/ports/programme-store.ts';
import { exampleActivity, exampleRows } from './example-rows.ts';

export interface ProgrammeStoreUnderTest {
  readonly programme: ProgrammeStore;
  readonly partnerships: PartnershipStore;
  close(): Promise<void>;
}

export function programmeStoreContract(name: string, open: () => Promise<ProgrammeStoreUnderTest>): void {
  describe(`programme store: ${name}`, () => {
    let under: ProgrammeStoreUnderTest;
    let programme: ProgrammeStore;
    const kept = exampleActivity('p');

    beforeEach(async () => {
      under = await open();
      programme = under.programme;
      await under.partnerships.insert(exampleRows('p'));
      await under.partnerships.insert(exampleRows('q'));
    });
    afterEach(() => under.close());

    test('an activity comes back as it was put in, its items in their order, in its partnership alone', async () => {
      const added = exampleActivity('p', { id: 'z-new', begins: null, items: [], hostOrganisationId: null });
      await programme.add(added);
      expect(await programme.activities('p')).toEqual([kept, added]);
      expect(await programme.activities('q')).toEqual([exampleActivity('q')]);
    });

    test('a change replaces all of it, and who saw an older state changes nothing', async () => {
      const changed = { ...kept, place: null, ends: '2027-03-14', items: kept.items.toReversed() };
      expect(await programme.change(changed)).toBe(true);
      expect(await programme.activities('p')).toEqual([{ ...changed, revision: 2 }]);
      expect(await programme.change({ ...kept, kind: 'other' })).toBe(false);
      expect(await programme.change({ ...changed, partnershipId: 'q', revision: 2 })).toBe(false);
      expect(await programme.activities('p')).toEqual([{ ...changed, revision: 2 }]);
    });

    test('an activity goes with its programme, unless it has changed meanwhile', async () => {
      expect(await programme.remove('p', kept.id, 7)).toBe(false);
      expect(await programme.remove('q', kept.id, 1)).toBe(false);
      expect(await programme.remove('p', kept.id, 1)).toBe(true);
      expect(await programme.activities('p')).toEqual([]);
    });
  });
}
