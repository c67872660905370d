import { expect, test } from 'vitest';
import { keyFrom } from './join-key.ts';

test('behind # stands the link’s long secret, or the code that hangs on the wall', () => {
  expect(keyFrom('k7m2pq')).toEqual({ secret: '', code: 'k7m2pq' });
  const secret = 'A'.repeat(32);
  expect(keyFrom(secret)).toEqual({ secret, code: '' });
});
