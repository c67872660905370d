import { afterEach, beforeEach, expect, test } from 'vitest';
import { systemRandom } from '#server/adapters/system/random.ts';
import { createHalls } from '#server/engine/workshops/halls.ts';
import { EXAMPLE_ID } from '#server/example/example-partnership.ts';
import { readExampleWorkshop } from '#server/example/read-example.ts';
import { CARDS_PER_STAGE, ScriptedPeople, SHOWN_FOR_MS } from '#server/example/scripted-people.ts';
import type { LiveSocket } from '#server/ports/live.ts';
import { readFormats } from '#server/workshops/read-formats.ts';
import { examplePartnership } from '../../tests/contracts/example-rows.ts';
import { openSqliteStores, type SqliteStores } from '../../tests/contracts/sqlite-stores.ts';
import { loadExampleWorkshop } from './load-example-workshop.ts';

const file = readExampleWorkshop();
const quiet = { debug() {}, info() {}, warn() {}, error() {}, count() {}, observe() {}, set() {} };
const socket: LiveSocket = { send() {}, sendShared() {}, bufferedBytes: () => 0, close() {} };
let nowMs = 0;
const clock = {
  nowMs: () => nowMs,
  after: (delayMs: number, run: () => void) => {
    const timer = setTimeout(run, delayMs);
    return () => clearTimeout(timer);
  },
};
let stores: SqliteStores;
let halls: ReturnType<typeof createHalls>;
let people: ScriptedPeople;

beforeEach(async () => {
  nowMs = Date.UTC(2026, 10, 23, 9);
  stores = await openSqliteStores();
  await stores.partnerships.insert({ partnerships: [{ ...examplePartnership(EXAMPLE_ID) }] });
  const { workshops } = stores;
  await loadExampleWorkshop({ workshops, formats: readFormats(), clock, random: systemRandom });
  const timing = { tickMs: 0 };
  halls = createHalls({ store: workshops, clock, random: systemRandom, log: quiet, metrics: quiet, timing });
  people = new ScriptedPeople({ workshops, halls, clock, random: systemRandom, log: quiet }, file);
});
afterEach(async () => {
  await halls.shutdown();
  await stores.close();
});

const look = async (afterMs: number): Promise<void> => {
  nowMs += afterMs;
  await people.look();
};
const scripted = () =>
  halls.read(file.id, ({ cards }) => [...cards.values()].filter(({ id }) => id.startsWith('scripted-')));

/** A newcomer, at table 5. */
async function comes(role: 'participant' | 'facilitator' = 'participant') {
  const person = { id: 'newcomer', role, country: null, organisation: null, languages: ['en'], needs: [] };
  const table = role === 'participant' ? 5 : null;
  await halls.submit(file.id, 'server', { type: 'arrive', person: { ...person, table, isAdmitted: true } });
  return halls.connect(file.id, socket, [{ kind: 'person', id: 'newcomer' }]);
}

test('nobody writes while nobody looks on', async () => {
  for (let seconds = 0; seconds < 60; seconds += 20) await look(20_000);
  expect(await scripted()).toEqual([]);
});

test('they write at the table of who came, hidden like everybody’s, one at a time and not too much', async () => {
  await comes();
  await look(0);
  expect(await scripted()).toEqual([]);
  await look(20_000);
  expect(await scripted()).toMatchObject([{ table: 5, isRevealed: false }]);
  await halls.submit(file.id, 'server', { type: 'extend', minutes: 20 });
  for (let count = 0; count < 20; count++) await look(20_000);
  expect(await scripted()).toHaveLength(CARDS_PER_STAGE);
});

test('when the time is up everything is shown, and a little later the stage begins anew', async () => {
  await comes();
  await look(0);
  await look(20_000);
  await look(120_000);
  expect((await scripted())?.every(({ isRevealed }) => isRevealed)).toBe(true);
  await look(SHOWN_FOR_MS);
  expect(await scripted()).toEqual([]);
  expect(await halls.read(file.id, (state) => state.clock)).toEqual({
    kind: 'running',
    endsAtMs: nowMs + 240_000,
  });
});

test('whoever comes days later finds a running clock', async () => {
  await comes();
  await look(3 * 86_400_000);
  expect(await halls.read(file.id, (state) => state.clock.kind === 'running' && state.clock.endsAtMs)).toBe(
    nowMs + 240_000,
  );
});

test('where somebody real steers, the clock is theirs', async () => {
  await comes('facilitator');
  await look(600_000);
  expect(
    await halls.read(file.id, (state) => state.clock.kind === 'running' && state.clock.endsAtMs),
  ).toBeLessThan(nowMs);
});

test('switched off, they are silent', async () => {
  await comes();
  const workshop = (await stores.workshops.workshop(file.id))!;
  expect(await stores.workshops.change({ ...workshop, isScripted: false }, workshop.revision)).toBe(true);
  await look(0);
  await look(20_000);
  expect(await scripted()).toEqual([]);
});
