import { DatabaseSync } from 'node:sqlite';
import { join } from 'node:path';
import WebSocket from 'ws';
import { KnownValues } from '../../src/lib/client/workshop/known-values.ts';
import { WorkshopSocket, type SocketState } from '../../src/lib/client/workshop/workshop-socket.ts';
import type { Command } from '#lib/domain/workshop/running/commands.ts';
import type { ServerPart } from '#lib/protocol/workshop-wire.ts';
import type { RunningServer } from './server.ts';

/** Posts a page's form as a browser does; the answer's redirect and cookies. */
export async function postForm(
  server: Pick<RunningServer, 'url'>,
  path: string,
  fields: readonly (readonly [string, string])[],
  cookie?: string,
): Promise<{
  readonly status: number;
  readonly location: string | null;
  readonly cookies: readonly string[];
}> {
  const response = await fetch(server.url + path, {
    method: 'POST',
    headers: {
      origin: server.url,
      'sec-fetch-site': 'same-origin',
      accept: 'text/html',
      ...(cookie ? { cookie } : {}),
    },
    body: new URLSearchParams(fields.map(([name, value]) => [name, value])),
    redirect: 'manual',
  });
  await response.arrayBuffer();
  return {
    status: response.status,
    location: response.headers.get('location'),
    cookies: response.headers.getSetCookie().map((it) => it.split(';', 1)[0] ?? ''),
  };
}

/** The cookie of a role account of the example. */
export async function signedIn(server: RunningServer, role: string): Promise<string> {
  const link = await server.cli('link', '--role', role);
  const secret = link.slice(link.indexOf('#') + 1).trim();
  const { cookies } = await postForm(server, '/link', [['link', secret]]);
  const cookie = cookies.find((it) => it.startsWith('__Host-tandem='));
  if (!cookie) throw new Error(`no session for ${role}`);
  return cookie;
}

/** A new workshop of the example’s partnership; its facilitator takes part. */
export async function newWorkshop(
  server: RunningServer,
  facilitator: string,
  { format = 'discovery-tables', people = 16 }: { readonly format?: string; readonly people?: number } = {},
): Promise<{ readonly id: string; readonly secret: string; readonly code: string }> {
  const fields = [
    ['format', format],
    ['language', 'en'],
    ['title', 'A morning'],
    ['question', 'What do we take home?'],
    ['people', String(people)],
  ] as const;
  const { location } = await postForm(server, '/p/msf-2050/workshops?/create', fields, facilitator);
  const id = /^\/w\/([^/]+)\/steer$/.exec(location ?? '')?.[1];
  if (!id) throw new Error(`no workshop: ${location}`);
  const page = await fetch(`${server.url}/w/${id}/steer`, { headers: { cookie: facilitator } });
  await page.arrayBuffer();
  const db = new DatabaseSync(join(server.dataDir, 'tandem.db'), { readOnly: true });
  const row = db
    .prepare('SELECT join_secret AS secret, join_code AS code FROM workshop WHERE id = ?')
    .get(id);
  db.close();
  return { id, secret: String(row?.secret), code: String(row?.code) };
}

/** Somebody scans the code and gives a name: the cookie of their device. */
export async function joinByLink(
  server: Pick<RunningServer, 'url'>,
  secret: string,
  {
    name,
    country = '',
    languages = ['en'],
  }: { name: string; country?: string; languages?: readonly string[] },
): Promise<string> {
  const answer = await postForm(server, '/join?/join', [
    ['secret', secret],
    ['name', name],
    ['country', country],
    ...languages.map((it) => ['languages', it] as const),
  ]);
  const cookie = answer.cookies.find((it) => it.startsWith('__Host-tandem-seat='));
  if (!cookie) throw new Error(`not joined: ${answer.status}`);
  return cookie;
}

/** A device at the workshop: the browser’s own line, and what it was told. */
export class WorkshopDevice {
  readonly known = new KnownValues();
  people: readonly string[] = [];
  state: SocketState = { kind: 'connecting' };
  onPart: (part: ServerPart) => void = () => {};
  /** Every frame’s text, as it came. */
  onText: (text: string) => void = () => {};
  readonly #socket: WorkshopSocket;
  readonly #sockets = new Set<WebSocket>();
  readonly #answers = new Map<string, (part: ServerPart) => void>();
  #keys = 0;
  readonly #name: string;

  constructor(
    server: Pick<RunningServer, 'url'>,
    id: string,
    { cookie, as = 'seat' }: { readonly cookie: string; readonly as?: 'seat' | 'steer' | 'screen' },
    random: () => number = Math.random,
  ) {
    this.#name = `d${Math.floor(random() * 1e9).toString(36)}`;
    const sockets = this.#sockets;
    const hear = (text: string) => this.onText(text);
    const Socket = class extends WebSocket {
      constructor(url: string) {
        super(url, { headers: { cookie, origin: server.url } });
        sockets.add(this);
        this.on('error', () => undefined);
        this.on('close', () => sockets.delete(this));
        this.on('message', (data: Buffer | ArrayBuffer) => hear(Buffer.from(data as ArrayBuffer).toString()));
      }
    };
    this.#socket = new WorkshopSocket({
      url: `${server.url.replace('http', 'ws')}/workshop/${id}`,
      as,
      random,
      WebSocket: Socket as unknown as typeof globalThis.WebSocket,
      onState: (state) => (this.state = state),
      onParts: (parts) => {
        for (const part of parts) this.#take(part);
      },
    });
  }

  #take(part: ServerPart): void {
    if (part.t === 'hello') {
      this.people = part.people;
      this.known.clear();
    } else if (part.t === 'told' || part.t === 'drop') this.known.take(part);
    else if (part.t === 'done' || part.t === 'refused') {
      this.#answers.get(part.key)?.(part);
      this.#answers.delete(part.key);
    }
    this.onPart(part);
  }

  /** Resolves when it is on the disk (`null`) or refused (the code). */
  run(command: Command, as = this.people[0] ?? ''): Promise<string | null> {
    const key = `${this.#name}-${(this.#keys += 1)}`;
    return new Promise((resolve) => {
      this.#answers.set(key, (part) => resolve(part.t === 'refused' ? part.code : null));
      this.#socket.send({ key, as, command, atMs: Date.now() });
    });
  }

  look(...tables: number[]): void {
    this.#socket.look(tables);
  }

  value<T>(key: string): T | null {
    return this.known.get(key) as T | null;
  }

  /** As a Wi-Fi that goes away: nothing is said to the server. It comes back by itself. */
  drop(): void {
    for (const socket of this.#sockets) socket.terminate();
  }

  close(): void {
    this.#socket.close();
  }
}
