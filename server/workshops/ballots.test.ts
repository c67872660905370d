import { describe, expect, test } from 'vitest';
import { readFormats } from './read-formats.ts';
import { SeededRandom } from '../../tests/support/seeded-random.ts';
import type { BallotRule, Format } from '#lib/domain/workshop/format.ts';
import { tallyOf } from '#lib/domain/workshop/running/ballots.ts';
import { Play } from '#lib/domain/workshop/running/testing/play.ts';

/** Discovery tables, cut down to one stage in which that ballot is open on cards of table 1. */
function voting(rule: Partial<BallotRule>, count = 3): { play: Play; voters: string[]; ballot: string } {
  const base = readFormats().find(({ id }) => id === 'discovery-tables')!;
  const [first] = base.stages;
  const write = {
    ...{ ...first!, id: 'write', zones: ['told'], mode: 'table', see: 'table', reveal: 'live' },
    add: { by: ['participant'], kinds: ['fact'] },
  };
  const ballot = {
    id: 'b',
    by: ['participant'],
    method: 'dots',
    budget: 3,
    on: 'cards',
    zones: ['told'],
    ...rule,
  };
  const vote = { ...first!, id: 'vote', zones: ['told'], ballots: [ballot] };
  const format = { ...base, stages: [write, vote, { ...first!, id: 'end' }] } as Format;
  const play = new Play(format);
  play.layTables(2, 200);
  play.arrive('fac', 'facilitator');
  const voters = Array.from({ length: count }, (_, n) =>
    play.arrive(`v${n}`, 'participant', { table: 1, country: ['FR', 'IT', 'FI'][n % 3]! }),
  );
  play.do('fac', { type: 'open' });
  for (const n of [0, 1, 2])
    play.do('v0', {
      ...{ type: 'add', card: `c${n}`, kind: 'fact', zone: 'told', text: `${n}`, lang: 'en' },
    });
  play.do('fac', { type: 'next' });
  return { play, voters, ballot: 'b:1' };
}

const tally = ({ play }: { play: Play }) =>
  tallyOf(play.state.ballots.get('b:1')!, (id) => play.state.people.get(id)?.country ?? null);

describe('ballots', () => {
  test('nobody spends more dots than they have, and a dot taken back can be spent again', () => {
    const { play, ballot } = voting({ budget: 3 });
    const vote = (option: string, value: number | null) =>
      play.try('v1', { type: 'vote', ballot, option, value });
    expect(vote('c0', 2)).toBeNull();
    expect(vote('c1', 2)).toEqual({ code: 'budget-spent', about: 3 });
    expect(vote('c1', 1)).toBeNull();
    expect(vote('c0', 3)?.code).toBe('budget-spent');
    expect(vote('c0', null)).toBeNull();
    expect(vote('c1', 3)).toBeNull();
    expect(vote('c1', 0.5)?.code).toBe('vote-malformed');
    expect(tally({ play })).toEqual([{ option: 'c1', voters: 1, sum: 3 }]);
  });

  test('a card that was hidden, stacked or written elsewhere cannot be voted on', () => {
    const { play, ballot } = voting({});
    const vote = (option: string) =>
      play.try('v1', { type: 'vote', ballot, option, value: 1 })?.code ?? 'done';
    play.do('fac', { type: 'hide', card: 'c0', reason: 'names a person' });
    play.do('fac', { type: 'stack', card: 'c1', under: 'c2' });
    expect(['c0', 'c1', 'c2', 'c9'].map(vote)).toEqual([
      'option-unknown',
      'option-unknown',
      'done',
      'option-unknown',
    ]);
    play.do('fac', { type: 'seat', seats: { v1: 2 } });
    expect(vote('c2')).toBe('option-unknown');
  });

  test('a choice is one choice: a second one takes its place', () => {
    const { play, ballot } = voting({ method: 'single' });
    for (const option of ['c0', 'c1']) play.do('v1', { type: 'vote', ballot, option, value: 1 });
    expect(tally({ play })).toEqual([{ option: 'c1', voters: 1, sum: 1 }]);
  });

  test('an objection needs its reason, and a country speaks with one voice', () => {
    const { play, ballot } = voting({ method: 'consent', weight: 'country' }, 7);
    const say = (id: string, says: 'consent' | 'objection' | 'abstain', reason?: string) =>
      play.try(id, { type: 'vote', ballot, option: 'c0', value: reason ? { says, reason } : { says } });
    expect(say('v0', 'objection')?.code).toBe('reason-missing');
    // France: four voices of which one objects; Italy consents twice.
    expect(say('v0', 'objection', 'no money')).toBeNull();
    for (const id of ['v3', 'v6', 'v1', 'v4']) expect(say(id, 'consent')).toBeNull();
    expect(say('v2', 'abstain')).toBeNull();
    expect(tally({ play })[0]?.consent).toEqual({ consent: 1, objection: 1, abstain: 1 });
  });

  test('a scale shows how far people are apart, not only their mean', () => {
    const { play, voters, ballot } = voting({ method: 'scale1To5' }, 4);
    [1, 5, 1, 5].forEach((value, n) => play.do(voters[n]!, { type: 'vote', ballot, option: 'c0', value }));
    expect(tally({ play })[0]?.scales).toEqual({ '': { mean: 3, spread: 2 } });
    expect(play.try('v0', { type: 'vote', ballot, option: 'c0', value: 6 })?.code).toBe('vote-malformed');
  });

  test('nobody votes for their own table, nor after the stage has ended', () => {
    const { play, ballot } = voting({ on: 'tables', method: 'single', notOwnTable: true });
    const vote = (option: string) =>
      play.try('v1', { type: 'vote', ballot, option, value: 1 })?.code ?? 'done';
    expect(['1', '2', '3', '02'].map(vote)).toEqual([
      'own-table',
      'done',
      'option-unknown',
      'option-unknown',
    ]);
    play.do('fac', { type: 'next' });
    expect(vote('2')).toBe('ballot-closed');
    play.do('fac', { type: 'back' });
    expect(vote('2')).toBe('done');
  });

  test('the tally is what the ledger adds up to: 20 polls of 200 voters who repeat, change and come too late', () => {
    for (let seed = 1; seed <= 20; seed++) {
      const random = new SeededRandom(seed);
      const staged = voting({ budget: 4 }, 200);
      const { play, voters, ballot } = staged;
      for (let n = 0; n < 1_500; n++) {
        const voter = voters[random.int(voters.length)]!;
        const value = [null, 1, 2, 4][random.int(4)]!;
        play.try(voter, { type: 'vote', ballot, option: `c${random.int(4)}`, value });
      }
      play.do('fac', { type: 'next' });
      for (let n = 0; n < 20; n++) {
        const late = play.try(voters[n]!, { type: 'vote', ballot, option: 'c0', value: 1 });
        expect(late?.code).toBe('ballot-closed');
      }
      // The ledger, added up here again: each voter’s last word on each card.
      const last = new Map<string, number>();
      for (const { actor, command } of play.log)
        if (command.type === 'vote') last.set(`${command.option} ${actor}`, Number(command.value ?? 0));
      const sums = new Map<string, number>();
      const spent = new Map<string, number>();
      for (const [key, dots] of last) {
        const [option = '', voter = ''] = key.split(' ');
        if (dots > 0) sums.set(option, (sums.get(option) ?? 0) + dots);
        spent.set(voter, (spent.get(voter) ?? 0) + dots);
      }
      expect(Math.max(...spent.values())).toBeLessThanOrEqual(4);
      expect(new Map(tally(staged).map(({ option, sum }) => [option, sum]))).toEqual(sums);
    }
  });
});
