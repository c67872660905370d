import { describe, expect, test } from 'vitest';
import { readFormats } from './read-formats.ts';
import type { Format, SessionRole, Stage, Zone } from '#lib/domain/workshop/format.ts';
import type { Command } from '#lib/domain/workshop/running/commands.ts';
import { tellAll } from '#lib/domain/workshop/running/views.ts';
import { Play } from '#lib/domain/workshop/running/testing/play.ts';

/** What the format's data says about adding, read again here, apart from the engine's own reading of it. */
function grantsAdd(stage: Stage, role: SessionRole, zone: Zone, kind: string): boolean {
  if (!stage.zones.includes(zone.id)) return false;
  const isRolesNotebook = zone.privateTo !== undefined && zone.privateTo !== 'author';
  if (isRolesNotebook && zone.privateTo === role) return true;
  if (isRolesNotebook) return false;
  if (zone.privateTo === 'author' && stage.privateNotes) return true;
  if (stage.silenced?.includes(role)) return zone.privateTo === 'author';
  const { add } = stage;
  if (!add?.by.includes(role) || !add.kinds.includes(kind)) return false;
  return add.zones ? add.zones.includes(zone.id) : true;
}

const hasTables = (format: Format): boolean => format.group.perTable[1] > 1;

function staged(format: Format): { play: Play; people: ReadonlyMap<SessionRole, string> } {
  const play = new Play(format);
  if (hasTables(format)) play.layTables(2, 40);
  const people = new Map<SessionRole, string>();
  for (const role of format.roles) people.set(role, play.arrive(`p-${role}`, role, { country: 'FR' }));
  if (!people.has('facilitator')) people.set('facilitator', play.arrive('p-facilitator', 'facilitator'));
  if (hasTables(format))
    for (const id of people.values()) play.do('p-facilitator', { type: 'seat', seats: { [id]: 1 } });
  play.do('p-facilitator', { type: 'open' });
  return { play, people };
}

const formats = readFormats();
test('every format of the catalogue is here', () => {
  expect(formats.map(({ id }) => id)).toContain('discovery-tables');
  expect(formats.length).toBeGreaterThanOrEqual(3);
});

describe.each(formats.map((format) => [format.id, format] as const))('%s', (_, format) => {
  test('in each stage each role may add exactly what the stage grants, and nothing else', () => {
    const { play, people } = staged(format);
    let tried = 0;
    let granted = 0;
    for (const step of play.state.steps) {
      for (const [role, id] of people)
        for (const zone of format.zones)
          for (const kind of format.kinds) {
            const lane = step.stage.add?.lanes?.find((it) =>
              [...(zone.lanes ?? []), ...(zone.fields ?? [])].some((of) => of.id === it),
            );
            const parent = kind.needsParent ? [...play.state.cards.values()].at(0)?.id : undefined;
            if (kind.needsParent && !parent) continue;
            const command: Command = {
              ...{
                type: 'add',
                card: `c${(tried += 1)}`,
                kind: kind.id,
                zone: zone.id,
                text: 'a',
                lang: 'en',
              },
              fields: Object.fromEntries((kind.fields ?? []).map((field) => [field.id, '2030'])),
              ...(lane ? { lane } : {}),
              ...(parent ? { parent } : {}),
            };
            const grants = grantsAdd(step.stage, role, zone, kind.id);
            const refusal = play.try(id, command);
            const isFull = refusal?.code === 'too-many' || (refusal?.code === 'zone-not-here' && !lane);
            if (grants && isFull && step.stage.add?.by.includes(role)) continue;
            const about = `${step.stage.id} ${role} ${zone.id} ${kind.id}`;
            expect(`${about} ${refusal === null}`, JSON.stringify(refusal)).toBe(`${about} ${grants}`);
            if (refusal === null) granted += 1;
          }
      if (step.index < play.state.steps.length - 1)
        play.do('p-facilitator', { type: 'next', despite: 'test' });
    }
    expect(tried).toBeGreaterThan(0);
    if (format.stages.some(({ add }) => add)) expect(granted).toBeGreaterThan(0);
  });

  test('nobody but a facilitator steers, and nobody at all writes before it is open or after it is closed', () => {
    const { play, people } = staged(format);
    const steering: readonly Command[] = [
      ...(['next', 'back', 'start', 'pause', 'reveal', 'close', 'reset', 'open'] as const).map(
        (type): Command => ({ type }),
      ),
      { type: 'extend', minutes: 1 },
      { type: 'freeze', on: true },
      { type: 'callBack', on: true },
      { type: 'broadcast', words: { en: 'a' } },
      { type: 'lock', zone: format.zones[0]?.id ?? '', on: true },
      { type: 'queue', open: true },
      { type: 'give', to: null },
      { type: 'seat', seats: {} },
      { type: 'assign', person: 'p-facilitator', role: 'observer' },
      { type: 'dismiss', person: 'p-facilitator' },
    ];
    for (const [role, id] of people)
      if (role !== 'facilitator')
        for (const command of steering) expect(play.try(id, command)?.code).toMatch(/not-facilitator/);
    play.do('p-facilitator', { type: 'close' });
    for (const id of people.values())
      for (const zone of format.zones)
        for (const kind of format.kinds)
          expect(
            play.try(id, { type: 'add', card: 'x', kind: kind.id, zone: zone.id, text: 'a', lang: 'en' }),
          ).not.toBeNull();
  });

  test('its log replayed tells every screen the same', () => {
    const { play, people } = staged(format);
    for (const step of play.state.steps) {
      for (const id of people.values())
        for (const zone of format.zones)
          for (const kind of format.kinds)
            play.try(id, {
              ...{ type: 'add', card: `c${play.log.length}`, kind: kind.id, zone: zone.id },
              ...{ text: `${step.stage.id}`, lang: 'fr' },
            });
      for (const ballot of play.state.ballots.values())
        for (const id of people.values())
          for (const option of [...play.state.cards.keys(), ...ballot.rule.zones, '1'])
            for (const value of [1, 80, { says: 'consent' } as const])
              play.try(id, { type: 'vote', ballot: ballot.key, option, value });
      play.atMs += 60_000;
      play.try('p-facilitator', { type: 'next', despite: 'test' });
    }
    const told = (state: Play['state']) => JSON.stringify(tellAll(state, (id) => id));
    expect(told(play.replayed())).toBe(told(play.state));
  });
});
