import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Clock } from '#lib/core/clock.ts';
import { limits } from '#lib/core/limits.ts';
import { problem, type Problem, type Result } from '#lib/core/result.ts';
import { methodOf } from '#lib/domain/access/routes.ts';
import { streamedRouteAccess, streamedRouteOf } from '#lib/domain/access/streamed-routes.ts';
import type { Principal } from '#lib/domain/partnership/member.ts';
import type { Identify, SessionCookie } from '#server/ports/identity.ts';
import type { Log } from '#server/ports/log.ts';
import type { UploadFile } from '#server/services/read-upload.ts';
import type { UploadView } from '#server/services/upload-image.ts';
import type { UploadServices } from '#server/services/upload-services.ts';
import { originAllowed, originFacts } from './origin.ts';
import { problemOfError, problemResponse } from './problem-details.ts';
import { steadyPieces } from './steady-pieces.ts';

/**
 * Pictures in and out, beside the framework: it would hold a whole body in memory, and refuses those above
 * its limit. Invariant: who asks, from where, and what they may do is settled before a byte is taken, in
 * the framework's routes' order and with their answers (hooks.server.ts).
 */
export interface UploadRoutesDeps {
  readonly identify: Identify;
  readonly origins: () => ReadonlySet<string>;
  readonly services: Pick<UploadServices, 'uploadImage' | 'readUpload'>;
  readonly clock: Clock;
  readonly log: Log;
}

export interface UploadRoutes {
  handles(path: string): boolean;
  handle(request: IncomingMessage, response: ServerResponse): void;
}

export function createUploadRoutes(deps: UploadRoutesDeps): UploadRoutes {
  return {
    handles: (path) => streamedRouteOf(path) !== null,
    handle(request, response) {
      answer(deps, request, response).catch((error: unknown) => {
        if (!request.complete && request.destroyed) return response.destroy();
        const foreseen = problemOfError(error);
        if (foreseen) deps.log.warn({ code: foreseen.code }, 'upload failed');
        else deps.log.error({ cause: error instanceof Error ? error.stack : String(error) }, 'upload failed');
        void refuse(deps, request, response, foreseen ?? { code: 'internal' });
      });
    },
  };
}

async function answer(
  deps: UploadRoutesDeps,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const [path = '', search = ''] = (request.url ?? '').split('?', 2);
  const route = streamedRouteOf(path);
  const method = methodOf(request.method ?? '', search);
  const header = (name: string) => request.headers[name] as string | undefined;
  if (!originAllowed(originFacts({ method: request.method ?? '', header }), deps.origins()))
    return refuse(deps, request, response, { code: 'origin-refused' });
  if (!route || !Object.hasOwn(streamedRouteAccess[route.id], method))
    return refuse(deps, request, response, { code: 'method-unknown' });
  const credentials = {
    cookie: header('cookie') ?? null,
    authorization: header('authorization') ?? null,
  };
  const identity = await deps.identify(credentials);
  if (!identity) return refuse(deps, request, response, { code: 'not-signed-in' });
  if (identity.renewedCookie) response.setHeader('set-cookie', asHeader(identity.renewedCookie));
  const { document = '', upload = '' } = route.params;
  if (route.id === '/uploads/[upload]') {
    const found = await deps.services.readUpload(identity.principal, upload);
    return found.ok
      ? sendPicture(deps, request, response, found.value)
      : refuse(deps, request, response, found.problem);
  }
  const taken = await take(deps, request, response, { principal: identity.principal, credentials }, document);
  if (!taken.ok) return refuse(deps, request, response, taken.problem);
  response.writeHead(201, { 'content-type': 'application/json', location: taken.value.url });
  response.end(JSON.stringify(taken.value));
}

const asHeader = ({ name, value, options }: SessionCookie): string =>
  `${name}=${value}; Path=${options.path}; Max-Age=${options.maxAge}; HttpOnly; Secure; SameSite=Lax`;

interface Sender {
  readonly principal: Principal;
  readonly credentials: Parameters<Identify>[0];
}

/** Errors besides those of `uploadImage`: `upload-too-slow`. */
async function take(
  { identify, services, clock }: UploadRoutesDeps,
  request: IncomingMessage,
  response: ServerResponse,
  { principal, credentials }: Sender,
  documentId: string,
): Promise<Result<UploadView>> {
  const declared = Number(request.headers['content-length'] ?? Number.NaN);
  const pieces = steadyPieces(request, clock, { stallMs: limits.uploadStallMs, wholeMs: limits.uploadMsMax });
  try {
    return await services.uploadImage(principal, documentId, {
      sizeBytes: Number.isFinite(declared) ? declared : null,
      pieces: pieces.read(),
      principalNow: async () => (await identify(credentials))?.principal ?? null,
      wanted: () => !response.destroyed && response.socket?.destroyed === false,
    });
  } catch (error) {
    if (pieces.tooSlow()) return problem('upload-too-slow');
    throw error;
  }
}

async function sendPicture(
  deps: UploadRoutesDeps,
  request: IncomingMessage,
  response: ServerResponse,
  { upload, bytes }: UploadFile,
): Promise<void> {
  const etag = `"${upload.sha256}"`;
  response.setHeader('etag', etag);
  // The bytes under an address never change. Another person on the same browser asks anew.
  response.setHeader('cache-control', 'private, max-age=31536000, immutable');
  response.setHeader('vary', 'Cookie');
  if (request.headers['if-none-match'] === etag) return void response.writeHead(304).end();
  const file = await bytes();
  if (!file.ok) return refuse(deps, request, response, file.problem);
  const extension = upload.mime === 'image/png' ? 'png' : 'jpg';
  response.writeHead(200, {
    'content-type': upload.mime,
    'content-length': file.value.byteLength,
    // Opened by itself it is saved, not shown: nothing of a person's runs or renders at our address.
    'content-disposition': `attachment; filename="${upload.id}.${extension}"`,
    'content-security-policy': "default-src 'none'; sandbox",
  });
  response.end(request.method === 'HEAD' ? undefined : file.value);
}

/** How long what is still being sent is let run out after a refusal: a browser shows no answer before it has sent all. */
const DRAIN_MS = 10_000;

async function refuse(
  { clock }: UploadRoutesDeps,
  request: IncomingMessage,
  response: ServerResponse,
  why: Problem,
): Promise<void> {
  if (response.headersSent || response.destroyed) return void response.destroy();
  const refusal = problemResponse(why);
  for (const name of ['etag', 'vary']) response.removeHeader(name);
  for (const [name, value] of refusal.headers) response.setHeader(name, value);
  const isSending = !request.complete;
  response.writeHead(refusal.status);
  response.end(await refusal.text());
  if (!isSending) return;
  // Read and dropped: it costs no memory, and a socket closed at once would hide the answer.
  request.resume();
  const cancel = clock.after(DRAIN_MS, () => request.socket.destroy());
  request.once('close', cancel);
  request.once('end', cancel);
}
