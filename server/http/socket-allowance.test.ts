import { expect, test } from 'vitest';
import { limits } from '#lib/core/limits.ts';
import type { Identity } from '#server/ports/identity.ts';
import { createSocketAllowance, type SocketPlace } from './socket-allowance.ts';

function setUp() {
  let nowMs = 0;
  const timers: { atMs: number; run: () => void }[] = [];
  const allowance = createSocketAllowance({
    nowMs: () => nowMs,
    after: (delayMs, run) => {
      timers.push({ atMs: nowMs + delayMs, run });
      return () => undefined;
    },
  });
  const ask = (personId: string, via: Identity['via'] = 'session') =>
    allowance({
      principal: { personId, operator: false, memberships: [] },
      person: { id: personId, name: personId, email: null, locale: null, operator: false },
      via,
      expiresAtMs: null,
    });
  return {
    ask,
    /** `null`: refused. */
    open(personId: string, via?: Identity['via']): SocketPlace | null {
      const answer = ask(personId, via);
      return 'tellAfterMs' in answer ? null : answer;
    },
    wait(ms: number) {
      nowMs += ms;
      for (const { run } of timers.splice(0)) run();
    },
  };
}

test('[E2] a person has many pages open, but not a thousand; nobody else notices', () => {
  const { open } = setUp();
  const places = Array.from({ length: 1_000 }, () => open('ada'));
  expect(places.filter(Boolean)).toHaveLength(limits.socketsPerPersonMax);
  expect(open('bob')).not.toBeNull();
  places[0]?.gone();
  expect(open('ada')).not.toBeNull();
  expect(open('ada')).toBeNull();
});

test('[E2] a seminar’s 200 people, each with a few pages, all come at once', () => {
  const { open } = setUp();
  const people = Array.from({ length: 200 }, (_, n) => `p${n}`);
  expect(people.flatMap((person) => [open(person), open(person), open(person)])).not.toContain(null);
});

test('[E2] a page that is closed and comes back at once, for ever, is held up', () => {
  const { open, wait } = setUp();
  const comeAndGo = (times: number): number =>
    Array.from({ length: times }, () => {
      const place = open('ada');
      place?.gone();
      return place;
    }).filter(Boolean).length;
  expect(comeAndGo(1_000)).toBe(limits.socketOpeningsBurst);
  wait(60_000);
  expect(comeAndGo(1_000)).toBe(Math.min(limits.socketOpeningsBurst, limits.socketOpeningsPerMinute));
});

test('[E2] whoever sent too much at once begins nothing new for a while; what they have open stays', () => {
  const { open, wait } = setUp();
  const [flooded] = [open('ada'), open('ada')];
  flooded?.overdone();
  flooded?.gone();
  expect(open('ada')).toBeNull();
  expect(open('bob')).not.toBeNull();
  wait(limits.floodPauseMs);
  expect(open('ada')).not.toBeNull();
});

test('[E2] a program may stand for many', () => {
  const { open } = setUp();
  const places = Array.from({ length: 2_000 }, () => open('tool', 'token'));
  expect(places.filter(Boolean)).toHaveLength(limits.socketsPerProgramMax);
});

test('[E2] of a thousand sockets that are refused and come back at once, few do so in a second', () => {
  const { ask, open, wait } = setUp();
  for (let n = 0; n < limits.socketsPerPersonMax; n++) open('ada');
  const waits = Array.from({ length: 900 }, () => ask('ada')).map(
    (it) => 'tellAfterMs' in it && it.tellAfterMs,
  );
  expect(waits[0]).toBe(limits.socketRefusedAfterMs);
  expect(waits.filter((ms) => ms !== false && ms < 10_000).length).toBeLessThan(60);
  wait(3_600_000);
  expect(ask('ada')).toEqual({ tellAfterMs: limits.socketRefusedAfterMs });
});
