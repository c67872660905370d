import { expect, test } from 'vitest';
import { closedReason, savedState, type Facts } from './saved-state.ts';

const live: Facts = {
  connected: true,
  opened: true,
  synced: true,
  unsaved: false,
  right: 'write',
  storage: 'ok',
  rejected: false,
  closedCode: null,
  device: 'kept',
  waiting: null,
};

test('[E12] the sign says saved only when nothing is waiting for the disk', () => {
  expect(savedState(live)).toBe('saved');
  expect(savedState({ ...live, unsaved: true })).toBe('saving');
});

test('[E12] no combination of facts with something unsaved is called saved', () => {
  for (const connected of [true, false])
    for (const opened of [true, false])
      for (const synced of [true, false])
        for (const storage of ['ok', 'failing', 'full'] as const)
          for (const rejected of [true, false])
            for (const closedCode of [null, 4401, 4409, 4426])
              for (const device of ['kept', 'keeping', 'full', 'blocked', 'failing'] as const) {
                const facts = { connected, opened, synced, storage, rejected, closedCode, device };
                const shown = savedState({ ...live, unsaved: true, ...facts });
                expect(shown).not.toBe('saved');
                if (device !== 'kept') expect(shown).not.toBe('offline');
              }
});

test('[E12] offline, it is said to be kept on this device only when it is', () => {
  const away = { ...live, connected: false, synced: false, unsaved: true };
  expect(savedState(away)).toBe('offline');
  expect(savedState({ ...away, device: 'keeping' })).toBe('saving');
  for (const device of ['full', 'blocked', 'failing'] as const)
    expect(savedState({ ...away, device })).toBe('unkept');
});

test('[E13] a server that said that it comes back is waited for', () => {
  const away = { ...live, connected: false, synced: false };
  expect(savedState({ ...away, waiting: 'restarting' })).toBe('reconnecting');
  expect(savedState({ ...away, waiting: 'overloaded' })).toBe('reconnecting');
  expect(savedState({ ...away, waiting: 'unreachable' })).toBe('offline');
  expect(savedState({ ...away, waiting: 'restarting', device: 'full' })).toBe('unkept');
});

test('what this device keeps until the page is loaded again is not called refused', () => {
  const ended = { ...live, connected: false, unsaved: true };
  expect(savedState({ ...ended, closedCode: 4426 })).toBe('reload');
  expect(savedState({ ...ended, closedCode: 4401 })).toBe('signed-out');
  expect(savedState({ ...ended, closedCode: 4426, device: 'full' })).toBe('refused');
  expect(savedState({ ...ended, closedCode: 4403 })).toBe('refused');
});

test('[E12] each trouble is told apart', () => {
  expect(savedState({ ...live, connected: false, synced: false })).toBe('offline');
  expect(savedState({ ...live, connected: false, synced: false, opened: false })).toBe('connecting');
  expect(savedState({ ...live, storage: 'full', unsaved: true })).toBe('storage');
  expect(savedState({ ...live, rejected: true })).toBe('refused');
  expect(savedState({ ...live, connected: false, closedCode: 4426 })).toBe('reload');
  expect(savedState({ ...live, right: 'comment' })).toBe('readonly');
});

test('[E11] a connection ended for good with unsaved changes says that they were not accepted', () => {
  expect(savedState({ ...live, connected: false, unsaved: true, closedCode: 4403 })).toBe('refused');
  expect(closedReason({ ...live, connected: false, closedCode: 4403 })).toBe('not-allowed');
});

test('every permanent close code has a reason, also one of a newer server', () => {
  for (const code of [4401, 4403, 4404, 4409, 4422, 4423, 4426, 4499])
    expect(closedReason({ ...live, connected: false, closedCode: code })).not.toBeNull();
});

test('[E11] who lost the right to write while something was unsaved is told that it was not accepted', () => {
  const facts: Facts = { ...live, right: 'comment', unsaved: true };
  expect(savedState(facts)).toBe('refused');
  expect(closedReason(facts)).toBe('refused');
});
