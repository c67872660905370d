/** Resident memory of the server: what an idle connection takes, and what an open text that nobody edits takes. */
import { setTimeout as delay } from 'node:timers/promises';
import { RELAY, TANDEM, type Contender, type Running } from '../contenders.ts';
import { frameOf, openLight, type LightSocket } from '../light-socket.ts';
import type { LongText } from '../long-text.ts';
import { residentKbOf } from '../processes.ts';
import { atMost, scaled, type RowKind } from '../row-kind.ts';
import { described, longText, withStoredTexts } from '../stored-texts.ts';
import { fixed, table } from '../tables.ts';
import { visit } from '../visitor.ts';

const CONNECTIONS = 1_000;
const PEOPLE_PER_DOCUMENT = 8;
const OPEN_DOCUMENTS = 50;
const WARM_UP_DOCUMENTS = 5;
/** Garbage of the opening has gone by then, as far as it goes by itself. */
const SETTLE_MS = 5_000;

interface Memory {
  readonly kbPerConnection: number;
  /** `undefined`: it keeps no documents. */
  readonly mbPerDocument: number | undefined;
}

export const memory: RowKind = {
  name: 'memory',
  async run(contenders, options) {
    const text = longText(options);
    const found = new Map<string, Memory>();
    for (const contender of contenders) {
      const kbPerConnection = await connectionKb(contender, scaled(CONNECTIONS, options));
      const mbPerDocument = contender.isKept
        ? await documentMb(contender, text, scaled(OPEN_DOCUMENTS, options), kbPerConnection)
        : undefined;
      found.set(contender.name, { kbPerConnection, mbPerDocument });
      options.progress(
        `memory ${contender.name}: ${fixed(kbPerConnection, 1)} KB a connection, ${fixed(mbPerDocument, 2)} MB a document`,
      );
    }
    const of = (name: string): number => found.get(name)?.kbPerConnection ?? Number.NaN;
    return {
      table: table(
        `memory: ${scaled(CONNECTIONS, options)} idle connections in small documents; ${scaled(OPEN_DOCUMENTS, options)} open documents, each ${described(text)}`,
        ['', 'KB per idle connection', 'above bare ws', 'MB per open document'],
        [...found].map(([name, it]) => [
          name,
          fixed(it.kbPerConnection, 1),
          fixed(it.kbPerConnection - of(RELAY), 1),
          fixed(it.mbPerDocument, 2),
        ]),
      ),
      figures: Object.fromEntries(found),
      goals: {
        'KB per connection': atMost(of(TANDEM), 20),
        'MB per document': atMost(found.get(TANDEM)?.mbPerDocument ?? Number.NaN, 0.6),
      },
    };
  },
};

/** Between documents that are open already and the same with everybody in them. */
async function connectionKb(contender: Contender, count: number): Promise<number> {
  const server = await contender.start();
  const sockets: LightSocket[] = [];
  try {
    const documents = await server.rooms(Math.ceil(count / PEOPLE_PER_DOCUMENT));
    // Twice, so that what is made once at the first connections is there.
    for (const document of [...documents, ...documents]) sockets.push(await come(server, document));
    await delay(SETTLE_MS);
    const before = residentKbOf(server.pid);
    for (let at = 0; at < count; at += 1)
      sockets.push(await come(server, documents[at % documents.length] ?? ''));
    await delay(SETTLE_MS);
    const after = residentKbOf(server.pid);
    const lost = sockets.filter(({ isEnded }) => isEnded).length;
    if (lost > 0) throw new Error(`${contender.name} closed ${lost} idle connections`);
    return (after - before) / count;
  } finally {
    for (const socket of sockets) socket.end();
    await server.stop();
  }
}

async function come(server: Running, document: string): Promise<LightSocket> {
  const light = await openLight(server, server.dialect.path(document), () => undefined);
  for (const message of server.dialect.greeting(document)) light.send(frameOf(message));
  return light;
}

const documentMb = (
  contender: Contender,
  text: LongText,
  count: number,
  kbPerConnection: number,
): Promise<number> =>
  withStoredTexts(contender, text, WARM_UP_DOCUMENTS + count, async (server, documents) => {
    const openAll = async (some: readonly string[]): Promise<number> => {
      for (const document of some) await visit(server, document, text);
      await delay(SETTLE_MS);
      return residentKbOf(server.pid);
    };
    const before = await openAll(documents.slice(0, WARM_UP_DOCUMENTS));
    const after = await openAll(documents.slice(WARM_UP_DOCUMENTS));
    return ((after - before) / count - kbPerConnection) / 1_024;
  });
