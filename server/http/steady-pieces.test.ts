import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { expect, onTestFinished, test } from 'vitest';
import { SimulatedClock } from '../../tests/support/simulated-clock.ts';
import { steadyPieces } from './steady-pieces.ts';

async function sending() {
  const server = createServer();
  onTestFinished(() => void server.closeAllConnections());
  onTestFinished(() => void server.close());
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const asked = request({ port: (server.address() as AddressInfo).port, method: 'POST' });
  asked.on('error', () => undefined);
  asked.flushHeaders();
  const [received] = (await once(server, 'request')) as [import('node:http').IncomingMessage];
  return { asked, received };
}

test('a body that keeps arriving is read to its end', async () => {
  const { asked, received } = await sending();
  const clock = new SimulatedClock();
  const pieces = steadyPieces(received, clock, { stallMs: 10, wholeMs: 100 });
  asked.end('whole');
  let text = '';
  for await (const piece of pieces.read()) text += Buffer.from(piece).toString();
  expect([text, pieces.tooSlow()]).toEqual(['whole', false]);
});

test('a body that stalls is given up, and its sender can still be answered', async () => {
  const { asked, received } = await sending();
  const clock = new SimulatedClock();
  const pieces = steadyPieces(received, clock, { stallMs: 10, wholeMs: 100 });
  asked.write('half');
  const read = pieces.read();
  expect((await read.next()).done).toBe(false);
  const next = read.next();
  const given = expect(next).rejects.toThrow('too slowly');
  await clock.pass(11);
  await given;
  expect([pieces.tooSlow(), received.destroyed]).toEqual([true, false]);
});
