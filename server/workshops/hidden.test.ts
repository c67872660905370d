import { expect, test } from 'vitest';
import { readFormats } from './read-formats.ts';
import { SeededRandom } from '../../tests/support/seeded-random.ts';
import { Play } from '#lib/domain/workshop/running/testing/play.ts';
import { audiencesOf, tellAll, type Audience } from '#lib/domain/workshop/running/views.ts';
import { zoneOf, type Card } from '#lib/domain/workshop/running/workshop-state.ts';

const format = (id: string) => readFormats().find((it) => it.id === id)!;

/** What one screen has on it, as text. */
function seenBy(play: Play, id: string, looks: readonly number[]): string {
  const audiences = new Set<Audience>(audiencesOf(play.state, { kind: 'person', id }, looks));
  return JSON.stringify(tellAll(play.state, (it) => it).filter(({ audience }) => audiences.has(audience)));
}

const onScreen = (play: Play, looks: readonly number[]): string => {
  const audiences = new Set<Audience>(audiencesOf(play.state, { kind: 'screen' }, looks));
  return JSON.stringify(tellAll(play.state, (it) => it).filter(({ audience }) => audiences.has(audience)));
};

test('a card that waits for the reveal is on nobody’s screen but its author’s, whatever they look at', () => {
  const play = new Play(format('discovery-tables'));
  play.layTables(2);
  const facilitator = play.arrive('fac', 'facilitator');
  const [anna, bert, cleo] = ['anna', 'bert', 'cleo'].map((it) => play.arrive(it, 'participant'));
  play.do(facilitator, { type: 'open' });
  play.do(facilitator, { type: 'seat', seats: { anna: 1, bert: 1, cleo: 2 } });
  play.goTo(facilitator, 'note');
  play.do(anna!, {
    ...{ type: 'add', card: 'secret', kind: 'surprise', zone: 'takeaways', text: 'PEARL', lang: 'en' },
  });
  expect(seenBy(play, anna!, [1, 2])).toContain('PEARL');
  for (const other of [bert!, cleo!, facilitator]) expect(seenBy(play, other, [1, 2])).not.toContain('PEARL');
  expect(onScreen(play, [1, 2])).not.toContain('PEARL');
  play.do(facilitator, { type: 'next' });
  expect(seenBy(play, bert!, [])).toContain('PEARL');
  // The table’s, not the whole room’s.
  expect(seenBy(play, cleo!, [1, 2])).not.toContain('PEARL');
});

test('a notebook stays its writer’s, also when everything is revealed and shown to all', () => {
  const play = new Play(format('discovery-tables'));
  play.layTables(1);
  const facilitator = play.arrive('fac', 'facilitator');
  play.arrive('anna', 'participant', { table: 1 });
  play.arrive('bert', 'participant', { table: 1 });
  play.do(facilitator, { type: 'open' });
  play.goTo(facilitator, 'note');
  play.do('anna', {
    ...{ type: 'add', card: 'note', kind: 'contact', zone: 'contacts', text: 'PEARL', lang: 'en' },
  });
  play.do(facilitator, { type: 'reveal' });
  while (play.try(facilitator, { type: 'next', despite: 'test' }) === null) {
    expect(seenBy(play, 'anna', [])).toContain('PEARL');
    for (const other of ['bert', facilitator]) expect(seenBy(play, other, [1])).not.toContain('PEARL');
    expect(onScreen(play, [1])).not.toContain('PEARL');
  }
});

test('in a silenced presenter’s stage nobody reads the presenter’s notes, and the presenter adds nothing to the board', () => {
  const play = new Play(format('project-accelerator'));
  play.layTables(1);
  const facilitator = play.arrive('fac', 'facilitator');
  play.arrive('pia', 'presenter', { table: 1 });
  play.arrive('carl', 'contributor', { table: 1 });
  play.do(facilitator, { type: 'open' });
  play.goTo(facilitator, 'help');
  const add = { type: 'add', kind: 'advice', text: 'PEARL', lang: 'en' } as const;
  expect(play.try('pia', { ...add, card: 'a', zone: 'help' })?.code).toBe('silenced');
  play.do('pia', { ...add, card: 'b', zone: 'private' });
  expect(seenBy(play, 'carl', [])).not.toContain('PEARL');
  expect(seenBy(play, facilitator, [1])).not.toContain('PEARL');
});

