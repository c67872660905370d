import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import {
  decodeClientMessage,
  decodeNotice,
  decodeStateVector,
  encodeNotice,
  encodePermissionDenied,
  encodePresence,
  encodeStateVector,
  encodeStep1,
  encodeStep2,
  encodeUpdate,
} from './codec.ts';
import { isPermanent, closeCodes } from './close-codes.ts';
import { refusalCodes, type ServerNotice } from './messages.ts';
import { PROTOCOL_VERSION } from './version.ts';

const notices: ServerNotice[] = [
  { kind: 'durable', frames: 300 },
  { kind: 'rejected', frame: 7, code: 'gap' },
  { kind: 'policy', right: 'comment', locked: true, minSchema: 2 },
  { kind: 'storage', state: 'full' },
  { kind: 'size', percent: 80 },
];

test('[E12] the wire format is that of the protocol version: whoever changes it bumps the version', () => {
  const payload = Uint8Array.from([1, 2, 3]);
  const frames = [
    encodeStep1(payload),
    encodeStep2(payload),
    encodeUpdate(payload),
    encodePresence([{ clientId: 4_000_000_000, clock: 300, json: '{"é":1}' }]),
    encodePermissionDenied('not-allowed'),
    ...notices.map(encodeNotice),
  ];
  const hash = createHash('sha256');
  for (const frame of frames) hash.update(frame).update('|');
  hash.update(JSON.stringify([closeCodes, refusalCodes]));
  // Version 1, the first. Notices and reasons that older pages pass over (105, `document-full`) were added to it.
  expect([PROTOCOL_VERSION, hash.digest('hex').slice(0, 12)]).toEqual([1, '061c17b750fa']);
});

test('[E12] a notice comes out as it went in', () => {
  for (const notice of notices) {
    expect(decodeNotice(notice.kind, encodeNotice(notice).subarray(1))).toEqual({ ok: true, value: notice });
  }
});

test('[E12] a refusal for a reason that only a newer server knows is a refusal', () => {
  const frame = encodeNotice({ kind: 'rejected', frame: 1, code: 'later-reason' as never });
  expect(decodeNotice('rejected', frame.subarray(1))).toMatchObject({
    value: { frame: 1, code: 'not-allowed' },
  });
});

test('a state vector comes out as it went in', () => {
  const state = new Map([
    [5, 1],
    [4_294_967_295, 9_000],
  ]);
  expect(decodeStateVector(encodeStateVector(state))).toEqual({ ok: true, value: state });
});

test('only 4400 to 4499 are for good', () => {
  expect(Object.values(closeCodes).filter(isPermanent)).toEqual([4401, 4403, 4404, 4409, 4422, 4423, 4426]);
});

describe('[E2] strict reading', () => {
  test('every message of a client is read', () => {
    expect(decodeClientMessage(encodeStep2(Uint8Array.from([0, 0])))).toMatchObject({
      value: { kind: 'step2' },
    });
    expect(decodeClientMessage(encodePresence([]))).toMatchObject({
      value: { kind: 'presence', states: [] },
    });
    expect(decodeClientMessage(Uint8Array.from([3]))).toMatchObject({ value: { kind: 'query-presence' } });
  });

  test('no prefix, no extension and no longer spelling of a message is one', () => {
    for (const frame of [
      encodeUpdate(Uint8Array.from([9, 9])),
      encodePresence([{ clientId: 1, clock: 1, json: '{}' }]),
    ]) {
      for (let end = 0; end < frame.length; end++)
        expect(decodeClientMessage(frame.subarray(0, end)).ok).toBe(false);
      expect(decodeClientMessage(Uint8Array.from([...frame, 0])).ok).toBe(false);
      expect(decodeClientMessage(Uint8Array.from([(frame[0] ?? 0) | 0x80, 0, ...frame.subarray(1)])).ok).toBe(
        false,
      );
    }
  });
});
