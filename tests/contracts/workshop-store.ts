import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { LogEntry } from '#lib/domain/workshop/running/commands.ts';
import { format } from '#lib/domain/workshop/testing/small-format.ts';
import type { Device, ParticipantRow, Workshop } from '#lib/domain/workshop/workshop.ts';
import type { PartnershipStore } from '#server/ports/partnership-store.ts';
import type { WorkshopStore } from '#server/ports/workshop-store.ts';
import { exampleRows } from './example-rows.ts';

export interface WorkshopStoreUnderTest {
  readonly workshops: WorkshopStore;
  readonly partnerships: PartnershipStore;
  close(): Promise<void>;
}

export const exampleWorkshop = (prefix: string, more: Partial<Workshop> = {}): Workshop => ({
  id: `${prefix}-workshop`,
  partnershipId: prefix,
  itemId: null,
  titles: { fr: 'Nos métiers', en: 'Our professions' },
  questions: { fr: 'Que retient-on ?' },
  languages: ['fr', 'en'],
  format: format(),
  phase: 'preparing',
  join: { secret: `${prefix}-secret`, code: `${prefix}abc`, isOpen: true, hasLobby: false, peopleMax: 9 },
  createdAtMs: 10,
  createdBy: `${prefix}-lead`,
  revision: 1,
  isScripted: false,
  ...more,
});

const line = (seq: number, more: Partial<LogEntry> = {}): LogEntry => ({
  ...{ seq, atMs: seq * 10, actor: 'server', key: `key-${seq}` },
  command: { type: 'extend', minutes: seq },
  ...more,
});

const someone = (id: string, more: Partial<ParticipantRow> = {}): ParticipantRow => ({
  ...{ id, workshopId: 'p-workshop', name: id, personId: null, deviceId: null },
  ...more,
});

const device: Device = {
  ...{ id: 'tablet', workshopId: 'p-workshop', secretHash: 'hash', table: 3, createdAtMs: 5 },
};

export function workshopStoreContract(name: string, open: () => Promise<WorkshopStoreUnderTest>): void {
  describe(`workshop store: ${name}`, () => {
    let under: WorkshopStoreUnderTest;
    let store: WorkshopStore;
    const kept = exampleWorkshop('p');

    beforeEach(async () => {
      under = await open();
      store = under.workshops;
      await under.partnerships.insert(exampleRows('p'));
      await under.partnerships.insert(exampleRows('q'));
      await store.add(kept);
    });
    afterEach(() => under.close());

    test('a workshop comes back as it was put in, in its partnership alone, the newest first', async () => {
      const later = exampleWorkshop('p', {
        ...{ id: 'later', createdAtMs: 20, isScripted: true },
        join: { ...kept.join, secret: 'other', code: 'other', hasLobby: true },
      });
      await store.add(later);
      expect(await store.workshop(kept.id)).toEqual(kept);
      expect(await store.workshops('p')).toEqual([later, kept]);
      expect(await store.workshops('q')).toEqual([]);
      expect(await store.workshop('none')).toBeNull();
    });

    test('a change counts for who saw the present state; the phase stays the log’s', async () => {
      const changed = { ...kept, titles: { fr: 'Autre' }, phase: 'closed', isScripted: true } as const;
      expect(await store.change(changed, 1)).toBe(true);
      expect(await store.change({ ...kept, titles: {} }, 1)).toBe(false);
      expect(await store.workshop(kept.id)).toEqual({ ...changed, phase: 'preparing', revision: 2 });
    });

    test('it is joined by its secret or its code, while that is open', async () => {
      expect(await store.joinable({ secret: 'p-secret' })).toEqual(kept);
      expect(await store.joinable({ code: 'pabc' })).toEqual(kept);
      expect(await store.joinable({ code: 'p-secret' })).toBeNull();
      await store.change({ ...kept, join: { ...kept.join, isOpen: false } }, 1);
      expect(await store.joinable({ secret: 'p-secret' })).toBeNull();
      expect(await store.joinable({ code: 'pabc' })).toBeNull();
    });

    test('the log comes back in its order, from where one asks, and moves the phase', async () => {
      expect(await store.append(kept.id, [line(1), line(2)], 'open')).toBe(true);
      expect(await store.append(kept.id, [line(3)], 'open')).toBe(true);
      expect(await store.log(kept.id, 0)).toEqual([line(1), line(2), line(3)]);
      expect(await store.log(kept.id, 2)).toEqual([line(3)]);
      expect((await store.workshop(kept.id))?.phase).toBe('open');
    });

    test('whoever did not see the last line writes nothing, and a gap is none', async () => {
      await store.append(kept.id, [line(1), line(2)], 'open');
      expect(await store.append(kept.id, [line(2), line(3)], 'closed')).toBe(false);
      expect(await store.append(kept.id, [line(4)], 'closed')).toBe(false);
      expect(await store.log(kept.id, 0)).toHaveLength(2);
      expect((await store.workshop(kept.id))?.phase).toBe('open');
    });

    test('all lines are written or none: the same sender’s key twice is refused with what came with it', async () => {
      await store.append(kept.id, [line(1)], 'open');
      await expect(store.append(kept.id, [line(2), line(3, { key: 'key-1' })], 'closed')).rejects.toThrow();
      expect(await store.log(kept.id, 0)).toEqual([line(1)]);
      expect((await store.workshop(kept.id))?.phase).toBe('open');
    });

    test('more lines than one statement holds are written at once', async () => {
      const lines = Array.from({ length: 1_201 }, (_, index) => line(index + 1));
      expect(await store.append(kept.id, lines, 'open')).toBe(true);
      expect(await store.log(kept.id, 1_200)).toEqual([lines.at(-1)]);
    });

    test('people are found by workshop, account and device, and renamed', async () => {
      await store.addParticipant(someone('a', { deviceId: 'tablet' }), device);
      await store.addParticipant(someone('b', { deviceId: 'tablet' }), null);
      await store.addParticipant(someone('c', { personId: 'p-lead' }), null);
      await store.rename('b', 'Bea');
      expect((await store.people(kept.id)).map((it) => it.name)).toEqual(['a', 'Bea', 'c']);
      expect(await store.participantOf(kept.id, 'p-lead')).toEqual(someone('c', { personId: 'p-lead' }));
      expect(await store.participantOf(kept.id, 'q-lead')).toBeNull();
      const found = await store.device(kept.id, 'hash');
      expect(found).toEqual({
        ...device,
        people: [someone('a', { deviceId: 'tablet' }), someone('b', { deviceId: 'tablet', name: 'Bea' })],
      });
      expect(await store.device(kept.id, 'no')).toBeNull();
      expect(await store.device('no', 'hash')).toBeNull();
    });

    test('a workshop goes with everything in it', async () => {
      await store.addParticipant(someone('a', { deviceId: 'tablet' }), device);
      await store.append(kept.id, [line(1)], 'open');
      expect(await store.remove(kept.id)).toBe(true);
      expect(await store.remove(kept.id)).toBe(false);
      expect(await store.log(kept.id, 0)).toEqual([]);
      expect(await store.people(kept.id)).toEqual([]);
      expect(await store.device(kept.id, 'hash')).toBeNull();
    });
  });
}
