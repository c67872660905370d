import type { IncomingMessage } from 'node:http';
import { isId } from '#lib/core/ids.ts';

/** What the address and the headers of an upgrade say. */
export interface SyncRequest {
  /** `null`: not the name of any document. */
  readonly documentId: string | null;
  /** Schema version of the client's editor. A stock client says nothing and is taken for the first. */
  readonly schema: number;
  readonly proto: number;
  /** Which life of the document the client holds (E17); `null`: it holds nothing yet. */
  readonly incarnation: number | null;
  /** Whether it understands messages 101 to 104. */
  readonly ack: boolean;
  /** `null`: not a browser. */
  readonly origin: string | null;
  readonly cookie: string | null;
  readonly authorization: string | null;
}

const PATH = '/sync/';

export const isSyncPath = (url: string): boolean => url.startsWith(PATH);

export function readSyncRequest(request: IncomingMessage): SyncRequest {
  const url = new URL(request.url ?? '/', 'http://server.invalid');
  const name = url.pathname.slice(PATH.length);
  const { origin, cookie, authorization } = request.headers;
  return {
    documentId: isId(name) ? name : null,
    schema: number(url.searchParams.get('schema')) ?? 1,
    proto: number(url.searchParams.get('proto')) ?? 1,
    incarnation: number(url.searchParams.get('incarnation')),
    ack: url.searchParams.get('ack') === '1',
    origin: origin ?? null,
    cookie: cookie ?? null,
    authorization: authorization ?? null,
  };
}

/** A whole number; anything else counts as 0, which no version is. */
const number = (text: string | null): number | null =>
  text === null ? null : /^\d{1,10}$/.test(text) ? Number(text) : 0;
