/** Every format is played, and each right but that to add (play-formats.test.ts) is tried by each role, each gate. */
import { describe, expect, test } from 'vitest';
import { readFormats } from './read-formats.ts';
import type { BallotRule, CardKind, Format, Gate, Stage, Zone } from '#lib/domain/workshop/format.ts';
import { SERVER_ACTOR, type Actor, type Command } from '#lib/domain/workshop/running/commands.ts';
import { checkCommand } from '#lib/domain/workshop/running/check-command.ts';
import { Play } from '#lib/domain/workshop/running/testing/play.ts';
import { tellAll } from '#lib/domain/workshop/running/views.ts';
import {
  stepOf,
  type Card,
  type Participant,
  type VoteValue,
} from '#lib/domain/workshop/running/workshop-state.ts';

const TABLES = [1, 2];

/** Somebody of each role at each of two tables, or all in one room, and one who facilitates. */
class Cast extends Play {
  constructor(format: Format) {
    super(format);
    const hasTables = format.group.perTable[1] > 0;
    if (hasTables) this.layTables(TABLES.length, 20);
    this.arrive('facilitator', 'facilitator');
    for (const role of format.roles.filter((it) => it !== 'facilitator'))
      for (const table of TABLES)
        this.arrive(`${role}-${table}`, role, {
          country: role.length % 2 === 0 ? 'FR' : 'IT',
          table: hasTables ? table : null,
        });
    this.do('facilitator', { type: 'open' });
  }

  get stage(): Stage {
    return stepOf(this.state).stage;
  }

  get people(): readonly Participant[] {
    return [...this.state.people.values()];
  }

  get cards(): readonly Card[] {
    return [...this.state.cards.values()];
  }

  get isAtEnd(): boolean {
    return this.state.step + 1 === this.state.steps.length;
  }

  /** Why a command would be refused, or `null`; it changes nothing. */
  refusal(actor: Actor, command: Command): string | null {
    return checkCommand(this.state, actor, command, this.atMs)?.code ?? null;
  }

  newCard(who: Participant, zone: Zone, kind: CardKind): Command & { type: 'add' } {
    const lanes = [...(zone.lanes ?? []), ...(zone.fields ?? [])].map(({ id }) => id);
    const lane = lanes.find((it) => this.stage.add?.lanes?.includes(it) ?? true);
    const table = zone.of === 'room' ? 0 : (who.table ?? 1);
    const parent = kind.needsParent
      ? this.cards.find((it) => it.zone === zone.id && it.table === table)?.id
      : undefined;
    const fields = Object.fromEntries((kind.fields ?? []).map(({ id }) => [id, '2040']));
    const card = `${this.state.step}-${who.id}-${zone.id}-${kind.id}-${this.state.cards.size}`;
    return {
      type: 'add',
      ...{ card, kind: kind.id, zone: zone.id, text: `Secret of ${card}`, lang: 'en', fields },
      ...(lane === undefined ? {} : { lane }),
      ...(parent === undefined ? {} : { parent }),
      ...(who.role === 'facilitator' && zone.of !== 'room' ? { table: 1 } : {}),
    };
  }
}

/** What the format says about changing, read from it directly. */
function maySayChange(stage: Stage, who: Participant, card: Card, zone: Zone, reach: Stage['edit']): boolean {
  const isOwn = card.author === who.id;
  if (!stage.zones.includes(zone.id)) return false;
  if (zone.privateTo !== undefined || !card.isRevealed) return isOwn;
  if (stage.silenced?.includes(who.role)) return false;
  const isNear = card.table === 0 || card.table === who.table;
  if (reach === 'own') return isOwn;
  if (reach === 'table') return isNear && who.role !== 'observer';
  if (reach === 'scribe') return isNear && who.role === 'scribe';
  return reach === 'facilitator' && who.role === 'facilitator';
}

const isOpenIn = (stage: Stage, rule: BallotRule): boolean =>
  stage.ballots?.includes(rule) === true ||
  (rule.on === 'zone' && stage.move === 'own' && rule.zones.some((zone) => stage.zones.includes(zone)));

function optionFor(play: Cast, who: Participant, rule: BallotRule): string | undefined {
  if (rule.on === 'zone') return rule.zones[0];
  if (rule.on === 'tables') return String(TABLES.find((it) => it !== who.table));
  return play.cards.find(
    (card) =>
      rule.zones.includes(card.zone) &&
      card.isRevealed &&
      (rule.kinds?.includes(card.kind) ?? true) &&
      (card.table === 0 || card.table === who.table || rule.tables === 'all'),
  )?.id;
}