test('positions and dots are nobody’s before the reveal, and counts without names after it', () => {
  const play = new Play(format('moving-debate'));
  const facilitator = play.arrive('fac', 'facilitator');
  for (const id of ['anna', 'bert']) play.arrive(id, 'participant');
  play.do(facilitator, { type: 'open' });
  play.goTo(facilitator, 'choose');
  const [ballot] = play.state.ballots.keys();
  play.do('anna', { type: 'vote', ballot: ballot!, option: 'floor', value: 93 });
  expect(seenBy(play, 'anna', [])).toContain('93');
  for (const other of ['bert', facilitator]) expect(seenBy(play, other, [])).not.toContain('93');
  expect(play.try('anna', { type: 'vote', ballot: ballot!, option: 'floor', value: 50 })?.code).toBe(
    'middle-closed',
  );
  play.do(facilitator, { type: 'next' });
  const told = seenBy(play, 'bert', []);
  expect(told).toContain('93');
  expect(JSON.parse(told)).not.toContainEqual(
    expect.objectContaining({ key: expect.stringMatching(/^votes:/) }),
  );
  // From now on tokens move freely, in the open.
  play.goTo(facilitator, 'debate');
  play.do('anna', { type: 'vote', ballot: ballot!, option: 'floor', value: 10 });
  expect(play.state.ballots.get(ballot!)?.curve.at(-1)).toMatchObject({ below: 1, above: 0, moves: 2 });
});

test('whatever people do, nothing hidden reaches anybody else: 300 random mornings', () => {
  const ids = ['discovery-tables', 'project-accelerator', 'moving-debate'];
  for (let seed = 1; seed <= 300; seed++) {
    const random = new SeededRandom(seed);
    const below = (count: number) => random.int(Math.max(1, count));
    const chosen = format(ids[seed % ids.length]!);
    const play = new Play(chosen);
    if (chosen.group.perTable[1] > 1) play.layTables(2);
    const people = chosen.roles.flatMap((role) => [0, 1].map((n) => play.arrive(`${role}${n}`, role)));
    play.do('facilitator0', { type: 'open' });
    for (let n = 0; n < 60; n++) {
      const who = people[below(people.length)]!;
      const zone = chosen.zones[below(chosen.zones.length)]!;
      const kind = chosen.kinds[below(chosen.kinds.length)]!;
      const cards = [...play.state.cards.keys()];
      const card = cards[below(cards.length)] ?? 'none';
      play.try(
        who,
        [
          {
            type: 'add',
            card: `c${seed}-${n}`,
            kind: kind.id,
            zone: zone.id,
            text: `T${seed}-${n}`,
            lang: 'en',
          },
          {
            type: 'add',
            card: `c${seed}-${n}`,
            kind: kind.id,
            zone: zone.id,
            text: `T${seed}-${n}`,
            lang: 'en',
          },
          { type: 'edit', card, text: `E${seed}-${n}` },
          { type: 'stack', card, under: cards[below(cards.length)] ?? null },
          { type: 'move', card, zone: zone.id },
          { type: 'sit', table: 1 + below(2) },
          { type: 'back' },
          { type: 'next', despite: 'test' },
          { type: 'hide', card, reason: 'test' },
        ][below(9)] as never,
      );
      if (n % 10 !== 0) continue;
      const hidden = [...play.state.cards.values()].filter((it) => isHidden(play, it));
      for (const id of people)
        for (const { text } of hidden.filter((it) => it.author !== id))
          expect(seenBy(play, id, [1, 2]).includes(`"${text}"`), `seed ${seed}`).toBe(false);
    }
  }
});

/** From the card and the format alone. */
function isHidden(play: Play, card: Card): boolean {
  const zone = zoneOf(play.state.format, card.zone)!;
  const isPrivate =
    zone.privateTo !== undefined || play.state.format.kinds.find((it) => it.id === card.kind)?.private;
  return isPrivate === true || !card.isRevealed;
}

test('a card that a facilitator puts before the room is told to all, unless it is sensitive, and only while it stands there', () => {
  const play = new Play(format('discovery-tables'));
  play.layTables(2);
  const facilitator = play.arrive('fac', 'facilitator');
  play.arrive('anna', 'participant', { table: 1 });
  play.arrive('cleo', 'participant', { table: 2 });
  play.do(facilitator, { type: 'open' });
  play.goTo(facilitator, 'exchange');
  const add = { type: 'add', zone: 'questions', lang: 'en' } as const;
  play.do('anna', { ...add, card: 'asked', kind: 'question', text: 'PEARL' });
  play.do('anna', { ...add, card: 'lived', kind: 'experience', text: 'OYSTER' });
  expect(onScreen(play, [])).not.toContain('PEARL');
  play.do(facilitator, { type: 'spotlight', on: { card: 'asked' } });
  for (const seen of [onScreen(play, []), seenBy(play, 'cleo', [])]) expect(seen).toContain('PEARL');
  play.do(facilitator, { type: 'spotlight', on: { card: 'lived' } });
  for (const word of ['PEARL', 'OYSTER']) expect(onScreen(play, [])).not.toContain(word);
});
