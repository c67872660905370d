/// <reference types="@sveltejs/kit" />
/// <reference no-default-lib="true"/>
/// <reference lib="esnext" />
/// <reference lib="webworker" />
/**
 * Opens Tandem without a network: the program's files, and the pages and pictures of the documents that this
 * device holds (their texts are in src/lib/client/device). Both come from the server whenever it answers.
 *
 * Invariants: only GET answers of this origin with status 200 are kept, never a redirect, the API or an
 * export; pages and pictures are kept for one person at a time and go when that person does; a page that is kept
 * finds its program's files, for those of an older build stay as long as a page of that build is kept or open;
 * a new build holds no page back: nothing of the server is asked for while it takes over.
 * It leaves what is written to IndexedDB, and every word to the page /offline.
 */
import { build, files, version } from '$service-worker';
import { limits } from '#lib/core/limits.ts';
import { withoutFleetingParts } from '#lib/client/device/fleeting-parts.ts';
import type { WorkerMessage } from '#lib/client/device/offline-pages.ts';

type PersonMessage = Extract<WorkerMessage, { kind: 'person' }>;
type PicturesMessage = Extract<WorkerMessage, { kind: 'keep-pictures' }>;

const worker = globalThis as unknown as ServiceWorkerGlobalScope;

const PROGRAM = 'tandem-program:';
const PAGES = 'tandem-pages:';
const PICTURES = 'tandem-pictures:';
const UPLOADS = '/uploads/';
const OFFLINE_PAGE = '/offline';
const NOBODY = 'nobody';
/** A server that does not answer at all is worse than none: then the page of this device is shown. */
const ANSWER_WITHIN_MS = 8_000;
/** Program files of at most so many builds are kept. */
const BUILDS_MAX = 4;

const programFiles = [...build, ...files];
const programPaths = new Set(programFiles);

worker.addEventListener('install', (event) => {
  event.waitUntil(caches.open(PROGRAM + version).then((cache) => cache.addAll(programFiles)));
});

worker.addEventListener('activate', (event) => {
  // Every page waits until this has ended: what asks the server comes after it, with the first message.
  event.waitUntil(worker.clients.claim());
});

worker.addEventListener('message', (event) => {
  const message = event.data as WorkerMessage;
  if (message.kind === 'person') event.waitUntil(keepToPerson(message).then(renew));
  else if (message.kind === 'keep-page')
    event.waitUntil(pagesOf(message.personId).then(() => keepPage(message.path)));
  else if (message.kind === 'keep-pictures') event.waitUntil(keepPictures(message));
  else event.waitUntil(forgetDocument(message.documentId));
});

worker.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== worker.location.origin) return;
  if (programPaths.has(url.pathname) || url.pathname.startsWith('/_app/immutable/'))
    event.respondWith(programFile(request));
  else if (url.pathname.startsWith(UPLOADS)) event.respondWith(picture(request, url.pathname));
  else if (request.mode === 'navigate') event.respondWith(page(event, url));
  else if (url.pathname.endsWith('/__data.json')) event.respondWith(pageData(request, url));
});

/** Named by its content: what is kept under that name is right. */
async function programFile(request: Request): Promise<Response> {
  return (await caches.match(request, { ignoreSearch: true })) ?? fetch(request);
}

async function page(event: FetchEvent, url: URL): Promise<Response> {
  try {
    const answer = await fetchInTime(event.request);
    if (answer.type === 'basic' && !answer.redirected && isDocument(url.pathname)) {
      const { status } = answer;
      if (status === 200 && (await kept(url.pathname))) event.waitUntil(put(url.pathname, answer.clone()));
      if (isGone(status)) event.waitUntil(forgetDocument(documentOf(url.pathname)));
    }
    return answer;
  } catch {
    const found = await kept(url.pathname);
    if (found) return found;
    // Under its own address, so that its links and its program agree with what it shows.
    const wanted = encodeURIComponent(url.pathname + url.search);
    if (url.pathname !== OFFLINE_PAGE && (await kept(OFFLINE_PAGE)))
      return Response.redirect(`${OFFLINE_PAGE}?wanted=${wanted}`, 302);
    return Response.error();
  }
}

