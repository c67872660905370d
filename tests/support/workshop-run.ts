/**
 * A workshop of the example that a test opens and steps through, as its facilitator: over the form and the live
 * connection, with the session of a browser that is signed in. It leaves to the tests who takes part.
 */
import { once } from 'node:events';
import { DatabaseSync } from 'node:sqlite';
import { join } from 'node:path';
import type { BrowserContext } from '@playwright/test';
import { WebSocket } from 'ws';
import { newId } from '#lib/core/ids.ts';
import type { Command } from '#lib/domain/workshop/running/commands.ts';
import { decodeServerParts, encodeParts } from '#lib/protocol/workshop-wire.ts';
import type { RunningServer } from './server.ts';

export interface WorkshopRun {
  readonly id: string;
  /** What the QR code holds. */
  readonly joinPath: string;
  readonly code: string;
  /** As the facilitator; a refusal is an error. */
  run(command: Command): Promise<void>;
  /** Forwards until a stage begins, whatever its gates say. */
  stepTo(step: number): Promise<void>;
  stop(): void;
}

const random = { bytes: (count: number) => crypto.getRandomValues(new Uint8Array(count)) };

export async function runWorkshop(
  server: RunningServer,
  facilitator: BrowserContext,
  { format, people }: { readonly format: string; readonly people: number },
): Promise<WorkshopRun> {
  const created = await facilitator.request.post(`${server.url}/p/msf-2050/workshops?/create`, {
    headers: { origin: server.url, accept: 'text/html' },
    form: { format, language: 'en', title: 'Try-out', question: 'What do we keep?', people: String(people) },
    maxRedirects: 0,
  });
  const id = /\/w\/([^/]+)\/steer/.exec(created.headers()['location'] ?? '')?.[1];
  if (!id) throw new Error(`no workshop was made: ${created.status()}`);
  // Opening the console makes its reader the facilitator.
  await facilitator.request.get(`${server.url}/w/${id}/steer`);
  const line = await steer(server, facilitator, id);
  const { secret, code } = joinOf(server, id);
  let at = 0;
  return {
    ...{ id, joinPath: `/join#${secret}`, code, stop: line.stop },
    async run(command) {
      await line.run(command);
      at += command.type === 'next' ? 1 : command.type === 'back' ? -1 : 0;
    },
    async stepTo(step) {
      for (; at < step; at += 1) await line.run({ type: 'next', despite: 'A test goes on.' });
    },
  };
}

async function steer(server: RunningServer, facilitator: BrowserContext, id: string) {
  const cookies = await facilitator.cookies(server.url.replace('http:', 'https:'));
  const socket = new WebSocket(`${server.url.replace('http', 'ws')}/workshop/${id}?as=steer&proto=1`, {
    headers: { origin: server.url, cookie: cookies.map(({ name, value }) => `${name}=${value}`).join('; ') },
  });
  const answers = new Map<string, (code: string | null) => void>();
  const hello = new Promise<string>((resolve, reject) => {
    socket.on('close', (code) => reject(new Error(`the console’s line was closed: ${code}`)));
    socket.on('message', (data: Buffer) => {
      for (const part of decodeServerParts(new Uint8Array(data))) {
        if (part.t === 'hello') resolve(part.people[0] ?? '');
        if (part.t === 'done') answers.get(part.key)?.(null);
        if (part.t === 'refused') answers.get(part.key)?.(part.code);
      }
    });
  });
  await once(socket, 'open');
  const as = await hello;
  return {
    async run(command: Command): Promise<void> {
      const key = newId(random);
      const refused = await new Promise<string | null>((resolve) => {
        answers.set(key, resolve);
        socket.send(encodeParts([{ t: 'do', as, key, command }]));
      });
      if (refused) throw new Error(`${command.type} was refused: ${refused}`);
    },
    stop: () => socket.close(),
  };
}

/** As it hangs on the wall: the console shows it, which is another's to test. */
function joinOf(server: RunningServer, id: string): { readonly secret: string; readonly code: string } {
  const database = new DatabaseSync(join(server.dataDir, 'tandem.db'), { readOnly: true });
  const row = database.prepare('SELECT join_secret, join_code FROM workshop WHERE id = ?').get(id);
  database.close();
  return { secret: String(row?.['join_secret']), code: String(row?.['join_code']) };
}
