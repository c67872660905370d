import { expect, test } from 'vitest';
import type { TextHistory, VersionView } from '#server/services/list-versions.ts';
import { timelineOf } from './timeline.ts';

const version = (seq: number, more: Partial<VersionView> = {}): VersionView => ({
  id: `v${seq}`,
  kind: 'named',
  name: `State ${seq}`,
  seq,
  restoredSeq: null,
  personId: 'ada',
  atMs: seq * 10,
  mayChange: true,
  ...more,
});
const period = (firstSeq: number, lastSeq: number, ...authors: string[]) => ({
  ...{ firstSeq, lastSeq, authors },
  startedAtMs: firstSeq,
  endedAtMs: lastSeq,
});
const history = (more: Partial<TextHistory>): TextHistory => ({
  head: 9,
  versions: [],
  periods: [period(5, 9, 'bo'), period(1, 4, 'ada')],
  authors: {},
  mayWrite: true,
  ...more,
});

test('each stretch of writing is a moment, compared with the one before', () => {
  expect(
    timelineOf(history({})).map(({ seq, previousSeq, authors, isPresent }) => ({
      seq,
      previousSeq,
      authors,
      isPresent,
    })),
  ).toEqual([
    { seq: 9, previousSeq: 4, authors: ['bo'], isPresent: true },
    { seq: 4, previousSeq: 0, authors: ['ada'], isPresent: false },
  ]);
});

test('a name in the middle of writing cuts the stretch, so that nothing is shown twice', () => {
  const moments = timelineOf(history({ versions: [version(7)] }));
  expect(moments.map(({ seq, previousSeq, names }) => [seq, previousSeq, names.length])).toEqual([
    [9, 7, 0],
    [7, 4, 1],
    [4, 0, 0],
  ]);
});

test('a restoration shows what it put back, and who did it', () => {
  const versions = [version(9, { kind: 'restored', name: '', restoredSeq: 4, personId: 'ada' })];
  const [moment] = timelineOf(history({ versions }));
  expect(moment).toMatchObject({ seq: 9, previousSeq: 8, authors: ['ada'], names: [] });
  expect(moment?.restoration?.restoredSeq).toBe(4);
});
