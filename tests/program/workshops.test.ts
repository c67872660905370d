/** Running workshops, asked of the whole program over the network. */
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import WebSocket from 'ws';
import type { CommandOf } from '#lib/domain/workshop/running/commands.ts';
import type { CardView, MeView, NowView } from '#lib/domain/workshop/running/views.ts';
import { startServer, type RunningServer } from '../support/server.ts';
import { joinByLink, newWorkshop, postForm, signedIn, WorkshopDevice } from '../support/workshop-client.ts';

let server: RunningServer;
let facilitator: string;
let observer: string;
let workshop: Awaited<ReturnType<typeof newWorkshop>>;
const devices: WorkshopDevice[] = [];
const device = (cookie: string, as: 'seat' | 'steer' | 'screen' = 'seat') => {
  const made = new WorkshopDevice(server, workshop.id, { cookie, as });
  devices.push(made);
  return made;
};

beforeAll(async () => {
  server = await startServer();
  [facilitator, observer] = [await signedIn(server, 'facilitator'), await signedIn(server, 'observer')];
  workshop = await newWorkshop(server, facilitator);
});
afterAll(async () => {
  for (const it of devices) it.close();
  await server?.stop();
});

/** With which code the server ends a connection; 0: it lets it in. */
const attempt = (
  query: string,
  headers: Readonly<Record<string, string>>,
  id = workshop.id,
): Promise<number> =>
  new Promise((resolve) => {
    const ws = new WebSocket(`${server.url.replace('http', 'ws')}/workshop/${id}${query}`, { headers });
    ws.on('message', () => {
      ws.close();
      resolve(0);
    });
    ws.on('close', (code) => resolve(code));
    ws.on('error', () => resolve(-1));
  });

describe('a running workshop', () => {
  test('[W1] only who takes part is let in, and only who may steer sees the console and the projector', async () => {
    const cookie = await joinByLink(server, workshop.secret, { name: 'Anna' });
    const origin = server.url;
    const seat = '?as=seat&proto=1';
    expect(await attempt(seat, { origin })).toBe(4404);
    expect(await attempt(seat, { origin, cookie: '__Host-tandem-seat=guess' })).toBe(4404);
    expect(await attempt(seat, { origin, cookie })).toBe(0);
    expect(await attempt(seat, { origin: 'https://elsewhere.example', cookie })).toBe(4403);
    expect(await attempt('?as=seat&proto=9', { origin, cookie })).toBe(4426);
    expect(await attempt(seat, { origin, cookie }, 'no-such')).toBe(4404);
    for (const as of ['steer', 'screen']) {
      expect(await attempt(`?as=${as}&proto=1`, { origin, cookie })).toBe(4401);
      expect(await attempt(`?as=${as}&proto=1`, { origin, cookie: observer })).toBe(4403);
      expect(await attempt(`?as=${as}&proto=1`, { origin, cookie: facilitator })).toBe(0);
    }
    // A member who has not joined yet is no stranger, but has no seat.
    expect(await attempt(seat, { origin, cookie: observer })).toBe(4403);
  });

  test('a link that was renewed opens nothing, the new one does; a wrong code says so', async () => {
    const other = await newWorkshop(server, facilitator, { format: 'moving-debate' });
    const wrong = await postForm(server, '/join?/join', [
      ['code', 'zzzzzz'],
      ['name', 'Bert'],
    ]);
    expect(wrong.status).toBeGreaterThanOrEqual(400);
    const typed = `${other.code.slice(0, 3).toUpperCase()} ${other.code.slice(3)}`;
    expect(
      (
        await postForm(server, '/join?/join', [
          ['code', typed],
          ['name', 'Bert'],
        ])
      ).status,
    ).toBe(303);
    await postForm(server, `/w/${other.id}/steer?/renew`, [], facilitator);
    await expect(joinByLink(server, other.secret, { name: 'Cleo' })).rejects.toThrow('not joined');
  });

  test('a phone that loses the line comes back to its seat, with its hidden cards, and what it did meanwhile arrives', async () => {
    const steer = device(facilitator, 'steer');
    await vi.waitFor(() => expect(steer.people).toHaveLength(1));
    expect(await steer.run({ type: 'open' })).toBeNull();
    const phone = device(await joinByLink(server, workshop.secret, { name: 'Dora', country: 'FI' }));
    await vi.waitFor(() => expect(phone.value<NowView>('now')?.phase).toBe('open'));
    expect(await phone.run({ type: 'sit', table: 2 })).toBeNull();
    for (let at = 0; at < 4; at++) expect(await steer.run({ type: 'next', despite: 'test' })).toBeNull();
    await vi.waitFor(() => expect(phone.value<NowView>('now')?.step).toBe(4));
    const card = (id: string): CommandOf<'add'> => ({
      type: 'add',
      card: id,
      kind: 'idea',
      zone: 'takeaways',
      text: id,
      lang: 'en',
    });
    expect(await phone.run(card('before'))).toBeNull();
    phone.drop();
    expect(await phone.run(card('meanwhile'))).toBeNull();
    await vi.waitFor(() => expect(phone.value<CardView>('card:before')?.text).toBe('before'));
    expect(phone.value<MeView>('me')).toMatchObject({ table: 2, written: 2 });
    expect(steer.value('card:before')).toBeNull();
    expect(await phone.run({ type: 'next' })).toBe('not-facilitator');
    expect(await phone.run({ ...card('vote'), kind: 'fact' })).toBe('kind-not-here');
  });
});