async function pageData(request: Request, url: URL): Promise<Response> {
  try {
    return await fetchInTime(request);
  } catch (problem) {
    const found = await kept(url.pathname);
    if (found) return found;
    if (!(await kept(OFFLINE_PAGE))) throw problem;
    const wanted = url.pathname.slice(0, -'/__data.json'.length) || '/';
    const location = `${OFFLINE_PAGE}?wanted=${encodeURIComponent(wanted)}`;
    return Response.json({ type: 'redirect', location });
  }
}

/** From the server while it answers: it knows who may see a picture now. */
async function picture(request: Request, path: string): Promise<Response> {
  const found = await keptPicture(path);
  return found ? fetchInTime(request).catch(() => found) : fetch(request);
}

function fetchInTime(request: Request): Promise<Response> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('no answer')), ANSWER_WITHIN_MS);
    fetch(request)
      .then(resolve, reject)
      .finally(() => clearTimeout(timer));
  });
}

const isDocument = (path: string): boolean => /^\/d\/[^/]+$/.test(path);
const documentOf = (path: string): string => decodeURIComponent(path.slice('/d/'.length));
const isGone = (status: number): boolean => status === 403 || status === 404;
const dataPath = (path: string): string => `${path}/__data.json`;

// --- the pages of one person ---

async function pagesName(): Promise<string | null> {
  return (await caches.keys()).find((name) => name.startsWith(PAGES)) ?? null;
}

async function kept(path: string): Promise<Response | undefined> {
  const name = await pagesName();
  return name === null ? undefined : (await caches.open(name)).match(path);
}

async function put(path: string, answer: Response): Promise<void> {
  const name = await pagesName();
  const page = isDocument(path) ? await withoutFleeting(answer) : answer;
  if (name !== null) await (await caches.open(name)).put(path, page);
}

async function withoutFleeting(answer: Response): Promise<Response> {
  const { status, statusText, headers } = answer;
  return new Response(withoutFleetingParts(await answer.text()), { status, statusText, headers });
}

/** The pages of this person and of nobody else. */
async function pagesOf(personId: string | null): Promise<void> {
  const own = PAGES + (personId ?? NOBODY);
  for (const name of await caches.keys())
    if (name.startsWith(PAGES) && name !== own) await caches.delete(name);
  for (const name of await picturesNames())
    if (personId === null || !name.startsWith(picturesName(personId, ''))) await caches.delete(name);
  await caches.open(own);
}

async function keepToPerson({ personId, locale }: PersonMessage): Promise<void> {
  await pagesOf(personId);
  const html = await (await kept(OFFLINE_PAGE))?.text();
  if (!html?.includes(`<html lang="${locale}"`)) await keepPage(OFFLINE_PAGE);
}

/** Asked for anew, so that it is whole: what the page itself had loaded may be a part. */
async function keepPage(path: string): Promise<void> {
  const name = await pagesName();
  if (name === null || (path !== OFFLINE_PAGE && !isDocument(path))) return;
  const wanted = [path, dataPath(path)];
  await Promise.all(
    wanted.map(async (each) => {
      const answer = await fetchInTime(new Request(each, { redirect: 'manual' })).catch(() => null);
      // The person may have signed out while the server answered.
      if (answer?.status === 200 && name === (await pagesName())) await put(each, answer);
      else if (answer && isGone(answer.status) && isDocument(path)) await forgetDocument(documentOf(path));
    }),
  );
}

/** Its page and its pictures. */
async function forgetDocument(documentId: string): Promise<void> {
  const path = `/d/${encodeURIComponent(documentId)}`;
  const name = await pagesName();
  if (name !== null) {
    const cache = await caches.open(name);
    await Promise.all([cache.delete(path), cache.delete(dataPath(path))]);
  }
  const suffix = picturesName('', documentId).slice(PICTURES.length);
  for (const each of await picturesNames()) if (each.endsWith(suffix)) await caches.delete(each);
}

// --- the pictures of one person's documents: a cache for each document; the first one kept is the first to go ---