function valueFor({ method, criteria }: BallotRule): VoteValue {
  if (criteria) return Object.fromEntries(criteria.map(({ id }) => [id, 3]));
  if (method === 'consent') return { says: 'consent' };
  return method === 'position' ? 80 : 1;
}

const formats = readFormats().map((format) => [format.id, format] as const);

describe.each(formats)('%s', (_, format) => {
  const kinds = new Map(format.kinds.map((it) => [it.id, it]));
  const zones = new Map(format.zones.map((it) => [it.id, it]));
  const ballots = format.stages.flatMap((stage) => stage.ballots ?? []);

  /** Plays it whole; in each stage everybody first writes all that they may, and moves some of it where they may. */
  function playing(inEachStage: (play: Cast) => void): void {
    const play = new Cast(format);
    for (;;) {
      for (const who of play.people)
        for (const zone of zones.values())
          for (const kind of kinds.values()) {
            const command = play.newCard(who, zone, kind);
            play.try(who.id, command);
          }
      for (const who of play.people)
        for (const card of play.cards.filter((_, index) => index % 2 === 0)) {
          const move = { type: 'move', card: card.id, zone: play.stage.zones[0] ?? '' } as const;
          play.try(who.id, move);
        }
      inEachStage(play);
      if (play.isAtEnd) return;
      play.do('facilitator', { type: 'next', despite: 'a test' });
    }
  }

  test('lets each role change and move what the stage grants it, and nothing else', () => {
    const wrong: string[] = [];
    playing((play) => {
      const { stage } = play;
      for (const who of play.people)
        for (const card of play.cards) {
          const zone = zones.get(card.zone);
          if (!zone) continue;
          const isEdited = play.refusal(who.id, { type: 'edit', card: card.id, text: 'Other' }) === null;
          const isMoved = play.refusal(who.id, { type: 'move', card: card.id, x: 5, y: 5 }) === null;
          if (isEdited !== maySayChange(stage, who, card, zone, stage.edit))
            wrong.push(`${stage.id}: ${who.id} edits ${card.id}: ${isEdited}`);
          if (isMoved !== maySayChange(stage, who, card, zone, stage.move))
            wrong.push(`${stage.id}: ${who.id} moves ${card.id}: ${isMoved}`);
        }
    });
    expect(wrong.slice(0, 20)).toEqual([]);
  });

  test('lets each role vote when and on what the stage grants it, and nothing else', () => {
    const wrong: string[] = [];
    const voted = new Set<string>();
    playing((play) => {
      const { stage, round } = stepOf(play.state);
      for (const who of play.people)
        for (const rule of ballots) {
          const option = optionFor(play, who, rule);
          const isGranted = isOpenIn(stage, rule) && rule.by.includes(who.role) && option !== undefined;
          const vote = { type: 'vote', ballot: `${rule.id}:${round}`, value: valueFor(rule) } as const;
          const refusal = play.refusal(who.id, { ...vote, option: option ?? 'nothing' });
          if ((refusal === null) !== isGranted) wrong.push(`${stage.id}: ${who.id} ${rule.id}: ${refusal}`);
          if (refusal !== null || !option) continue;
          play.do(who.id, { ...vote, option });
          voted.add(`${rule.id} ${who.role}`);
          if (rule.notOwnTable && who.table !== null)
            expect(play.refusal(who.id, { ...vote, option: String(who.table) })).toBe('own-table');
          if (rule.budget !== undefined)
            expect(play.refusal(who.id, { ...vote, option, value: rule.budget + 1 })).toBe('vote-malformed');
        }
    });
    expect(wrong).toEqual([]);
    expect([...voted].sort()).toEqual(
      ballots.flatMap(({ id, by }) => by.map((role) => `${id} ${role}`)).sort(),
    );
  });

  test('shows what is hidden to nobody but its author before it is revealed', () => {
    const hiddenIn = new Set<string>();
    playing((play) => {
      const hidden = play.cards.filter((it) => !it.isRevealed);
      for (const told of tellAll(play.state, (id) => id)) {
        const text = JSON.stringify(told.value);
        for (const card of hidden)
          if (told.audience !== `person:${card.author}` && text.includes(card.text))
            expect.fail(`${play.stage.id}: ${told.audience} is told ${card.id}`);
      }
      const isOwn = play.stage.see === 'own';
      const written = play.cards.filter((it) => it.step === play.state.step && isShared(zones, kinds, it));
      if (isOwn && written.length > 0) hiddenIn.add(play.stage.id);
      expect(
        written.every((it) => it.isRevealed !== isOwn),
        play.stage.id,
      ).toBe(true);
    });
    expect([...hiddenIn]).toEqual(
      format.stages.filter(({ see, add }) => see === 'own' && add).map(({ id }) => id),
    );
  });

  test('keeps who is silenced from speaking, and silence for everybody', () => {
    playing((play) => {
      play.do('facilitator', { type: 'queue', open: true });
      for (const who of play.people) {
        const refusal = play.refusal(who.id, { type: 'ask', on: true });
        const isSilenced = play.stage.silenced?.includes(who.role) === true;
        expect(refusal, `${play.stage.id}: ${who.role}`).toBe(
          isSilenced ? 'silenced' : play.stage.speak === 'silent' ? 'not-in-stage' : null,
        );
      }
    });
  });
});

