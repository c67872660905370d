import { readFileSync } from 'node:fs';
import {
  createServer as createHttpServer,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import { createServer as createHttpsServer } from 'node:https';

import { setSecurityHeaders } from './security-headers.ts';
import type { UploadRoutes } from './upload-routes.ts';

/**
 * The one listening socket: health and metrics are answered here, everything else by SvelteKit,
 * `upgrade` by the live part. Invariant: nothing is answered for a host that is not ours.
 */
export interface HttpParts {
  readonly tls: { readonly certFile: string; readonly keyFile: string } | null;
  /** Hosts (with port) under which we are known; read at each request, since the port may be chosen by the system. */
  readonly hosts: () => ReadonlySet<string>;
  readonly ready: () => boolean;
  readonly metrics: () => Promise<{ readonly contentType: string; readonly body: string }>;
  /** Answered here as well, because a body of theirs is streamed. */
  readonly uploads: UploadRoutes;
  readonly pages: () => PageHandler | null;
}

export type PageHandler = (request: IncomingMessage, response: ServerResponse, next: () => void) => void;

export function createServer(parts: HttpParts): Server {
  const scheme = parts.tls ? 'https' : 'http';
  const handle = (request: IncomingMessage, response: ServerResponse) => {
    setSecurityHeaders(response);
    const path = (request.url ?? '/').split('?', 1)[0];
    if (path === '/healthz') return text(response, 200, 'ok');
    if (path === '/readyz')
      return parts.ready() ? text(response, 200, 'ready') : text(response, 503, 'not ready');
    // Another host name that resolves to us (DNS rebinding) would let its page speak with our voice.
    if (!parts.hosts().has(request.headers.host ?? ''))
      return text(response, 421, 'This server does not answer for that host.');
    if (path === '/metrics') return void sendMetrics(response, parts);
    if (parts.uploads.handles(path ?? '/')) return parts.uploads.handle(request, response);
    const pages = parts.pages();
    if (!pages) return text(response, 503, 'not ready');
    // Behind our own socket the scheme is known; a proxy's claim is not needed, since ORIGIN says it.
    request.headers['x-forwarded-proto'] = scheme;
    return pages(request, response, () => text(response, 404, 'not found'));
  };
  const server = parts.tls
    ? createHttpsServer(
        { cert: readFileSync(parts.tls.certFile), key: readFileSync(parts.tls.keyFile) },
        handle,
      )
    : createHttpServer(handle);
  server.keepAliveTimeout = 65_000;
  return server;
}

function text(response: ServerResponse, status: number, body: string): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' });
  response.end(`${body}\n`);
}

async function sendMetrics(response: ServerResponse, parts: HttpParts): Promise<void> {
  const { contentType, body } = await parts.metrics();
  response.writeHead(200, { 'content-type': contentType, 'cache-control': 'no-store' });
  response.end(body);
}