const picturesName = (personId: string, documentId: string): string =>
  `${PICTURES}${encodeURIComponent(personId)}:${encodeURIComponent(documentId)}`;

const picturesNames = async (): Promise<string[]> =>
  (await caches.keys()).filter((name) => name.startsWith(PICTURES));

async function keptPicture(path: string): Promise<Response | undefined> {
  for (const name of await picturesNames()) {
    const found = await (await caches.open(name)).match(path);
    if (found) return found;
  }
  return undefined;
}

/** As many as fit into the limit, in the order of the text; those that the text no longer shows go. */
async function keepPictures({ documentId, pictures, personId }: PicturesMessage): Promise<void> {
  await pagesOf(personId);
  const own = picturesName(personId, documentId);
  if (pictures.length === 0) return void (await caches.delete(own));
  const cache = await caches.open(own);
  const wanted = pictures.map((id) => UPLOADS + encodeURIComponent(id));
  for (const { url } of await cache.keys())
    if (!wanted.includes(new URL(url).pathname)) await cache.delete(url);
  let bytes = 0;
  for (const path of wanted) {
    const answer = (await cache.match(path)) ?? (await fetchInTime(new Request(path)).catch(() => null));
    if (answer?.status !== 200) continue;
    bytes += (await answer.clone().blob()).size;
    // The person may have signed out, or may no longer read it, since this began.
    if (!(await isKeptFor(personId, documentId))) return;
    if (bytes > limits.offlinePicturesOfDocumentBytesMax) break;
    await cache.put(path, answer);
  }
  const names = (await picturesNames()).filter((name) => name !== own);
  for (const name of names.slice(0, -(limits.offlinePictureDocumentsMax - 1) || undefined))
    await caches.delete(name);
}

const isKeptFor = async (personId: string, documentId: string): Promise<boolean> =>
  (await pagesName()) === PAGES + personId && (await caches.has(picturesName(personId, documentId)));

// --- builds ---

let renewing: Promise<void> | null = null;

/**
 * After an update each kept page is asked for anew, so that it names the files of this build; then those of
 * older builds can go. A server that does not answer ends it: the next page that comes from one goes on.
 */
function renew(): Promise<void> {
  renewing ??= renewPages().finally(() => (renewing = null));
  return renewing;
}

async function renewPages(): Promise<void> {
  const older = (await caches.keys()).filter(
    (name) => name.startsWith(PROGRAM) && name !== PROGRAM + version,
  );
  const name = await pagesName();
  if (older.length === 0 || name === null) return;
  const cache = await caches.open(name);
  for (const request of await cache.keys()) {
    const { pathname } = new URL(request.url);
    if (pathname.endsWith('/__data.json') || (await isOfThisBuild(cache, pathname))) continue;
    await keepPage(pathname);
    if ((await cache.match(pathname)) && !(await isOfThisBuild(cache, pathname))) return;
  }
  await dropOldBuilds(older);
}

const filesNamedIn = (html: string): string[] =>
  [...html.matchAll(/\/_app\/immutable\/[\w./-]+/g)].map(([path]) => path);

async function isOfThisBuild(cache: Cache, path: string): Promise<boolean> {
  const html = (await (await cache.match(path))?.text()) ?? '';
  return filesNamedIn(html).every((file) => programPaths.has(file));
}

async function dropOldBuilds(older: readonly string[]): Promise<void> {
  const inUse = await filesInUse();
  for (const [at, name] of [...older].reverse().entries()) {
    const paths = (await (await caches.open(name)).keys()).map(({ url }) => new URL(url).pathname);
    const isUsed = paths.some((path) => inUse.has(path) && !programPaths.has(path));
    if (!isUsed || at >= BUILDS_MAX - 1) await caches.delete(name);
  }
}

/** What the kept pages name; open pages of an older build do not exist when a worker becomes active. */
async function filesInUse(): Promise<ReadonlySet<string>> {
  const used = new Set<string>();
  const name = await pagesName();
  if (name === null) return used;
  const cache = await caches.open(name);
  for (const request of await cache.keys()) {
    const text = (await (await cache.match(request))?.text()) ?? '';
    for (const path of filesNamedIn(text)) used.add(path);
  }
  return used;
}