describe.each(formats.filter(([, format]) => format.stages.some(({ gate }) => gate)))('%s', (_, format) => {
  test('leaves a stage whose gate is closed only once what it asks for is there', () => {
    const play = new Cast(format);
    const opened: string[] = [];
    while (!play.isAtEnd) {
      const { stage } = play;
      const awaited = stage.gate?.flatMap((it) => (it.check === 'cards' ? it.kinds : [])) ?? [];
      for (const who of play.people)
        for (const kind of format.kinds.filter(({ id }) => !awaited.includes(id)))
          for (const zone of format.zones) add(play, who, zone, kind);
      if (stage.gate) {
        stage.gate.forEach((gate) => unsettle(play, gate));
        expect(play.refusal('facilitator', { type: 'next' }), stage.id).toBe('gate-closed');
        stage.gate.forEach((gate) => settle(play, gate));
        opened.push(stage.id);
      }
      play.do('facilitator', { type: 'next' });
    }
    const left = format.stages.slice(0, -1);
    expect(opened).toEqual(left.filter(({ gate }) => gate).map(({ id }) => id));
  });
});

/** Written with no more than what must be filled in. */
function add(play: Cast, who: Participant, zone: Zone, kind: CardKind, lane?: string): void {
  const command = play.newCard(who, zone, kind);
  const needed = (kind.fields ?? []).filter(({ required }) => required).map(({ id }) => [id, '2040']);
  const bare = { ...command, fields: Object.fromEntries(needed), ...(lane === undefined ? {} : { lane }) };
  play.try(who.id, bare);
}

/** Teams that are too small, for a gate that asks for teams. */
function unsettle(play: Cast, gate: Gate): void {
  const seats = Object.fromEntries(play.people.filter((it) => it.table === 1).map(({ id }) => [id, 2]));
  if (gate.check === 'tables') play.do(SERVER_ACTOR, { type: 'seat', seats });
}

function settle(play: Cast, gate: Gate): void {
  const { format } = play.state;
  switch (gate.check) {
    case 'confirmed':
      for (const who of play.people.filter(({ role }) => gate.by.includes(role)))
        play.do(who.id, { type: 'confirm', on: true });
      return;
    case 'tables': {
      const seats = Object.fromEntries(
        play.people.filter((it) => it.table !== null).map(({ id }) => [id, id.endsWith('1') ? 1 : 2]),
      );
      return play.do(SERVER_ACTOR, { type: 'seat', seats });
    }
    case 'fields': {
      const fields = Object.fromEntries(gate.fields.map((id) => [id, '2040']));
      for (const card of play.cards.filter(({ kind }) => gate.kinds.includes(kind))) {
        const edit = { type: 'edit', card: card.id, fields: { ...card.fields, ...fields } } as const;
        const editor = play.people.find(({ id }) => play.refusal(id, edit) === null);
        if (editor) play.do(editor.id, edit);
      }
      return;
    }
    case 'cards': {
      const zone = format.zones.find(({ id }) => id === gate.zone);
      const kind = format.kinds.find(({ id }) => id === gate.kinds[0]);
      if (!zone || !kind) return;
      const lanes = gate.eachLane
        ? [...(zone.lanes ?? []), ...(zone.fields ?? [])].map(({ id }) => id)
        : [undefined];
      for (const who of play.people)
        for (const lane of lanes)
          for (let count = 0; count < gate.min; count++) add(play, who, zone, kind, lane);
    }
  }
}

/** A card for others, sooner or later: no note. */
const isShared = (
  zones: ReadonlyMap<string, Zone>,
  kinds: ReadonlyMap<string, CardKind>,
  { zone, kind }: Card,
): boolean => zones.get(zone)?.privateTo === undefined && kinds.get(kind)?.private !== true;
