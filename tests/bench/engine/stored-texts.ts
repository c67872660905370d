/** The long text in several documents of one server, kept by it in its own way, and the server started again. */
import { rmSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import type { WebSocket } from 'ws';
import { temporaryFolder } from '../../support/server.ts';
import type { Contender, Running } from './contenders.ts';
import { writeLongText, type LongText } from './long-text.ts';
import { cpuSecondsOf } from './processes.ts';
import type { RowOptions } from './row-kind.ts';
import { bring } from './visitor.ts';

const EDITS = 260_000;
/** Hocuspocus stores 2 s after the last change, the others at once. */
const STORED_WITHIN_MS = 4_000;
const BETWEEN_MS = 50;
/** For what is done when the last one leaves. */
const AFTER_LEAVING_MS = 500;
const IDLE_FOR_MS = 1_000;
/** Of a core. */
const IDLE_SHARE = 0.05;
const IDLE_WITHIN_MS = 120_000;

/** Written once for all rows. */
let written: LongText | undefined;
export const longText = ({ scale }: RowOptions): LongText =>
  (written ??= writeLongText(Math.max(5_000, Math.round(EDITS * scale))));

export const described = ({ edits, state, length }: LongText): string =>
  `a text of ${edits.toLocaleString('en')} edits, ${Math.round(length / 1_000)},000 characters, ${Math.round(state.length / 1_000)} KB as one update`;

/** `use` finds a server that has just started and opened nothing. */
export async function withStoredTexts<T>(
  contender: Contender,
  text: LongText,
  count: number,
  use: (server: Running, documents: readonly string[]) => Promise<T>,
): Promise<T> {
  const data = temporaryFolder();
  try {
    const documents = await store(contender, data, text, count);
    const server = await contender.start({ data });
    try {
      return await use(server, documents);
    } finally {
      await server.kill();
    }
  } finally {
    rmSync(data, { recursive: true, force: true });
  }
}

async function store(
  contender: Contender,
  data: string,
  text: LongText,
  count: number,
): Promise<readonly string[]> {
  const server = await contender.start({ data });
  const writers: WebSocket[] = [];
  try {
    const documents = await server.rooms(count);
    for (const document of documents) {
      writers.push(await bring(server, document, text));
      await delay(BETWEEN_MS);
    }
    await delay(STORED_WITHIN_MS);
    await untilIdle(server);
    return documents;
  } finally {
    for (const writer of writers) writer.terminate();
    await delay(AFTER_LEAVING_MS);
    await server.stop();
  }
}

/** What a server does with a text when its people pause is part of keeping it: a restart finds it done. */
async function untilIdle({ pid }: Running): Promise<void> {
  for (let waitedMs = 0; waitedMs < IDLE_WITHIN_MS; waitedMs += IDLE_FOR_MS) {
    const before = cpuSecondsOf(pid);
    await delay(IDLE_FOR_MS);
    if (cpuSecondsOf(pid) - before < (IDLE_SHARE * IDLE_FOR_MS) / 1_000) return;
  }
  throw new Error('the server never came to rest');
}
